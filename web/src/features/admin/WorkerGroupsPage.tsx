import { Group, Progress, Text, Textarea, TextInput, Title } from '@mantine/core';
import { Server, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '@/api/client';
import { keys, useWorkerGroups } from '@/api/queries';
import type { WorkerGroup } from '@/api/types';
import { useRights } from '@/app/session';
import { CrudDrawer, CrudPage, useCrudForm, Tag, type FormProps } from '@/features/crud';
import { DataTable, EmptyState, StateBadge, TimeText, type Column } from '@/ui';
import { revised } from './revised';
import type { Worker } from './types';
import { useWorkers } from './useGroupNames';
import { loadOfGroups, type GroupLoad } from './workers';

export default function WorkerGroupsPage() {
  const { t } = useTranslation('admin');
  const { why } = useRights();
  const groups = useWorkerGroups();
  const workers = useWorkers(5000);
  const both = groups.data && workers.data;
  const query = {
    data: both && loadOfGroups(groups.data, workers.data),
    isPending: !both,
    error: groups.error ?? workers.error,
    refetch: () => Promise.all([groups.refetch(), workers.refetch()]),
  };
  const columns: Column<GroupLoad>[] = [
    { id: 'name', header: t('common:field.name'), nowrap: true, sortBy: (row) => row.name, cell: (row) => <Text size="sm" fw={550}>{row.name}</Text> },
    { id: 'workers', header: t('workers.workers'), width: 220, sortBy: (row) => row.alive, cell: (row) => <WorkerCount group={row} /> },
    { id: 'slots', header: t('workers.slots'), width: 190, sortBy: (row) => row.slots, cell: (row) => row.slots > 0 && <Slots used={row.used} slots={row.slots} /> },
    { id: 'load', header: t('workers.load'), width: 110, align: 'right', sortBy: (row) => row.load, cell: (row) => <Load load={row.load} /> },
    { id: 'description', header: t('common:field.description'), fill: true, cell: (row) => <Text size="sm" c="dimmed" truncate>{row.group ? row.group.description : t('workers.unnamed')}</Text> },
  ];
  return (
    <CrudPage
      title={t('workers.title')}
      intro={t('workers.intro')}
      query={query}
      columns={columns}
      rowKey={(row) => row.name}
      nameOf={(row) => row.name}
      sort={{ id: 'name' }}
      reason={why('shared.edit')}
      reasonOf={(row) => (row.group ? undefined : t('workers.unnamed'))}
      icon={Server}
      createLabel={t('workers.create')}
      empty={{ title: t('workers.none'), text: t('workers.noneText') }}
      form={({ row, ...props }) => <GroupForm {...props} row={row?.group} />}
      removal={(row) => ({
        text: t('workers.deleteText'),
        refresh: keys.workerGroups,
        run: () => ok(api.DELETE('/worker-groups/{workerGroupName}', { params: { path: { workerGroupName: row.name } } })),
      })}
    >
      <Title order={2} mt="lg" mb="xs">
        {t('workers.machines')}
      </Title>
      <WorkerTable />
    </CrudPage>
  );
}

function WorkerTable() {
  const { t } = useTranslation('admin');
  const query = useWorkers(5000);
  const columns: Column<Worker>[] = [
    { id: 'name', header: t('workers.worker'), nowrap: true, sortBy: (row) => row.name, cell: (row) => <Text size="sm" fw={550}>{row.name}</Text> },
    { id: 'state', header: t('common:field.state'), width: 110, sortBy: (row) => String(row.alive), cell: (row) => <StateBadge state={row.alive ? 'alive' : 'dead'} /> },
    { id: 'host', header: t('workers.host'), nowrap: true, sortBy: (row) => row.host, cell: (row) => row.host },
    { id: 'groups', header: t('workers.groups'), cell: (row) => <Group gap={4}>{row.groups.map((name) => <Tag key={name}>{name}</Tag>)}</Group> },
    { id: 'slots', header: t('workers.slots'), width: 190, sortBy: (row) => row.used / Math.max(1, row.slots), cell: (row) => <Slots used={row.used} slots={row.slots} /> },
    { id: 'running', header: t('workers.running'), width: 90, align: 'right', sortBy: (row) => row.running, cell: (row) => row.running },
    { id: 'load', header: t('workers.load'), width: 110, align: 'right', sortBy: (row) => row.load, cell: (row) => <Load load={row.load} /> },
    { id: 'seen', header: t('workers.heartbeat'), width: 130, sortBy: (row) => row.lastSeen, cell: (row) => <TimeText time={row.lastSeen} relative /> },
    { id: 'started', header: t('workers.started'), width: 130, hideBelow: 1280, sortBy: (row) => row.started, cell: (row) => <TimeText time={row.started} relative /> },
  ];
  return <DataTable label={t('workers.machines')} columns={columns} query={query} rowKey={(row) => row.name} sort={{ id: 'name' }} empty={<EmptyState icon={Server} title={t('workers.noWorker')} text={t('workers.noWorkerText')} />} />;
}

function WorkerCount({ group }: { group: GroupLoad }) {
  const { t } = useTranslation('admin');
  if (group.alive === 0) {
    return (
      <Text size="sm" c="var(--tone-warning-fg)" style={{ display: 'flex', alignItems: 'center', gap: 6, whiteSpace: 'nowrap' }}>
        <TriangleAlert size={14} aria-hidden /> {t('workers.empty')}
      </Text>
    );
  }
  return (
    <Text size="sm">
      {t('workers.alive', { count: group.alive })}
      {group.dead > 0 && (
        <Text component="span" size="sm" c="var(--tone-danger-fg)">
          {' '}
          {t('workers.dead', { count: group.dead })}
        </Text>
      )}
    </Text>
  );
}

function Slots({ used, slots }: { used: number; slots: number }) {
  const { t } = useTranslation('admin');
  return (
    <Group gap={8} wrap="nowrap" miw={130}>
      <Progress value={(100 * used) / Math.max(1, slots)} flex={1} size={6} color={used >= slots ? 'orange' : undefined} aria-label={t('workers.slotsOf', { used, slots })} />
      <Text size="sm" className="tabular" style={{ whiteSpace: 'nowrap' }}>
        {used} / {slots}
      </Text>
    </Group>
  );
}

/** Load for each core: over 1 the machine has more to do than it can. */
function Load({ load }: { load: number | undefined }) {
  if (load === undefined) return '–';
  return (
    <Text component="span" size="sm" className="tabular" c={load > 1.5 ? 'var(--tone-danger-fg)' : load > 1 ? 'var(--tone-warning-fg)' : undefined}>
      {load.toFixed(2)}
    </Text>
  );
}

function GroupForm({ row, opened, onClose }: FormProps<WorkerGroup>) {
  const { t } = useTranslation('admin');
  const form = useCrudForm({
    row,
    valuesOf: (group) => ({ name: group?.name ?? '', description: group?.description ?? '' }),
    save: ({ name, description }, group, overwrite) => {
      if (!group) return ok(api.POST('/worker-groups', { body: { name: name.trim(), description } }));
      const { body, header } = revised({ description }, group, overwrite);
      return ok(api.PUT('/worker-groups/{workerGroupName}', { params: { path: { workerGroupName: group.name }, header }, body }));
    },
    reread: async (group) => {
      const page = await ok(api.GET('/worker-groups', { params: { query: { name: group.name, limit: 200 } } }));
      return page.items.find((each) => each.name === group.name) ?? group;
    },
    refresh: keys.workerGroups,
    done: ({ name }) => t('saved', { name }),
    onClose,
  });
  return (
    <CrudDrawer form={form} opened={opened} title={form.isNew ? t('workers.create') : t('edit', { name: row?.name })} reason={form.values.name.trim() ? undefined : t('nameNeeded')}>
      <TextInput label={t('common:field.name')} description={t('workers.nameHelp')} {...form.text('name')} readOnly={!form.isNew} maxLength={255} required data-autofocus />
      <Textarea label={t('common:field.description')} {...form.text('description')} maxLength={4000} />
    </CrudDrawer>
  );
}
