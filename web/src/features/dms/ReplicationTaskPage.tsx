import { Anchor, Tabs, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { ArrowRight, Box } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router-dom';
import { useRights } from '@/app/session';
import { useTableStatistics, type TableStatistics } from '@/features/runs/dms/api';
import { CodeEditor, CopyText, EmptyState, ErrorState, formatDuration, LoadingState, notifyDone, PageHeader, StateBadge, TimeText, useConfirm } from '@/ui';
import { callDms, refreshDms, useDmsList, useIsEmbedded, useReplicationTask, type ReplicationTask } from './api';
import classes from './ReplicationTaskPage.module.css';
import { StopReason } from './StopReason';
import { TaskActions } from './TaskActions';
import { TaskCharts } from './TaskCharts';
import { TaskProgress } from './TaskProgress';
import { TaskTables } from './TaskTables';
import { isMoving, isRunning, nameOfArn, pretty, stopReasonOf, timeOf } from './tasks';

export default function ReplicationTaskPage() {
  const { connection = '', arn = '' } = useParams();
  const { t } = useTranslation('dms');
  const navigate = useNavigate();
  const query = useReplicationTask(connection, arn, (task) => (isMoving(task) ? 2000 : 15_000));
  const task = query.data;
  const list = `/dms/${encodeURIComponent(connection)}/tasks`;
  if (query.error && !task) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (task === undefined) return <LoadingState />;
  if (task === null) {
    return (
      <EmptyState
        icon={Box}
        title={t('task.gone')}
        text={arn}
        action={
          <Anchor component={Link} to={list} size="sm">
            {t('tasks.title')}
          </Anchor>
        }
      />
    );
  }
  return (
    <>
      <PageHeader
        title={task.ReplicationTaskIdentifier}
        crumbs={[{ label: t('connections.title'), to: '/dms' }, { label: connection, to: list }, { label: t('tasks.title'), to: list }]}
        badge={task.Status && <StateBadge state={task.Status} />}
        actions={<TaskActions connection={connection} task={task} onDeleted={() => navigate(list)} />}
      />
      <Summary connection={connection} task={task} />
      {task.LastFailureMessage && <Failure task={task} />}
      <TaskTabs connection={connection} task={task} />
    </>
  );
}

function TaskTabs({ connection, task }: { connection: string; task: ReplicationTask }) {
  const { t } = useTranslation('dms');
  const { why } = useRights();
  const client = useQueryClient();
  const ask = useConfirm();
  const embedded = useIsEmbedded(connection);
  const running = isMoving(task);
  const statistics = useTableStatistics({ connection, replicationTaskArn: task.ReplicationTaskArn }, running);
  const reload = (table: TableStatistics) => {
    const name = `${table.SchemaName ?? ''}.${table.TableName ?? ''}`;
    ask({
      title: t('tables.reload', { name }),
      text: t('tables.reloadText'),
      confirmLabel: t('tables.reloadShort'),
      danger: true,
      onConfirm: async () => {
        await callDms(connection, 'ReloadTables', { ReplicationTaskArn: task.ReplicationTaskArn, TablesToReload: [{ SchemaName: table.SchemaName, TableName: table.TableName }] });
        await refreshDms(client, connection);
        notifyDone(t('tables.reloading', { name }));
      },
    });
  };
  return (
    <>
      <TaskCharts running={running} follows={(task.MigrationType ?? 'full-load') !== 'full-load'} tables={statistics.isPlaceholderData ? undefined : statistics.data} at={statistics.dataUpdatedAt} />
      <Tabs defaultValue="tables" keepMounted={false}>
        <Tabs.List mb="sm">
          <Tabs.Tab value="tables">{t('tables.title')}</Tabs.Tab>
          <Tabs.Tab value="mappings">{t('task.mappings')}</Tabs.Tab>
          <Tabs.Tab value="settings">{t('task.settings')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="tables">
          {/* The embedded service loads single tables again by a resume of the task only. */}
          <TaskTables query={statistics} onReload={embedded ? undefined : reload} reloadReason={why('dms.operate') ?? (isRunning(task) ? undefined : t('tasks.notRunning'))} />
        </Tabs.Panel>
        <Tabs.Panel value="mappings">
          <CodeEditor label={t('task.mappings')} language="json" readOnly value={pretty(task.TableMappings)} height={460} />
        </Tabs.Panel>
        <Tabs.Panel value="settings">
          <CodeEditor label={t('task.settings')} language="json" readOnly value={pretty(task.ReplicationTaskSettings)} height={460} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function Failure({ task }: { task: ReplicationTask }) {
  const { t } = useTranslation('dms');
  const errored = task.ReplicationTaskStats?.TablesErrored ?? 0;
  return (
    <section className={classes.failure} aria-label={t('task.failure')}>
      <Text size="sm" fw={600} c="var(--tone-danger-fg)">
        {t('task.failure')}
      </Text>
      <pre tabIndex={0}>{task.LastFailureMessage}</pre>
      <Text size="sm">{t(errored > 0 ? 'task.hintTables' : 'task.hint')}</Text>
    </section>
  );
}

function Summary({ connection, task }: { connection: string; task: ReplicationTask }) {
  const { t } = useTranslation('dms');
  const endpoints = useDmsList(connection, 'DescribeEndpoints', 60_000);
  const instances = useDmsList(connection, 'DescribeReplicationInstances', 60_000);
  const names = new Map([...(endpoints.data ?? []).map((each) => [each.EndpointArn, each.EndpointIdentifier] as const), ...(instances.data ?? []).map((each) => [each.ReplicationInstanceArn, each.ReplicationInstanceIdentifier] as const)]);
  const stats = task.ReplicationTaskStats;
  const reason = stopReasonOf(task);
  return (
    <dl className={classes.summary}>
      <Fact label={t('tasks.way')}>
        {nameOfArn(task.SourceEndpointArn, names)} <ArrowRight size={12} aria-label={t('tasks.to')} /> {nameOfArn(task.TargetEndpointArn, names)}
      </Fact>
      <Fact label={t('tasks.migrationType')}>{t(`tasks.type.${task.MigrationType ?? 'full-load'}`, { defaultValue: task.MigrationType ?? '' })}</Fact>
      <Fact label={t('task.instance')}>{nameOfArn(task.ReplicationInstanceArn, names)}</Fact>
      <Fact label={t('tasks.progress')}>
        <TaskProgress task={task} />
      </Fact>
      <Fact label={t('tables.title')}>{stats ? t('task.tablesOf', { done: stats.TablesLoaded ?? 0, loading: stats.TablesLoading ?? 0, queued: stats.TablesQueued ?? 0 }) : '–'}</Fact>
      <Fact label={t('task.elapsed')}>{stats?.ElapsedTimeMillis ? formatDuration(stats.ElapsedTimeMillis) : '–'}</Fact>
      <Fact label={t('task.started')}>
        <TimeText time={timeOf(task.ReplicationTaskStartDate)} />
      </Fact>
      <Fact label={t('task.stopped')}>
        <TimeText time={isMoving(task) ? undefined : timeOf(stats?.StopDate)} />
      </Fact>
      {reason && <Fact label={t('tasks.stopReason')}><StopReason reason={reason} /></Fact>}
      <Fact label="ARN">
        <CopyText text={task.ReplicationTaskArn} shown={task.ReplicationTaskArn.slice(task.ReplicationTaskArn.lastIndexOf(':') + 1)} mono />
      </Fact>
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
