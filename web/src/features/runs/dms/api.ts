import { useQuery } from '@tanstack/react-query';
import { callJson } from '@/api/client';
import { isProblem } from '@/api/problem';
import type { DmsTaskRef } from './progress';

/** Members of the DMS API's replies that are shown. */
export interface ReplicationTask {
  Status?: string;
  StopReason?: string;
  LastFailureMessage?: string;
  MigrationType?: string;
  ReplicationTaskStats?: {
    FullLoadProgressPercent?: number;
    ElapsedTimeMillis?: number;
    TablesLoaded?: number;
    TablesLoading?: number;
    TablesQueued?: number;
    TablesErrored?: number;
  };
}

export interface TableStatistics {
  SchemaName?: string;
  TableName?: string;
  TableState?: string;
  FullLoadRows?: number;
  FullLoadErrorRows?: number;
  FullLoadCondtnlChkFailedRows?: number;
  Inserts?: number;
  Updates?: number;
  Deletes?: number;
  Ddls?: number;
  AppliedInserts?: number;
  AppliedUpdates?: number;
  AppliedDeletes?: number;
  AppliedDdls?: number;
  LastUpdateTime?: number;
}

const pageSize = 500;
/** So many tables are read; more are counted by the service, and found by their name. */
const mostTables = 5_000;

async function describe<T>({ connection }: DmsTaskRef, operation: string, body: object, signal: AbortSignal): Promise<T> {
  return callJson<T>('POST', `/connections/${encodeURIComponent(connection)}/dms/${operation}`, body, { signal });
}

async function readTask(ref: DmsTaskRef, signal: AbortSignal): Promise<ReplicationTask | null> {
  const reply = await describe<{ ReplicationTasks?: ReplicationTask[] }>(
    ref,
    'DescribeReplicationTasks',
    { Filters: [{ Name: 'replication-task-arn', Values: [ref.replicationTaskArn] }], WithoutSettings: true },
    signal,
  );
  return reply.ReplicationTasks?.[0] ?? null;
}

async function readTables(ref: DmsTaskRef, signal: AbortSignal): Promise<TableStatistics[]> {
  const tables: TableStatistics[] = [];
  let Marker: string | undefined;
  do {
    const reply = await describe<{ TableStatistics?: TableStatistics[]; Marker?: string }>(
      ref,
      'DescribeTableStatistics',
      { ReplicationTaskArn: ref.replicationTaskArn, MaxRecords: pageSize, ...(Marker && { Marker }) },
      signal,
    );
    tables.push(...(reply.TableStatistics ?? []));
    Marker = reply.Marker;
  } while (Marker && tables.length < mostTables);
  return tables;
}

/** Every 1.5 s while it runs, more rarely the longer the answers take or fail; not at all at rest. */
function pace(running: boolean) {
  return (query: { state: { fetchFailureCount: number; error: Error | null } }) => {
    const { error } = query.state;
    // What the service refuses, it will refuse again.
    if (!running || (isProblem(error) && error.status >= 400 && error.status < 500 && error.status !== 429)) return false;
    const failures = query.state.fetchFailureCount;
    return failures > 0 ? Math.min(30_000, 1_500 * 2 ** failures) : 1_500;
  };
}

const retry = (failures: number, error: Error) => failures < 2 && isProblem(error) && (error.status === 0 || error.status >= 500);

export function useReplicationTask(ref: DmsTaskRef | undefined, running: boolean) {
  return useQuery({
    queryKey: ['dms', ref?.connection ?? '', 'run-task', ref?.replicationTaskArn ?? '', running],
    queryFn: ({ signal }) => readTask(ref!, signal),
    enabled: ref !== undefined,
    refetchInterval: pace(running),
    placeholderData: (old) => old,
    retry,
  });
}

export function useTableStatistics(ref: DmsTaskRef | undefined, running: boolean) {
  return useQuery({
    queryKey: ['dms', ref?.connection ?? '', 'run-tables', ref?.replicationTaskArn ?? '', running],
    queryFn: ({ signal }) => readTables(ref!, signal),
    enabled: ref !== undefined,
    refetchInterval: pace(running),
    placeholderData: (old) => old,
    retry,
  });
}
