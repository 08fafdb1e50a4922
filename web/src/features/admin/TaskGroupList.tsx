import { NumberInput, Switch, Text, Textarea, TextInput } from '@mantine/core';
import { Layers } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '@/api/client';
import { keys } from '@/api/queries';
import { useRights } from '@/app/session';
import { CrudDrawer, CrudPage, useCrudForm, useWholeList, type FormProps } from '@/features/crud';
import { StateBadge, type Column } from '@/ui';
import { revised } from './revised';
import type { TaskGroup } from './types';

const groupsKey = (projectCode: string) => [...keys.project(projectCode), 'task-groups'];

/** How many nodes of a kind may run at once, over all workflows of a project. */
export function TaskGroupList({ projectCode }: { projectCode: string }) {
  const { t } = useTranslation('admin');
  const { why } = useRights(projectCode);
  const query = useWholeList<TaskGroup>(groupsKey(projectCode), (page) => ok(api.GET('/projects/{projectCode}/task-groups', { params: { path: { projectCode }, query: page } })));
  const columns: Column<TaskGroup>[] = [
    { id: 'name', header: t('common:field.name'), nowrap: true, sortBy: (row) => row.name, cell: (row) => <Text size="sm" fw={550}>{row.name}</Text> },
    { id: 'size', header: t('taskGroups.size'), width: 130, align: 'right', sortBy: (row) => row.size, cell: (row) => row.size },
    { id: 'open', header: t('taskGroups.limiting'), width: 140, sortBy: (row) => String(row.open), cell: (row) => <StateBadge state={row.open ? 'enabled' : 'disabled'} /> },
    { id: 'description', header: t('common:field.description'), fill: true, cell: (row) => <Text size="sm" c="dimmed" truncate>{row.description}</Text> },
  ];
  return (
    <CrudPage
      title={t('settings.taskGroups')}
      part="tab"
      intro={t('taskGroups.intro')}
      query={query}
      columns={columns}
      rowKey={(row) => row.code}
      nameOf={(row) => row.name}
      textOf={(row) => row.description ?? ''}
      sort={{ id: 'name' }}
      reason={why('project.edit')}
      icon={Layers}
      createLabel={t('taskGroups.create')}
      empty={{ title: t('taskGroups.none'), text: t('taskGroups.noneText') }}
      form={(props) => <TaskGroupForm {...props} projectCode={projectCode} />}
      removal={(row) => ({
        text: t('taskGroups.deleteText'),
        refresh: groupsKey(projectCode),
        run: () => ok(api.DELETE('/projects/{projectCode}/task-groups/{taskGroupCode}', { params: { path: { projectCode, taskGroupCode: row.code } } })),
      })}
    />
  );
}

function TaskGroupForm({ row, opened, onClose, projectCode }: FormProps<TaskGroup> & { projectCode: string }) {
  const { t } = useTranslation('admin');
  const at = (from: TaskGroup) => ({ projectCode, taskGroupCode: from.code });
  const form = useCrudForm({
    row,
    valuesOf: (from) => ({ name: from?.name ?? '', description: from?.description ?? '', size: from?.size ?? 5, open: from?.open ?? true }),
    save: (values, from, overwrite) => {
      const { body, header } = revised({ ...values, name: values.name.trim() }, from, overwrite);
      return from ? ok(api.PUT('/projects/{projectCode}/task-groups/{taskGroupCode}', { params: { path: at(from), header }, body })) : ok(api.POST('/projects/{projectCode}/task-groups', { params: { path: { projectCode } }, body }));
    },
    reread: (from) => ok(api.GET('/projects/{projectCode}/task-groups/{taskGroupCode}', { params: { path: at(from) } })),
    refresh: groupsKey(projectCode),
    done: ({ name }) => t('saved', { name }),
    onClose,
  });
  return (
    <CrudDrawer form={form} opened={opened} title={form.isNew ? t('taskGroups.create') : t('edit', { name: row?.name })} reason={form.values.name.trim() ? undefined : t('nameNeeded')}>
      <TextInput label={t('common:field.name')} {...form.text('name')} maxLength={255} required data-autofocus />
      <NumberInput label={t('taskGroups.size')} description={t('taskGroups.sizeHelp')} value={form.values.size} onChange={(size) => form.set({ size: Number(size) })} min={1} allowDecimal={false} required error={form.errorAt('$.size')} />
      <Switch label={t('taskGroups.limiting')} description={t('taskGroups.openHelp')} checked={form.values.open} onChange={(event) => form.set({ open: event.currentTarget.checked })} />
      <Textarea label={t('common:field.description')} {...form.text('description')} maxLength={4000} />
    </CrudDrawer>
  );
}
