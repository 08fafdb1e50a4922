import { Switch, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { KeyRound, Users, UserCheck, UserX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '@/api/client';
import { useMe, useRights } from '@/app/session';
import { CrudDrawer, CrudPage, IconAction, useCrudForm, useWholeList, Tag, type FormProps } from '@/features/crud';
import { ConfirmAction, notifyDone, StateBadge, TimeText, type Column } from '@/ui';
import { PasswordField } from './PasswordField';
import { shortestPassword } from './password';
import type { User } from './types';

const usersKey = ['users'] as const;

export default function UsersPage() {
  const { t } = useTranslation('admin');
  const me = useMe();
  const { can, why } = useRights();
  const [passwordOf, setPasswordOf] = useState<{ user?: User; opened: boolean }>({ opened: false });
  const query = useWholeList<User>(usersKey, (page) => ok(api.GET('/users', { params: { query: page } })), { enabled: can('users.manage') });
  const columns: Column<User>[] = [
    {
      id: 'name',
      header: t('common:field.name'),
      sortBy: (row) => row.name,
      fill: true,
      cell: (row) => (
        <Text component="span" size="sm" fw={550}>
          {row.name} {row.code === me.code && <Text component="span" size="xs" c="dimmed">{t('users.you')}</Text>}
        </Text>
      ),
    },
    { id: 'role', header: t('users.rights'), width: 150, sortBy: (row) => (row.administrator ? 0 : 1), cell: (row) => (row.administrator ? <Tag variant="light">{t('users.administrator')}</Tag> : <Text size="sm" c="dimmed">{t('users.member')}</Text>) },
    { id: 'state', header: t('common:field.state'), width: 120, sortBy: (row) => String(row.disabled), cell: (row) => <StateBadge state={row.disabled ? 'disabled' : 'enabled'} /> },
    { id: 'password', header: t('users.passwordChanged'), width: 170, hideBelow: 1100, sortBy: (row) => row.passwordChanged, cell: (row) => <TimeText time={row.passwordChanged} relative /> },
    { id: 'created', header: t('field.created'), width: 170, sortBy: (row) => row.created, cell: (row) => <TimeText time={row.created} /> },
  ];
  return (
    <CrudPage
      title={t('users.title')}
      intro={t('users.intro')}
      query={query}
      columns={columns}
      rowKey={(row) => row.code}
      nameOf={(row) => row.name}
      sort={{ id: 'name' }}
      reason={why('users.manage')}
      icon={Users}
      createLabel={t('users.create')}
      denied={why('users.manage')}
      empty={{ title: t('users.none') }}
      form={(props) => <UserForm {...props} />}
      actionCount={2}
      actions={(row) => (
        <>
          <IconAction icon={KeyRound} label={t('users.setPassword', { name: row.name })} onClick={() => setPasswordOf({ user: row, opened: true })} />
          <DisableAction user={row} self={row.code === me.code} />
        </>
      )}
    >
      {passwordOf.user && <SetPassword key={passwordOf.user.code} user={passwordOf.user} opened={passwordOf.opened} onClose={() => setPasswordOf({ opened: false })} />}
    </CrudPage>
  );
}

function DisableAction({ user, self }: { user: User; self: boolean }) {
  const { t } = useTranslation('admin');
  const client = useQueryClient();
  const change = async () => {
    await ok(api.PATCH('/users/{userCode}', { params: { path: { userCode: user.code } }, body: { disabled: !user.disabled } }));
    await client.invalidateQueries({ queryKey: usersKey });
    notifyDone(t(user.disabled ? 'users.enabledDone' : 'users.disabledDone', { name: user.name }));
  };
  const enable = user.disabled;
  return (
    <ConfirmAction
      as="icon"
      icon={enable ? UserCheck : UserX}
      danger={!enable}
      label={t(enable ? 'users.enable' : 'users.disable', { name: user.name })}
      confirmLabel={t(enable ? 'users.enableShort' : 'users.disableShort')}
      reason={self ? t('users.notSelf') : undefined}
      title={t(enable ? 'users.enable' : 'users.disable', { name: user.name })}
      text={t(enable ? 'users.enableText' : 'users.disableText')}
      onConfirm={change}
    />
  );
}

function UserForm({ row, opened, onClose }: FormProps<User>) {
  const { t } = useTranslation('admin');
  const me = useMe();
  const form = useCrudForm({
    row,
    valuesOf: (user) => ({ name: user?.name ?? '', password: '', administrator: user?.administrator ?? false }),
    save: ({ name, password, administrator }, user) =>
      user ? ok(api.PATCH('/users/{userCode}', { params: { path: { userCode: user.code } }, body: { administrator } })) : ok(api.POST('/users', { body: { name: name.trim(), password, administrator } })),
    refresh: usersKey,
    done: ({ name }) => t('saved', { name }),
    onClose,
  });
  const { name, password, administrator } = form.values;
  const reason = !name.trim() ? t('nameNeeded') : form.isNew && password.length < shortestPassword ? t('password.rule', { least: shortestPassword }) : undefined;
  const self = row?.code === me.code;
  return (
    <CrudDrawer form={form} opened={opened} title={form.isNew ? t('users.create') : t('users.edit', { name: row?.name })} reason={reason}>
      <TextInput label={t('common:field.name')} description={t('users.nameHelp')} {...form.text('name')} readOnly={!form.isNew} required data-autofocus autoComplete="off" />
      {form.isNew && <PasswordField value={password} onChange={(value) => form.set({ password: value })} error={form.errorAt('$.password')} />}
      <Switch label={t('users.administrator')} description={self ? t('users.notSelf') : t('users.administratorHelp')} disabled={self} checked={administrator} onChange={(event) => form.set({ administrator: event.currentTarget.checked })} />
    </CrudDrawer>
  );
}

function SetPassword({ user, opened, onClose }: { user: User; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const form = useCrudForm({
    row: user,
    valuesOf: () => ({ password: '' }),
    save: ({ password }) => ok(api.PUT('/users/{userCode}/password', { params: { path: { userCode: user.code } }, body: { password } })),
    refresh: usersKey,
    done: () => t('users.passwordDone', { name: user.name }),
    onClose,
  });
  return (
    <CrudDrawer form={form} opened={opened} title={t('users.setPassword', { name: user.name })} reason={form.values.password.length < shortestPassword ? t('password.rule', { least: shortestPassword }) : undefined}>
      <Text size="sm">{t('users.passwordText')}</Text>
      <PasswordField value={form.values.password} onChange={(password) => form.set({ password })} error={form.errorAt('$.password')} autoFocus />
    </CrudDrawer>
  );
}
