import { useQuery, type QueryClient } from '@tanstack/react-query';
import { api, ok } from './client';
import { allPages, usePages } from './pages';
import type { InstanceState } from './types';

/** Keys of what several features read. What belongs to a project begins with its key, so that one call refreshes it all. */
export const keys = {
  me: ['me'] as const,
  projects: (name = '') => ['projects', name] as const,
  project: (project: string) => ['project', project] as const,
  workflows: (project: string, filter: object = {}) => ['project', project, 'workflows', filter] as const,
  workflow: (project: string, workflow: string) => ['project', project, 'workflow', workflow] as const,
  versions: (project: string, workflow: string) => ['project', project, 'workflow', workflow, 'versions'] as const,
  schedules: (project: string) => ['project', project, 'schedules'] as const,
  instances: (project: string, filter: object = {}) => ['project', project, 'instances', filter] as const,
  instance: (project: string, instance: string) => ['project', project, 'instance', instance] as const,
  environments: (project?: string) => ['environments', project ?? ''] as const,
  workerGroups: ['worker-groups'] as const,
  alarmGroups: ['alarm-groups'] as const,
};

export interface InstanceFilter {
  workflowCode?: string;
  backfillCode?: string;
  state?: InstanceState;
  name?: string;
}

export interface WorkflowFilter {
  name?: string;
  releaseState?: 'ONLINE' | 'OFFLINE';
}

/** Leaves out what is empty: the server refuses empty values of filters. */
function filled<T extends object>(filter: T): T {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== '')) as T;
}

export function useProjects(name = '') {
  return usePages(keys.projects(name), (cursor, signal) =>
    ok(api.GET('/projects', { params: { query: filled({ name, cursor, limit: 50 }) }, signal })),
  );
}

export function useProject(projectCode: string) {
  return useQuery({
    queryKey: keys.project(projectCode),
    queryFn: ({ signal }) => ok(api.GET('/projects/{projectCode}', { params: { path: { projectCode } }, signal })),
    staleTime: 60_000,
  });
}

export function useWorkflows(projectCode: string, filter: WorkflowFilter = {}) {
  return usePages(keys.workflows(projectCode, filter), (cursor, signal) =>
    ok(api.GET('/projects/{projectCode}/workflows', { params: { path: { projectCode }, query: filled({ ...filter, cursor, limit: 100 }) }, signal })),
  );
}

export function useWorkflow(projectCode: string, workflowCode: string) {
  return useQuery({
    queryKey: keys.workflow(projectCode, workflowCode),
    queryFn: ({ signal }) => ok(api.GET('/projects/{projectCode}/workflows/{workflowCode}', { params: { path: { projectCode, workflowCode } }, signal })),
  });
}

export function useSchedules(projectCode: string) {
  return useQuery({
    queryKey: keys.schedules(projectCode),
    queryFn: () =>
      allPages((cursor) => ok(api.GET('/projects/{projectCode}/schedules', { params: { path: { projectCode }, query: filled({ cursor, limit: 200 }) } }))),
  });
}

export function useInstances(projectCode: string, filter: InstanceFilter = {}, options: { limit?: number; refetchInterval?: number | false } = {}) {
  const { limit = 50, ...rest } = options;
  return usePages(
    keys.instances(projectCode, { ...filter, limit }),
    (cursor, signal) =>
      ok(api.GET('/projects/{projectCode}/instances', { params: { path: { projectCode }, query: filled({ ...filter, cursor, limit }) }, signal })),
    rest,
  );
}

/** Environments that a project's nodes may name: its own and the shared ones. */
export function useEnvironments(projectCode: string) {
  return useQuery({
    queryKey: keys.environments(projectCode),
    queryFn: async () => {
      const [shared, own] = await Promise.all([
        allPages((cursor) => ok(api.GET('/environments', { params: { query: filled({ cursor, limit: 200 }) } }))),
        allPages((cursor) => ok(api.GET('/projects/{projectCode}/environments', { params: { path: { projectCode }, query: filled({ cursor, limit: 200 }) } }))),
      ]);
      return [...own, ...shared];
    },
    staleTime: 30_000,
  });
}

export function useWorkerGroups() {
  return useQuery({
    queryKey: keys.workerGroups,
    queryFn: () => allPages((cursor) => ok(api.GET('/worker-groups', { params: { query: filled({ cursor, limit: 200 }) } }))),
    staleTime: 30_000,
  });
}

export function useAlarmGroups() {
  return useQuery({
    queryKey: keys.alarmGroups,
    queryFn: async () => (await ok(api.GET('/alarm-groups'))).items,
    staleTime: 30_000,
  });
}

/** Everything of the project is read again; what is not on the screen, when it comes there. */
export function refreshProject(client: QueryClient, projectCode: string) {
  return client.invalidateQueries({ queryKey: keys.project(projectCode) });
}
