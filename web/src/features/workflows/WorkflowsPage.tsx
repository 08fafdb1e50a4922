import { Anchor, Group, SegmentedControl, Text } from '@mantine/core';
import { Plus, Upload, Workflow as WorkflowIcon } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router-dom';
import { useInstances, useProject, useSchedules, useWorkflows } from '@/api/queries';
import type { Schedule, Workflow, WorkflowInstance } from '@/api/types';
import { useRights } from '@/app/session';
import { latestByWorkflow } from '@/features/projects/counts';
import { instancePath } from '@/features/projects/InstanceTable';
import { EmptyState, PagedTable, PageHeader, RightButton, SearchInput, StateBadge, TimeText, type Column } from '@/ui';
import { ImportDialog } from './ImportDialog';
import { StartDialog } from './StartDialog';
import { WorkflowMenu } from './WorkflowMenu';

type Release = '' | 'ONLINE' | 'OFFLINE';

export default function WorkflowsPage() {
  const { projectCode = '' } = useParams();
  const { t } = useTranslation('workflows');
  const { why } = useRights(projectCode);
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const name = search.get('name') ?? '';
  const release = (search.get('state') ?? '') as Release;
  const filter = (key: string, value: string) =>
    setSearch(
      (old) => {
        if (value) old.set(key, value);
        else old.delete(key);
        return old;
      },
      { replace: true },
    );
  const [starting, setStarting] = useState<Workflow>();
  const [startOpen, setStartOpen] = useState(false);
  const [importing, setImporting] = useState(false);

  const project = useProject(projectCode);
  const pages = useWorkflows(projectCode, { name, ...(release && { releaseState: release }) });
  const schedules = useSchedules(projectCode);
  const instances = useInstances(projectCode, {}, { limit: 200, refetchInterval: 15_000 });
  const scheduleOf = useMemo(() => new Map(schedules.data?.map((schedule) => [schedule.workflowCode, schedule])), [schedules.data]);
  const latest = useMemo(() => latestByWorkflow(instances.rows ?? []), [instances.rows]);
  const names = useMemo(() => pages.rows?.map((row) => row.name) ?? [], [pages.rows]);
  const columns = useMemo(
    () =>
      columnsOf(t, projectCode, scheduleOf, latest, (row) => (
        <WorkflowMenu
          workflow={row}
          names={names}
          onStart={() => {
            setStarting(row);
            setStartOpen(true);
          }}
        />
      )),
    [t, projectCode, scheduleOf, latest, names],
  );

  const create = (
    <RightButton leftSection={<Plus size={15} aria-hidden />} reason={why('project.edit')} onClick={() => navigate('new')}>
      {t('create')}
    </RightButton>
  );
  const filtered = name !== '' || release !== '';
  return (
    <>
      <PageHeader
        title={t('title')}
        crumbs={[{ label: t('projects'), to: '/projects' }, { label: project.data?.name ?? '…', to: `/projects/${projectCode}` }]}
        actions={
          <>
            <RightButton variant="default" leftSection={<Upload size={15} aria-hidden />} reason={why('project.edit')} onClick={() => setImporting(true)}>
              {t('import.button')}
            </RightButton>
            {create}
          </>
        }
      />
      <Group mb="sm" gap="sm">
        <SearchInput value={name} onChange={(value) => filter('name', value)} label={t('search')} />
        <SegmentedControl
          aria-label={t('filter')}
          value={release}
          onChange={(value) => filter('state', value)}
          data={[
            { value: '', label: t('filter.all') },
            { value: 'ONLINE', label: t('filter.online') },
            { value: 'OFFLINE', label: t('filter.offline') },
          ]}
        />
      </Group>
      <PagedTable
        label={t('title')}
        columns={columns}
        pages={pages}
        rowKey={(row) => row.code}
        empty={filtered ? <EmptyState icon={WorkflowIcon} title={t('none.found')} text={t('none.foundText')} /> : <EmptyState icon={WorkflowIcon} title={t('none.title')} text={t('none.text')} action={create} />}
      />
      {starting && <StartDialog projectCode={projectCode} workflow={starting} opened={startOpen} onClose={() => setStartOpen(false)} />}
      <ImportDialog projectCode={projectCode} opened={importing} onClose={() => setImporting(false)} />
    </>
  );
}

function columnsOf(
  t: (key: string) => string,
  projectCode: string,
  scheduleOf: Map<string, Schedule>,
  latest: Map<string, WorkflowInstance>,
  menu: (row: Workflow) => React.ReactNode,
): Column<Workflow>[] {
  return [
    {
      id: 'name',
      header: t('common:field.name'),
      nowrap: true,
      sortBy: (row) => row.name,
      cell: (row) => (
        <Anchor component={Link} to={`/projects/${projectCode}/workflows/${row.code}`} size="sm" fw={550}>
          {row.name}
        </Anchor>
      ),
    },
    {
      id: 'version',
      header: t('common:field.version'),
      width: 76,
      cell: (row) => (
        <Anchor component={Link} to={`/projects/${projectCode}/workflows/${row.code}/versions`} size="sm" c="dimmed">
          v{row.version}
        </Anchor>
      ),
    },
    { id: 'state', header: t('common:field.state'), width: 110, sortBy: (row) => row.releaseState, cell: (row) => <StateBadge state={row.releaseState} /> },
    {
      id: 'schedule',
      header: t('schedule'),
      width: 170,
      sortBy: (row) => scheduleOf.get(row.code)?.releaseState,
      cell: (row) => <ScheduleCell schedule={scheduleOf.get(row.code)} />,
    },
    {
      id: 'last',
      header: t('lastRun'),
      width: 150,
      sortBy: (row) => latest.get(row.code)?.state,
      cell: (row) => {
        const instance = latest.get(row.code);
        return instance ? (
          <Link to={instancePath(instance)} style={{ textDecoration: 'none' }}>
            <StateBadge state={instance.state} />
          </Link>
        ) : (
          <Text size="sm" c="dimmed">
            –
          </Text>
        );
      },
    },
    { id: 'updated', header: t('common:field.updated'), width: 130, hideBelow: 1280, sortBy: (row) => row.updated, cell: (row) => <TimeText time={row.updated} relative /> },
    {
      id: 'description',
      header: t('common:field.description'),
      fill: true,
      hideBelow: 1100,
      cell: (row) => (
        <Text size="sm" c="dimmed" truncate title={row.description}>
          {row.description}
        </Text>
      ),
    },
    { id: 'actions', header: t('common:field.actions'), headerHidden: true, width: 116, align: 'right', cell: menu },
  ];
}

function ScheduleCell({ schedule }: { schedule: Schedule | undefined }) {
  if (!schedule) {
    return (
      <Text size="sm" c="dimmed">
        –
      </Text>
    );
  }
  return (
    <Group gap={8} wrap="nowrap">
      <StateBadge state={schedule.releaseState} bare />
      {schedule.releaseState === 'ONLINE' && (
        <Text size="xs" c="dimmed" component="span">
          <TimeText time={schedule.nextFire} relative />
        </Text>
      )}
    </Group>
  );
}
