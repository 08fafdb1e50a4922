import { Select, Text, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '@/api/client';
import { allPages } from '@/api/pages';
import { keys } from '@/api/queries';
import { useRights } from '@/app/session';
import { CrudDrawer, CrudPage, useCrudForm, useWholeList, type FormProps } from '@/features/crud';
import { notifyDone, notifyError, type Column } from '@/ui';
import type { Member } from './types';

const roles = ['viewer', 'operator', 'admin'] as const;
type Role = (typeof roles)[number];

const membersKey = (projectCode: string) => [...keys.project(projectCode), 'members'];
const putRole = (projectCode: string, userCode: string, role: Role) => ok(api.PUT('/projects/{projectCode}/members/{userCode}', { params: { path: { projectCode, userCode } }, body: { role } }));

/** Who may do what in a project. */
export function MemberList({ projectCode }: { projectCode: string }) {
  const { t } = useTranslation('admin');
  const { why } = useRights(projectCode);
  const client = useQueryClient();
  const reason = why('project.members');
  const query = useWholeList<Member>(membersKey(projectCode), (page) => ok(api.GET('/projects/{projectCode}/members', { params: { path: { projectCode }, query: page } })));
  const change = (member: Member, role: Role) =>
    putRole(projectCode, member.userCode, role)
      .then(() => client.invalidateQueries({ queryKey: membersKey(projectCode) }))
      .then(() => notifyDone(t('members.changed', { name: member.name, role: t(`common:role.${role}`) })), notifyError);
  const columns: Column<Member>[] = [
    { id: 'name', header: t('members.user'), width: 220, sortBy: (row) => row.name, cell: (row) => <Text size="sm" fw={550}>{row.name}</Text> },
    {
      id: 'role',
      header: t('members.role'),
      width: 200,
      sortBy: (row) => roles.indexOf(row.role),
      cell: (row) => <Select size="xs" w={160} aria-label={t('members.roleOf', { name: row.name })} data={roles.map((role) => ({ value: role, label: t(`common:role.${role}`) }))} value={row.role} onChange={(role) => role && role !== row.role && void change(row, role as Role)} allowDeselect={false} disabled={reason !== undefined} title={reason} />,
    },
    { id: 'may', header: t('members.may'), fill: true, cell: (row) => <Text size="sm" c="dimmed" truncate>{t(`members.may.${row.role}`)}</Text> },
  ];
  return (
    <CrudPage
      title={t('settings.members')}
      part="tab"
      intro={t('members.intro')}
      query={query}
      columns={columns}
      rowKey={(row) => row.userCode}
      nameOf={(row) => row.name}
      sort={{ id: 'name' }}
      reason={reason}
      icon={Users}
      createLabel={t('members.add')}
      empty={{ title: t('members.none'), text: t('members.noneText') }}
      form={(props) => <MemberForm {...props} projectCode={projectCode} taken={(query.data ?? []).map((member) => member.userCode)} />}
      editable={false}
      removal={(row) => ({
        text: t('members.removeText'),
        refresh: membersKey(projectCode),
        run: () => ok(api.DELETE('/projects/{projectCode}/members/{userCode}', { params: { path: { projectCode, userCode: row.userCode } } })),
      })}
    />
  );
}

function MemberForm({ opened, onClose, projectCode, taken }: FormProps<Member> & { projectCode: string; taken: string[] }) {
  const { t } = useTranslation('admin');
  const { can } = useRights();
  const listed = can('users.manage');
  const users = useQuery({ queryKey: ['users', 'to-add'], enabled: opened && listed, queryFn: () => allPages((cursor) => ok(api.GET('/users', { params: { query: { limit: 200, ...(cursor && { cursor }) } } }))) });
  const form = useCrudForm({
    row: undefined,
    valuesOf: () => ({ userCode: '', role: 'viewer' as Role }),
    save: ({ userCode, role }) => putRole(projectCode, userCode.trim(), role),
    refresh: membersKey(projectCode),
    done: () => t('members.added'),
    onClose,
  });
  const { userCode, role } = form.values;
  return (
    <CrudDrawer form={form} opened={opened} title={t('members.add')} submitLabel={t('members.add')} reason={userCode.trim() ? undefined : t('members.userNeeded')} size={420}>
      {listed ? (
        <Select
          label={t('members.user')}
          searchable
          required
          data-autofocus
          placeholder={t('members.pick')}
          nothingFoundMessage={t('members.noUser')}
          data={(users.data ?? []).filter((user) => !taken.includes(user.code) && !user.disabled).map((user) => ({ value: user.code, label: user.name }))}
          value={userCode || null}
          onChange={(next) => form.set({ userCode: next ?? '' })}
        />
      ) : (
        <TextInput label={t('members.userCode')} description={t('members.userCodeHelp')} inputMode="numeric" required data-autofocus {...form.text('userCode', 'userCode')} />
      )}
      <Select label={t('members.role')} description={t(`members.may.${role}`)} data={roles.map((each) => ({ value: each, label: t(`common:role.${each}`) }))} value={role} onChange={(next) => next && form.set({ role: next as Role })} allowDeselect={false} />
    </CrudDrawer>
  );
}
