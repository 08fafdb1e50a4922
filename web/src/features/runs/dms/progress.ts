import type { Attempt, InstanceTask } from '@/api/types';
import { findLast } from '../lists';

/** What a DMS node tells of itself (an attempt's `progress`). */
export interface DmsProgress {
  phase: string;
  status: string;
  replicationTaskArn: string;
  percent: number | undefined;
  rowsLoaded: number | undefined;
  rowsPerSecond: number | undefined;
  tablesLoaded: number;
  tablesLoading: number;
  tablesQueued: number;
  tablesErrored: number;
  tables: { schema: string; table: string; state: string; rows: number; errorRows: number }[];
}

const number = (value: unknown): number | undefined => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

export function readProgress(value: unknown): DmsProgress | undefined {
  if (!isRecord(value)) return undefined;
  const tables = Array.isArray(value['tables']) ? value['tables'].filter(isRecord) : [];
  return {
    phase: text(value['phase']),
    status: text(value['status']),
    replicationTaskArn: text(value['replicationTaskArn']),
    percent: number(value['percent']),
    rowsLoaded: number(value['rowsLoaded']),
    rowsPerSecond: number(value['rowsPerSecond']),
    tablesLoaded: number(value['tablesLoaded']) ?? 0,
    tablesLoading: number(value['tablesLoading']) ?? 0,
    tablesQueued: number(value['tablesQueued']) ?? 0,
    tablesErrored: number(value['tablesErrored']) ?? 0,
    tables: tables.map((table) => ({ schema: text(table['schema']), table: text(table['table']), state: text(table['state']), rows: number(table['rows']) ?? 0, errorRows: number(table['errorRows']) ?? 0 })),
  };
}

/** Percent of a DMS attempt. */
export function percentOf(attempt: Pick<Attempt, 'progress' | 'taskType'> | undefined): number | undefined {
  return attempt?.taskType === 'DMS' ? readProgress(attempt.progress)?.percent : undefined;
}

export interface DmsTaskRef {
  connection: string;
  replicationTaskArn: string;
}

/** The replication task behind a node: as the server says it, else from the node's progress or OUT parameters. */
export function dmsTaskOf(attempt: Attempt | undefined, task: InstanceTask | undefined, connection: string): DmsTaskRef | undefined {
  for (const row of [attempt, task]) {
    const told: unknown = row && 'dmsTask' in row ? row.dmsTask : undefined;
    if (isRecord(told) && text(told['replicationTaskArn'])) return { connection: text(told['connection']) || connection, replicationTaskArn: text(told['replicationTaskArn']) };
  }
  const replicationTaskArn = readProgress(attempt?.progress)?.replicationTaskArn || attempt?.outputs?.['replicationTaskArn'];
  return replicationTaskArn ? { connection, replicationTaskArn } : undefined;
}

/** What was seen of a replication task at one moment. */
export interface Sample {
  at: number;
  rows: number;
  /** Changes applied to the target so far. */
  applied: number;
  /** Changes captured and not applied yet. */
  waiting: number;
  percent: number | undefined;
}

const mostSamples = 900;

/** Keeps the newest samples; one that goes back (a reload begins) starts anew. */
export function addSample(samples: readonly Sample[], next: Sample): Sample[] {
  const last = samples.at(-1);
  if (last && next.at <= last.at) return [...samples];
  if (last && (next.rows < last.rows || next.applied < last.applied)) return [next];
  return [...samples.slice(1 - mostSamples), next];
}

/** Sample that is at least `span` old, else the oldest. */
function before(samples: readonly Sample[], span: number): Sample | undefined {
  const last = samples.at(-1);
  return last && (findLast(samples, (sample) => last.at - sample.at >= span) ?? samples[0]);
}

/** Rows and changes per second over the last seconds. */
export function rate(samples: readonly Sample[], span = 8_000): number | undefined {
  const last = samples.at(-1);
  const first = before(samples, span);
  if (!last || !first || last.at - first.at < 500) return undefined;
  return ((last.rows - first.rows + last.applied - first.applied) * 1000) / (last.at - first.at);
}

/**
 * Milliseconds until the full load is complete, from how fast the percentage grew in the last minutes. None while it is
 * not known, stands still, or is not there.
 */
export function remaining(samples: readonly Sample[], span = 120_000): number | undefined {
  const last = samples.at(-1);
  const first = before(samples.filter((sample) => sample.percent !== undefined), span);
  if (!last || !first || last.percent === undefined || first.percent === undefined || last.percent >= 100) return undefined;
  const gained = last.percent - first.percent;
  if (gained <= 0) return undefined;
  return ((last.at - first.at) * (100 - last.percent)) / gained;
}

/** How long what waits will take at the present speed: the target lags this much behind, 0 if nothing waits. */
export function lag(samples: readonly Sample[], span = 8_000): number | undefined {
  const last = samples.at(-1);
  if (!last) return undefined;
  if (last.waiting === 0) return 0;
  const first = before(samples, span);
  const applied = first ? last.applied - first.applied : 0;
  return applied > 0 && first ? (last.waiting * (last.at - first.at)) / applied : undefined;
}

/** Points of a chart: seconds since 1970, and values per second between neighbours. */
export function speedSeries(samples: readonly Sample[]): [number[], number[]] {
  const times: number[] = [];
  const values: number[] = [];
  for (let index = 1; index < samples.length; index++) {
    const [a, b] = [samples[index - 1]!, samples[index]!];
    times.push(b.at / 1000);
    values.push(((b.rows - a.rows + b.applied - a.applied) * 1000) / (b.at - a.at));
  }
  return [times, values];
}

export function waitingSeries(samples: readonly Sample[]): [number[], number[]] {
  return [samples.map((sample) => sample.at / 1000), samples.map((sample) => sample.waiting)];
}
