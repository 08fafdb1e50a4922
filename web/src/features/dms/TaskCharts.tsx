import { Group, Text } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '@/app/preferences';
import type { TableStatistics } from '@/features/runs/dms/api';
import { Chart } from '@/features/runs/dms/Chart';
import { addSample, lag, rate, speedSeries, waitingSeries, type Sample } from '@/features/runs/dms/progress';
import { sampleOf } from '@/features/runs/dms/tables';
import { formatDuration } from '@/ui';
import classes from './ReplicationTaskPage.module.css';

interface Props {
  running: boolean;
  /** It follows changes: then the target can lag behind. */
  follows: boolean;
  tables: TableStatistics[] | undefined;
  /** When they were read. */
  at: number;
}

/** Throughput, and what waits to be applied, since the page was opened. */
export function TaskCharts({ running, follows, tables, at }: Props) {
  const { t } = useTranslation('dms');
  const { language, shownZone } = usePreferences();
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  useEffect(() => {
    if (running && tables && at > 0) setSamples((old) => addSample(old, sampleOf(at, tables, undefined)));
    // One sample a read.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [running, at]);
  const speed = useMemo(() => speedSeries(samples), [samples]);
  const waiting = useMemo(() => waitingSeries(samples), [samples]);
  if (samples.length < 2) return null;
  const compact = (value: number) => new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 }).format(value);
  const perSecond = running ? rate(samples) : undefined;
  const behind = running ? lag(samples) : undefined;
  return (
    <section className={classes.charts} aria-label={t('task.charts')}>
      <div className={classes.chart}>
        <Title label={t('task.throughput')} value={perSecond === undefined ? '–' : t('task.rowsPerSecond', { rows: compact(perSecond) })} />
        <Chart label={t('task.throughputChart')} data={speed} tone="info" format={compact} zone={shownZone} />
      </div>
      {follows && (
        <div className={classes.chart}>
          <Title label={t('task.latency')} value={behind === undefined ? '–' : t('task.behind', { time: formatDuration(behind) })} />
          <Chart label={t('task.latencyChart')} data={waiting} tone="warning" format={compact} zone={shownZone} />
        </div>
      )}
    </section>
  );
}

function Title({ label, value }: { label: string; value: string }) {
  return (
    <Group justify="space-between" mb={4}>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text size="sm" fw={600} className="tabular">
        {value}
      </Text>
    </Group>
  );
}
