import { useQuery, type QueryClient } from '@tanstack/react-query';
import { callJson } from '@/api/client';
import type { ProblemEntry } from '@/api/problem';

/** A way to a DMS service. */
export interface Connection {
  name: string;
  kind: 'aws' | 'embedded';
  description: string;
  source?: 'server' | 'file' | 'store';
  readOnly?: boolean;
  region?: string;
  endpoint?: string;
  profile?: string;
  accessKeyId?: string;
  hasSecret?: boolean;
  revision?: number;
  updated?: string;
}

export interface AccessKey {
  accessKeyId: string;
  name: string;
  created: string;
}

/* Members of the DMS API's replies that are shown. Times are seconds since 1970. */

export interface Endpoint {
  EndpointArn: string;
  EndpointIdentifier: string;
  EndpointType: string;
  EngineName: string;
  EngineDisplayName?: string;
  ServerName?: string;
  Port?: number;
  Username?: string;
  DatabaseName?: string;
  SslMode?: string;
  ExtraConnectionAttributes?: string;
  Status?: string;
}

export interface TestedConnection {
  EndpointArn: string;
  ReplicationInstanceArn: string;
  ReplicationInstanceIdentifier?: string;
  Status?: string;
  LastFailureMessage?: string;
}

export interface ReplicationInstance {
  ReplicationInstanceArn: string;
  ReplicationInstanceIdentifier: string;
  ReplicationInstanceClass?: string;
  ReplicationInstanceStatus?: string;
  AllocatedStorage?: number;
  EngineVersion?: string;
  InstanceCreateTime?: number;
}

export interface ReplicationTask {
  ReplicationTaskArn: string;
  ReplicationTaskIdentifier: string;
  SourceEndpointArn: string;
  TargetEndpointArn: string;
  ReplicationInstanceArn: string;
  MigrationType?: string;
  Status?: string;
  StopReason?: string;
  LastFailureMessage?: string;
  TableMappings?: string;
  ReplicationTaskSettings?: string;
  ReplicationTaskCreationDate?: number;
  ReplicationTaskStartDate?: number;
  ReplicationTaskStats?: {
    FullLoadProgressPercent?: number;
    ElapsedTimeMillis?: number;
    TablesLoaded?: number;
    TablesLoading?: number;
    TablesQueued?: number;
    TablesErrored?: number;
    StopDate?: number;
    FullLoadStartDate?: number;
    FullLoadFinishDate?: number;
  };
}

const pathOf = (connection: string) => `/connections/${encodeURIComponent(connection)}`;

export function callDms<Reply = object>(connection: string, operation: string, body: object = {}, signal?: AbortSignal): Promise<Reply> {
  return callJson<Reply>('POST', `${pathOf(connection)}/dms/${operation}`, body, signal ? { signal } : {});
}

/** So many are read; who has more finds the rest by the service's own filters. */
const most = 5000;

/** All pages of a Describe. */
export async function describeAll<Item>(connection: string, operation: string, member: string, extra: object = {}, signal?: AbortSignal): Promise<Item[]> {
  const items: Item[] = [];
  let Marker: string | undefined;
  do {
    const reply = await callDms<{ [member: string]: unknown; Marker?: string }>(connection, operation, { MaxRecords: 100, ...extra, ...(Marker && { Marker }) }, signal);
    items.push(...((reply[member] ?? []) as Item[]));
    Marker = reply.Marker || undefined;
  } while (Marker && items.length < most);
  return items;
}

interface Lists {
  DescribeEndpoints: Endpoint;
  DescribeConnections: TestedConnection;
  DescribeReplicationInstances: ReplicationInstance;
  DescribeReplicationTasks: ReplicationTask;
}

const listed: Record<keyof Lists, { member: string; extra?: object }> = {
  DescribeEndpoints: { member: 'Endpoints' },
  DescribeConnections: { member: 'Connections' },
  DescribeReplicationInstances: { member: 'ReplicationInstances' },
  DescribeReplicationTasks: { member: 'ReplicationTasks', extra: { WithoutSettings: true } },
};

export const dmsKey = (connection: string) => ['dms', connection] as const;
export const refreshDms = (client: QueryClient, connection: string) => client.invalidateQueries({ queryKey: dmsKey(connection) });

/** A list of the service behind a connection, whole, and read again every so often. */
export function useDmsList<Operation extends keyof Lists>(connection: string, operation: Operation, refetchInterval: number | ((rows: Lists[Operation][] | undefined) => number) = 15_000) {
  const { member, extra } = listed[operation];
  return useQuery({
    queryKey: [...dmsKey(connection), 'page', operation],
    queryFn: ({ signal }) => describeAll<Lists[Operation]>(connection, operation, member, extra, signal),
    refetchInterval: (query) => (query.state.error ? false : typeof refetchInterval === 'number' ? refetchInterval : refetchInterval(query.state.data)),
    retry: false,
  });
}

export function useReplicationTask(connection: string, arn: string, refetchInterval: (task: ReplicationTask | null | undefined) => number) {
  return useQuery({
    queryKey: [...dmsKey(connection), 'page', 'task', arn],
    queryFn: async ({ signal }) => (await describeAll<ReplicationTask>(connection, 'DescribeReplicationTasks', 'ReplicationTasks', { Filters: [{ Name: 'replication-task-arn', Values: [arn] }] }, signal))[0] ?? null,
    refetchInterval: (query) => (query.state.error ? 15_000 : refetchInterval(query.state.data)),
    retry: false,
  });
}

export const connectionsKey = ['connections', 'page'] as const;

export function useConnections() {
  return useQuery({ queryKey: connectionsKey, queryFn: ({ signal }) => callJson<{ items: Connection[]; problems?: ProblemEntry[] }>('GET', '/connections', undefined, { signal }) });
}

/** Whether the service is the embedded one: it takes more and less than AWS. */
export function useIsEmbedded(connection: string): boolean {
  const { data } = useConnections();
  return data?.items.find((each) => each.name === connection)?.kind === 'embedded';
}

export const testConnection = (connection: string) => callJson<{ ok: boolean; message: string; hint?: string; fault?: string }>('POST', `${pathOf(connection)}/test`);

/** Has the service test an endpoint from an instance, and waits for what it finds. */
export async function testEndpoint(connection: string, EndpointArn: string, ReplicationInstanceArn: string, tell: (status: string) => void, signal: AbortSignal): Promise<TestedConnection> {
  await callDms(connection, 'TestConnection', { ReplicationInstanceArn, EndpointArn }, signal);
  for (let pause = 400; ; pause = Math.min(pause * 1.5, 3000)) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    signal.throwIfAborted();
    const found = await describeAll<TestedConnection>(connection, 'DescribeConnections', 'Connections', { Filters: [{ Name: 'endpoint-arn', Values: [EndpointArn] }] }, signal);
    const state = found.find((each) => each.ReplicationInstanceArn === ReplicationInstanceArn);
    if (state?.Status && state.Status !== 'testing') return state;
    tell(state?.Status ?? 'testing');
  }
}
