import { Anchor, Select, Text } from '@mantine/core';
import { ArrowRight, Box } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router-dom';
import { CrudPage } from '@/features/crud';
import { StateBadge, useStateWord, type Column } from '@/ui';
import { useDmsList, type ReplicationTask } from './api';
import { StopReason } from './StopReason';
import { TaskActions } from './TaskActions';
import { TaskProgress } from './TaskProgress';
import { isMoving, nameOfArn, stopReasonOf } from './tasks';

export const taskPath = (connection: string, arn: string) => `/dms/${encodeURIComponent(connection)}/tasks/${encodeURIComponent(arn)}`;

export default function ReplicationTasksPage() {
  const { connection = '' } = useParams();
  const { t } = useTranslation('dms');
  const word = useStateWord();
  const query = useDmsList(connection, 'DescribeReplicationTasks', (rows) => (rows?.some(isMoving) ? 2500 : 15_000));
  const endpoints = useDmsList(connection, 'DescribeEndpoints', 60_000);
  const [status, setStatus] = useState('');
  const names = new Map((endpoints.data ?? []).map((each) => [each.EndpointArn, each.EndpointIdentifier]));
  const states = [...new Set((query.data ?? []).map((task) => task.Status ?? ''))].sort();
  const rows = query.data?.filter((task) => !status || task.Status === status);
  const columns: Column<ReplicationTask>[] = [
    {
      id: 'name',
      header: t('endpoints.identifier'),
      sortBy: (row) => row.ReplicationTaskIdentifier,
      cell: (row) => (
        <Anchor component={Link} to={taskPath(connection, row.ReplicationTaskArn)} size="sm" fw={550}>
          {row.ReplicationTaskIdentifier}
        </Anchor>
      ),
    },
    { id: 'status', header: t('common:field.state'), sortBy: (row) => row.Status, cell: (row) => row.Status && <StateBadge state={row.Status} /> },
    { id: 'type', header: t('tasks.migrationType'), hideBelow: 1280, sortBy: (row) => row.MigrationType, cell: (row) => <Text size="sm">{t(`tasks.type.${row.MigrationType ?? 'full-load'}`, { defaultValue: row.MigrationType ?? '' })}</Text> },
    {
      id: 'way',
      header: t('tasks.way'),
      hideBelow: 1100,
      sortBy: (row) => nameOfArn(row.SourceEndpointArn, names),
      cell: (row) => (
        <Text size="sm" style={{ display: 'flex', alignItems: 'center', gap: 6 }}>
          {nameOfArn(row.SourceEndpointArn, names)} <ArrowRight size={13} aria-label={t('tasks.to')} /> {nameOfArn(row.TargetEndpointArn, names)}
        </Text>
      ),
    },
    { id: 'progress', header: t('tasks.progress'), sortBy: (row) => row.ReplicationTaskStats?.FullLoadProgressPercent, cell: (row) => <TaskProgress task={row} /> },
    {
      id: 'reason',
      header: t('tasks.stopReason'),
      fill: true,
      cell: (row) => {
        const reason = stopReasonOf(row);
        return (
          <Text size="sm" c="dimmed" truncate title={row.LastFailureMessage ?? reason}>
            {reason && <StopReason reason={reason} />}
          </Text>
        );
      },
    },
    { id: 'do', header: t('common:field.actions'), headerHidden: true, align: 'right', width: 116, cell: (row) => <TaskActions compact connection={connection} task={row} /> },
  ];
  return (
    <CrudPage
      title={t('tasks.title')}
      crumbs={[{ label: t('connections.title'), to: '/dms' }, { label: connection }]}
      intro={t('tasks.intro')}
      query={{ ...query, data: rows }}
      columns={columns}
      rowKey={(row) => row.ReplicationTaskArn}
      nameOf={(row) => row.ReplicationTaskIdentifier}
      textOf={(row) => `${nameOfArn(row.SourceEndpointArn, names)} ${nameOfArn(row.TargetEndpointArn, names)} ${row.LastFailureMessage ?? ''}`}
      sort={{ id: 'name' }}
      reason={undefined}
      icon={Box}
      empty={status ? { title: t('tasks.noneSuch') } : { title: t('tasks.none'), text: t('tasks.noneText') }}
      filters={<Select aria-label={t('common:field.state')} w={170} allowDeselect={false} value={status} onChange={(next) => setStatus(next ?? '')} data={[{ value: '', label: t('tasks.allStates') }, ...states.map((state) => ({ value: state, label: word(state) }))]} />}
    />
  );
}
