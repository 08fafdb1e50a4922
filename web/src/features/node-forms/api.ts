import { useQuery, type QueryClient } from '@tanstack/react-query';
import { api, callJson, ok } from '@/api/client';
import { allPages } from '@/api/pages';
import { keys } from '@/api/queries';
import type { SourceSchema } from './mapping/selection';
import type { TaskProblem } from './types';

export interface DmsConnection {
  name: string;
  kind: 'aws' | 'embedded';
  region?: string;
  description?: string;
}

export interface Endpoint {
  EndpointArn: string;
  EndpointIdentifier: string;
  EndpointType: string;
  EngineName: string;
  EngineDisplayName?: string;
  ServerName?: string;
  Port?: number;
  DatabaseName?: string;
  Status?: string;
}

export interface ReplicationInstance {
  ReplicationInstanceArn: string;
  ReplicationInstanceIdentifier: string;
  ReplicationInstanceClass?: string;
  ReplicationInstanceStatus?: string;
  EngineVersion?: string;
}

export interface ReplicationTask {
  ReplicationTaskArn: string;
  ReplicationTaskIdentifier: string;
  MigrationType?: string;
  Status?: string;
  SourceEndpointArn?: string;
  TargetEndpointArn?: string;
}

export interface ConnectionState {
  EndpointArn: string;
  ReplicationInstanceArn: string;
  Status: string;
  LastFailureMessage?: string;
}

const pathOf = (connection: string) => `/connections/${encodeURIComponent(connection)}`;

export function callDms<Reply>(connection: string, operation: string, body: object, signal?: AbortSignal): Promise<Reply> {
  return callJson<Reply>('POST', `${pathOf(connection)}/dms/${operation}`, body, signal ? { signal } : {});
}

/** All pages of a Describe, as far as a pick list can show them. */
async function describeAll<Item>(connection: string, operation: string, member: string, signal: AbortSignal, extra: object = {}): Promise<Item[]> {
  const items: Item[] = [];
  let marker: string | undefined;
  do {
    const reply = await callDms<Record<string, Item[] | string | undefined>>(connection, operation, { MaxRecords: 100, ...extra, ...(marker && { Marker: marker }) }, signal);
    const page = reply[member];
    if (Array.isArray(page)) items.push(...page);
    marker = typeof reply['Marker'] === 'string' && reply['Marker'] !== '' ? reply['Marker'] : undefined;
  } while (marker !== undefined && items.length < 2000);
  return items;
}

const dmsKey = (connection: string, what: string) => ['dms', connection, what] as const;

export const refreshDms = (client: QueryClient, connection: string) => client.invalidateQueries({ queryKey: ['dms', connection] });

/** Lists of a service are read when a form first shows them; a service that cannot be reached is asked once. */
function useDescribe<Item>(connection: string, operation: string, member: string, enabled: boolean, extra: object = {}) {
  return useQuery({
    queryKey: dmsKey(connection, operation),
    queryFn: ({ signal }) => describeAll<Item>(connection, operation, member, signal, extra),
    enabled: enabled && connection !== '' && !connection.includes('${'),
    staleTime: 30_000,
    retry: false,
  });
}

export const useEndpoints = (connection: string, enabled = true) => useDescribe<Endpoint>(connection, 'DescribeEndpoints', 'Endpoints', enabled);
export const useReplicationInstances = (connection: string, enabled = true) =>
  useDescribe<ReplicationInstance>(connection, 'DescribeReplicationInstances', 'ReplicationInstances', enabled);
export const useReplicationTasks = (connection: string, enabled = true) =>
  useDescribe<ReplicationTask>(connection, 'DescribeReplicationTasks', 'ReplicationTasks', enabled, { WithoutSettings: true });

export function useConnections() {
  return useQuery({
    queryKey: ['connections'],
    queryFn: async ({ signal }) => (await callJson<{ items: DmsConnection[] }>('GET', '/connections', undefined, { signal })).items,
    staleTime: 30_000,
    retry: false,
  });
}

