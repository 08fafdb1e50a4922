import { Anchor, Group, Progress, Text } from '@mantine/core';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import type { Attempt } from '@/api/types';
import { usePreferences } from '@/app/preferences';
import { CopyText, formatCount, formatDuration, StateBadge } from '@/ui';
import classes from '../InstancePage.module.css';
import { useReplicationTask, useTableStatistics } from './api';
import { Chart } from './Chart';
import styles from './DmsPanel.module.css';
import { addSample, lag, rate, readProgress, remaining, speedSeries, waitingSeries, type DmsTaskRef, type Sample } from './progress';
import { rowsOfProgress, rowsOfStatistics, sampleOf } from './tables';
import { TableStatisticsTable } from './TableStatisticsTable';

interface Props {
  attempt: Attempt;
  task: DmsTaskRef | undefined;
  running: boolean;
}

/** How the migration of a DMS node goes: from the service if it can be asked, else from what the node tells. */
export function DmsPanel({ attempt, task, running }: Props) {
  const { t } = useTranslation('runs');
  const { language, shownZone } = usePreferences();
  const progress = readProgress(attempt.progress);
  const described = useReplicationTask(task, running);
  const statistics = useTableStatistics(task, running);
  const replication = described.data ?? undefined;
  const stats = replication?.ReplicationTaskStats;
  const percent = (running ? stats?.FullLoadProgressPercent : undefined) ?? progress?.percent ?? stats?.FullLoadProgressPercent;
  const samples = useSamples(running, statistics, percent, progress?.rowsLoaded);

  const perSecond = (running ? rate(samples) : undefined) ?? progress?.rowsPerSecond;
  const left = running ? remaining(samples) : undefined;
  const behind = running ? lag(samples) : undefined;
  const changes = (replication?.MigrationType ?? 'full-load') !== 'full-load';
  const tables = statistics.data ? rowsOfStatistics(statistics.data) : rowsOfProgress(progress);
  const rows = statistics.data ? tables.reduce((sum, row) => sum + row.rows, 0) : progress?.rowsLoaded;
  const stopReason = running ? undefined : (attempt.outputs?.['stopReason'] ?? replication?.StopReason?.replace(/^Stop Reason /, ''));
  const speed = useMemo(() => speedSeries(samples), [samples]);
  const waiting = useMemo(() => waitingSeries(samples), [samples]);
  const count = (value: number | undefined) => (value === undefined ? '–' : formatCount(Math.round(value), language));
  return (
    <section className={classes.section} aria-label={t('dms.title')}>
      <Group justify="space-between" mb={6}>
        <h3 className={classes.sectionTitle} style={{ margin: 0 }}>
          {t('dms.title')}
        </h3>
        {replication?.Status && <StateBadge state={replication.Status} />}
      </Group>
      {(running || percent !== undefined) && (
        <Group gap="xs" wrap="nowrap">
          <Progress value={percent ?? 0} size="lg" style={{ flex: 1 }} animated={running} aria-label={t('dms.percent')} />
          <Text size="sm" fw={600} className="tabular" w={48} ta="right">
            {percent === undefined ? '–' : `${percent} %`}
          </Text>
        </Group>
      )}
      <dl className={styles.figures}>
        <Figure label={t('dms.phase')}>{progress?.phase ? t(`phase.${progress.phase}`, { defaultValue: progress.phase }) : '–'}</Figure>
        <Figure label={t('dms.rows')}>{count(rows)}</Figure>
        <Figure label={t(running ? 'dms.speed' : 'dms.speedLast')}>{count(perSecond)}</Figure>
        {running && <Figure label={t('dms.left')}>{left === undefined ? '–' : `≈ ${formatDuration(left)}`}</Figure>}
        {changes && running && <Figure label={t('dms.latency')}>{behind === undefined ? '–' : `≈ ${formatDuration(behind)}`}</Figure>}
        <Figure label={t('dms.tables')} wide>
          {t('dms.tablesOf', { done: stats?.TablesLoaded ?? progress?.tablesLoaded ?? 0, loading: stats?.TablesLoading ?? progress?.tablesLoading ?? 0, queued: stats?.TablesQueued ?? progress?.tablesQueued ?? 0 })}
          {(stats?.TablesErrored ?? progress?.tablesErrored ?? 0) > 0 && <span className={styles.bad}> {t('dms.tablesErrored', { count: stats?.TablesErrored ?? progress?.tablesErrored ?? 0 })}</span>}
        </Figure>
      </dl>
      {stopReason && (
        <Text size="sm" mt={6}>
          {t(`stopReason.${stopReason}`, { defaultValue: stopReason })}{' '}
          <Text span size="xs" c="dimmed" ff="monospace">
            {stopReason}
          </Text>
        </Text>
      )}
      {replication?.LastFailureMessage && (
        <pre className={classes.message} data-failed tabIndex={0} aria-label={t('dms.failure')}>
          {replication.LastFailureMessage}
        </pre>
      )}
      {samples.length > 1 && (
        <div className={styles.charts}>
          <div>
            <div className={styles.chartTitle}>{t('dms.speed')}</div>
            <Chart label={t('dms.speedChart')} data={speed} tone="info" format={(value) => compact(value, language)} zone={shownZone} />
          </div>
          {changes && (
            <div>
              <div className={styles.chartTitle}>{t('dms.waiting')}</div>
              <Chart label={t('dms.waitingChart')} data={waiting} tone="warning" format={(value) => compact(value, language)} zone={shownZone} />
            </div>
          )}
        </div>
      )}
      {tables.length > 0 && (
        <div style={{ marginTop: 10 }}>
          <TableStatisticsTable rows={tables} changes={changes || tables.some((row) => (row.inserts ?? 0) + (row.updates ?? 0) + (row.deletes ?? 0) > 0)} />
        </div>
      )}
      {task && (
        <Group gap="xs" mt={4}>
          <Anchor component={Link} size="xs" to={`/dms/${encodeURIComponent(task.connection)}/tasks/${encodeURIComponent(task.replicationTaskArn)}`}>
            {t('dms.open')}
          </Anchor>
          <CopyText text={task.replicationTaskArn} shown="" />
        </Group>
      )}
    </section>
  );
}

const compact = (value: number, language: string) => new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 }).format(value);

function Figure({ label, wide = false, children }: { label: string; wide?: boolean; children: ReactNode }) {
  return (
    <div style={wide ? { gridColumn: 'span 2' } : undefined}>
      <dt>{label}</dt>
      <dd className="tabular">{children}</dd>
    </div>
  );
}

/** Collects a sample each time the statistics were read, while the panel is open. */
function useSamples(running: boolean, statistics: ReturnType<typeof useTableStatistics>, percent: number | undefined, rowsLoaded: number | undefined): readonly Sample[] {
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  const { data, dataUpdatedAt, isPlaceholderData } = statistics;
  useEffect(() => {
    if (running && data && dataUpdatedAt > 0 && !isPlaceholderData) setSamples((old) => addSample(old, sampleOf(dataUpdatedAt, data, percent)));
    // One sample a read: a changed percentage comes with the next one.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [running, dataUpdatedAt]);
  const alone = running && !data ? rowsLoaded : undefined;
  useEffect(() => {
    if (alone !== undefined) setSamples((old) => addSample(old, { at: Date.now(), rows: alone, applied: 0, waiting: 0, percent }));
  }, [alone, percent]);
  return samples;
}
