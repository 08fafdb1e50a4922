import { Anchor, Badge, Button, Group, Text } from '@mantine/core';
import { Activity, Workflow } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router-dom';
import type { WorkflowInstance } from '@/api/types';
import { usePreferences } from '@/app/preferences';
import { Duration, EmptyState, PagedTable, PageHeader, StateBadge, TimeText, type Column } from '@/ui';
import { useInstanceList } from './api';
import { BackfillProgress } from './BackfillProgress';
import { addressOfFilter, filterOfAddress } from './filters';
import { InstanceActions } from './InstanceActions';
import { InstanceFilters } from './InstanceFilters';
import { commandKey, isMoving } from './states';

/** How often the list is read: states that change are told soon, a quiet list now and then. */
const fast = 2_000;
const slow = 15_000;

export default function InstancesPage() {
  const { t } = useTranslation('runs');
  const { projectCode = '' } = useParams();
  const [params, setParams] = useSearchParams();
  const navigate = useNavigate();
  const { shownZone } = usePreferences();
  const filter = useMemo(() => filterOfAddress(params), [params]);
  const [moving, setMoving] = useState(true);
  const [length, setLength] = useState(0);
  // All pages that were loaded are read again: the more, the more rarely.
  const pages = useInstanceList(projectCode, filter, shownZone, moving ? Math.min(slow, fast * Math.max(1, length / 50)) : slow);
  const { rows } = pages;
  useEffect(() => {
    setMoving(rows?.some((instance) => isMoving(instance.state)) ?? true);
    setLength(rows?.length ?? 0);
  }, [rows]);
  const columns = useColumns();
  const filtered = Object.keys(filter).length > 0;
  return (
    <>
      <PageHeader title={t('list.title')} />
      <InstanceFilters projectCode={projectCode} filter={filter} onChange={(next) => setParams(addressOfFilter(next), { replace: true })} />
      {filter.backfill && <BackfillProgress projectCode={projectCode} backfillCode={filter.backfill} />}
      <PagedTable
        label={t('list.title')}
        columns={columns}
        pages={pages}
        rowKey={(instance) => instance.code}
        onRow={(instance) => void navigate(instance.code)}
        empty={
          filtered ? (
            <EmptyState icon={Activity} title={t('list.noneFits')} action={<Button variant="default" onClick={() => setParams({}, { replace: true })}>{t('filter.clear')}</Button>} />
          ) : (
            <EmptyState
              icon={Activity}
              title={t('list.empty')}
              text={t('list.emptyText')}
              action={
                <Button component={Link} to={`/projects/${projectCode}/workflows`} leftSection={<Workflow size={15} aria-hidden />}>
                  {t('list.toWorkflows')}
                </Button>
              }
            />
          )
        }
      />
    </>
  );
}

function useColumns(): Column<WorkflowInstance>[] {
  const { t } = useTranslation('runs');
  return useMemo<Column<WorkflowInstance>[]>(
    () => [
      { id: 'state', header: t('common:field.state'), width: 130, sortBy: (row) => row.state, cell: (row) => <StateBadge state={row.state} /> },
      { id: 'name', header: t('column.instance'), sortBy: (row) => row.name, cell: (row) => <NameCell instance={row} /> },
      { id: 'command', header: t('column.command'), width: 130, nowrap: true, sortBy: (row) => row.command, cell: (row) => <CommandCell instance={row} /> },
      { id: 'schedule', header: t('column.scheduleTime'), width: 165, hideBelow: 1280, sortBy: (row) => row.scheduleTime, cell: (row) => <TimeText time={row.scheduleTime} /> },
      { id: 'started', header: t('column.started'), width: 165, sortBy: (row) => row.started ?? row.created, cell: (row) => <TimeText time={row.started} /> },
      { id: 'ended', header: t('column.ended'), width: 165, hideBelow: 1100, sortBy: (row) => row.ended, cell: (row) => <TimeText time={row.ended} /> },
      {
        id: 'duration',
        header: t('column.duration'),
        width: 110,
        align: 'right',
        sortBy: (row) => (row.started ? (row.ended ? Date.parse(row.ended) : Date.now()) - Date.parse(row.started) : undefined),
        cell: (row) => <Duration from={row.started} to={row.ended} />,
      },
      { id: 'actions', header: t('common:field.actions'), headerHidden: true, width: 48, align: 'right', cell: (row) => <InstanceActions instance={row} as="menu" /> },
    ],
    [t],
  );
}

function NameCell({ instance }: { instance: WorkflowInstance }) {
  const { t } = useTranslation('runs');
  return (
    <div style={{ minWidth: 220 }}>
      <Group gap={6} wrap="nowrap">
        <Anchor component={Link} to={instance.code} size="sm" fw={500}>
          {instance.workflowName}
        </Anchor>
        <Text size="xs" c="dimmed" component="span">
          {t('list.version', { version: instance.workflowVersion })}
        </Text>
        {instance.dryRun && (
          <Badge size="sm" variant="light" color="gray">
            {t('list.dryRun')}
          </Badge>
        )}
      </Group>
      <Text size="xs" c="dimmed" className="mono" style={{ whiteSpace: 'nowrap' }}>
        {instance.name}
      </Text>
    </div>
  );
}

function CommandCell({ instance }: { instance: WorkflowInstance }) {
  const { t } = useTranslation('runs');
  return (
    <Group gap={6} wrap="nowrap">
      <span>{t(`command.${commandKey(instance)}`, { defaultValue: instance.command })}</span>
      {instance.runNumber > 1 && (
        <Text size="xs" c="dimmed" component="span">
          {t('list.runNumber', { number: instance.runNumber })}
        </Text>
      )}
    </Group>
  );
}