export interface TestResult {
  ok: boolean;
  message: string;
  hint?: string;
}

export const testConnection = (connection: string) => callJson<TestResult>('POST', `${pathOf(connection)}/test`);

/** Starts the service's own test of an endpoint and waits for its end. */
export async function testEndpoint(connection: string, instanceArn: string, endpointArn: string, signal: AbortSignal): Promise<TestResult> {
  await callDms(connection, 'TestConnection', { ReplicationInstanceArn: instanceArn, EndpointArn: endpointArn }, signal);
  const filters = { Filters: [{ Name: 'endpoint-arn', Values: [endpointArn] }] };
  for (let pause = 400; ; pause = Math.min(pause * 1.5, 3000)) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    signal.throwIfAborted();
    const reply = await callDms<{ Connections?: ConnectionState[] }>(connection, 'DescribeConnections', filters, signal);
    const state = reply.Connections?.find((each) => each.ReplicationInstanceArn === instanceArn && each.EndpointArn === endpointArn);
    if (state && state.Status !== 'testing') return { ok: state.Status === 'successful', message: state.LastFailureMessage ?? '' };
  }
}

export interface SourceTables {
  schemas: SourceSchema[];
  truncated: boolean;
}

/** Tables that are listed at most; what is asked for by a pattern comes from the source itself. */
export const tablesLimit = 2000;

export function useSourceTables(connection: string, endpoint: string, tablePattern: string) {
  return useQuery({
    queryKey: ['source-tables', connection, endpoint, tablePattern],
    queryFn: ({ signal }) =>
      callJson<SourceTables>('POST', `${pathOf(connection)}/source-tables`, { endpointArn: endpoint, limit: tablesLimit, ...(tablePattern && { tablePattern }) }, { signal }),
    enabled: endpoint !== '' && !endpoint.includes('${'),
    staleTime: 60_000,
    retry: false,
  });
}

export interface PreviewTable {
  schema: string;
  table: string;
  kind?: string;
  targetSchema: string;
  targetTable: string;
  columns?: { name: string; targetName: string; excluded?: boolean }[];
}

export interface MappingPreview {
  tables: PreviewTable[];
  selected?: number;
  problems: TaskProblem[];
  truncated: boolean;
}

export function useMappingPreview(connection: string, source: string, target: string, mappings: string, enabled: boolean) {
  const targetArn = target === '' || target.includes('${') ? undefined : target;
  return useQuery({
    queryKey: ['mapping-preview', connection, source, target, mappings],
    queryFn: ({ signal }) =>
      callJson<MappingPreview>('POST', `${pathOf(connection)}/mapping-preview`, { endpointArn: source, tableMappings: mappings, ...(targetArn && { targetEndpointArn: targetArn }) }, { signal }),
    enabled: enabled && source !== '' && !source.includes('${'),
    staleTime: 30_000,
    retry: false,
    placeholderData: (before) => before,
  });
}

export function useTaskGroups(projectCode: string) {
  return useQuery({
    queryKey: [...keys.project(projectCode), 'task-groups', 'all'],
    queryFn: () => allPages((cursor) => ok(api.GET('/projects/{projectCode}/task-groups', { params: { path: { projectCode }, query: { limit: 200, ...(cursor && { cursor }) } } }))),
    staleTime: 30_000,
  });
}

export function useProjectParameters(projectCode: string) {
  return useQuery({
    queryKey: [...keys.project(projectCode), 'parameters', 'all'],
    queryFn: () => allPages((cursor) => ok(api.GET('/projects/{projectCode}/parameters', { params: { path: { projectCode }, query: { limit: 200, ...(cursor && { cursor }) } } }))),
    staleTime: 30_000,
  });
}

export function useResourcePaths() {
  return useQuery({
    queryKey: ['resources', 'paths'],
    queryFn: async () => {
      const all = await allPages((cursor) => ok(api.GET('/resources', { params: { query: { limit: 200, ...(cursor && { cursor }) } } })), 5000);
      return all.map((resource) => resource.path);
    },
    staleTime: 30_000,
  });
}
