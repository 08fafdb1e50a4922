import { Progress, Text } from '@mantine/core';
import { Network } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attempt, InstanceTask } from '@/api/types';
import { KindIcon } from '@/features/editor';
import { DataTable, Duration, EmptyState, StateBadge, TimeText, type Column } from '@/ui';
import { percentOf } from './dms/progress';

export interface TaskRow {
  task: InstanceTask;
  /** The last attempt. */
  attempt: Attempt | undefined;
  /** Names of the failed nodes that kept it from running. */
  causes: string[];
}

interface Props {
  rows: TaskRow[] | undefined;
  error: unknown;
  onRetry: () => void;
  onSelect: (taskName: string) => void;
}

/** The nodes of an instance, sortable. */
export function TasksTable({ rows, error, onRetry, onSelect }: Props) {
  const { t } = useTranslation('runs');
  const columns = useMemo<Column<TaskRow>[]>(
    () => [
      { id: 'state', header: t('common:field.state'), width: 140, sortBy: ({ task }) => task.state, cell: ({ task }) => <StateBadge state={task.state} /> },
      {
        id: 'name',
        header: t('column.node'),
        sortBy: ({ task }) => task.name,
        cell: ({ task, attempt }) => (
          <div>
            <Text size="sm" fw={500}>
              {task.name}
            </Text>
            {task.state === 'running' && percentOf(attempt) !== undefined && <Progress value={percentOf(attempt) ?? 0} size={4} w={160} mt={2} aria-label={t('dms.percent')} />}
          </div>
        ),
      },
      {
        id: 'type',
        header: t('column.type'),
        width: 90,
        hideBelow: 1100,
        sortBy: ({ task }) => task.taskType,
        cell: ({ task }) => (
          <span style={{ display: 'inline-flex', gap: 6, alignItems: 'center' }}>
            <KindIcon kind={task.taskType} size={15} />
            {task.taskType}
          </span>
        ),
      },
      { id: 'attempt', header: t('column.attempts'), width: 80, align: 'right', sortBy: ({ task }) => task.attempt, cell: ({ task }) => task.attempt || '–' },
      { id: 'started', header: t('column.started'), width: 165, sortBy: ({ attempt }) => attempt?.started, cell: ({ attempt }) => <TimeText time={attempt?.started} /> },
      { id: 'ended', header: t('column.ended'), width: 165, hideBelow: 1280, sortBy: ({ attempt }) => attempt?.ended, cell: ({ attempt }) => <TimeText time={attempt?.ended} /> },
      {
        id: 'duration',
        header: t('column.duration'),
        width: 110,
        align: 'right',
        sortBy: ({ attempt }) => (attempt?.started ? (attempt.ended ? Date.parse(attempt.ended) : Date.now()) - Date.parse(attempt.started) : undefined),
        cell: ({ attempt }) => <Duration from={attempt?.started} to={attempt?.ended} />,
      },
      { id: 'worker', header: t('column.worker'), width: 130, hideBelow: 1280, sortBy: ({ attempt }) => attempt?.worker || attempt?.workerGroup, cell: ({ attempt }) => attempt?.worker || attempt?.workerGroup || '–' },
      { id: 'message', header: t('column.message'), cell: (row) => <Message row={row} /> },
    ],
    [t],
  );
  return (
    <DataTable
      label={t('tab.nodes')}
      columns={columns}
      query={{ data: rows, isPending: rows === undefined, error, refetch: onRetry }}
      rowKey={({ task }) => task.name}
      onRow={({ task }) => onSelect(task.name)}
      empty={<EmptyState icon={Network} title={t('nodes.empty')} />}
    />
  );
}

/** "exit code 3; last lines:" is followed by them: here is no room for those. */
const firstLine = (text: string) => (text.split('\n')[0] ?? '').replace(/; last lines:$/, '');

function Message({ row }: { row: TaskRow }) {
  const { t } = useTranslation('runs');
  const text = row.causes.length > 0 ? t('reason.upstream', { names: row.causes.join(', ') }) : row.attempt?.result && row.attempt.result !== 'success' ? firstLine(row.attempt.message) : '';
  return text ? (
    <Text size="xs" c="dimmed" lineClamp={2} maw={360} title={row.attempt?.message}>
      {text}
    </Text>
  ) : null;
}
