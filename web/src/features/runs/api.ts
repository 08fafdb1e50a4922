import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { api, callJson, ok } from '@/api/client';
import { useEventStream, type ServerEvent } from '@/api/events';
import { allPages, usePages } from '@/api/pages';
import { keys, refreshProject } from '@/api/queries';
import type { Attempt, InstanceTask, WorkflowInstance } from '@/api/types';
import { narrowed, type InstanceListFilter } from './filters';
import { applyEvents, tellsDeletion } from './instanceEvents';
import { isFinal, isMoving } from './states';

export const runKeys = {
  tasks: (project: string, instance: string) => [...keys.instance(project, instance), 'tasks'] as const,
  attempts: (project: string, instance: string) => [...keys.instance(project, instance), 'attempts'] as const,
  version: (project: string, workflow: string, version: number) => [...keys.versions(project, workflow), version] as const,
  backfill: (project: string, backfill: string) => [...keys.project(project), 'backfill', backfill] as const,
};

export function useInstanceList(projectCode: string, filter: InstanceListFilter, zone: string, refetchInterval: number) {
  const { from, to, workflow, state, name, backfill } = filter;
  const query = {
    limit: 50,
    ...(workflow && { workflowCode: workflow }),
    ...(state && { state }),
    ...(name && { name }),
    ...(backfill && { backfillCode: backfill }),
  };
  return usePages(
    keys.instances(projectCode, { ...filter, zone }),
    (start, signal) =>
      narrowed((cursor) => ok(api.GET('/projects/{projectCode}/instances', { params: { path: { projectCode }, query: { ...query, ...(cursor && { cursor }) } }, signal })), start, { from, to, zone }),
    { refetchInterval },
  );
}

export function useInstance(projectCode: string, instanceCode: string, refetchInterval: number | false = false) {
  return useQuery({
    queryKey: keys.instance(projectCode, instanceCode),
    queryFn: ({ signal }) => ok(api.GET('/projects/{projectCode}/instances/{instanceCode}', { params: { path: { projectCode, instanceCode } }, signal })),
    refetchInterval,
  });
}

export function useInstanceTasks(projectCode: string, instanceCode: string, refetchInterval: number | false = false) {
  return useQuery({
    queryKey: runKeys.tasks(projectCode, instanceCode),
    queryFn: ({ signal }) =>
      allPages<InstanceTask>(
        (cursor) => ok(api.GET('/projects/{projectCode}/instances/{instanceCode}/tasks', { params: { path: { projectCode, instanceCode }, query: { limit: 200, ...(cursor && { cursor }) } }, signal })),
        10_000,
      ),
    refetchInterval,
  });
}

/** All attempts of an instance, or those of one node. */
export function useAttempts(projectCode: string, instanceCode: string, options: { taskName?: string; refetchInterval?: number | false; enabled?: boolean } = {}) {
  const { taskName, ...rest } = options;
  return useQuery({
    queryKey: [...runKeys.attempts(projectCode, instanceCode), taskName ?? ''],
    queryFn: ({ signal }) =>
      allPages<Attempt>(
        (cursor) =>
          ok(api.GET('/projects/{projectCode}/instances/{instanceCode}/attempts', { params: { path: { projectCode, instanceCode }, query: { limit: 200, ...(taskName && { taskName }), ...(cursor && { cursor }) } }, signal })),
        20_000,
      ),
    placeholderData: keepPreviousData,
    ...rest,
  });
}

/** The definition that an instance runs: a version never changes. */
export function useVersion(instance: WorkflowInstance | undefined) {
  return useQuery({
    queryKey: instance ? runKeys.version(instance.projectCode, instance.workflowCode, instance.workflowVersion) : ['none'],
    queryFn: ({ signal }) =>
      ok(
        api.GET('/projects/{projectCode}/workflows/{workflowCode}/versions/{version}', {
          params: { path: { projectCode: instance?.projectCode ?? '', workflowCode: instance?.workflowCode ?? '', version: String(instance?.workflowVersion ?? 0) } },
          signal,
        }),
      ),
    enabled: instance !== undefined,
    staleTime: Infinity,
  });
}

/** Up to so many nodes, each change reads the attempts at once; beyond, they are read at their pace. */
const fewTasks = 60;

/** Pause between two reads of all attempts: they carry the progress, and are many pages in a large instance. */
const attemptsPause = (tasks: number) => (tasks > 1000 ? 10_000 : tasks > 200 ? 5_000 : 2_000);

/** An instance with its nodes and attempts, live: by its events, by polling while they do not come. */
export function useRun(projectCode: string, instanceCode: string) {
  const client = useQueryClient();
  const cached = client.getQueryData<WorkflowInstance>(keys.instance(projectCode, instanceCode));
  const final = cached !== undefined && isFinal(cached.state);
  const pending = useRef<ServerEvent[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const flush = useCallback(() => {
    timer.current = undefined;
    const events = pending.current.splice(0);
    const before = { instance: client.getQueryData<WorkflowInstance>(keys.instance(projectCode, instanceCode)), tasks: client.getQueryData<InstanceTask[]>(runKeys.tasks(projectCode, instanceCode)) };
    const after = applyEvents(before, events);
    if (after.instance !== before.instance) client.setQueryData(keys.instance(projectCode, instanceCode), after.instance);
    if (after.tasks !== before.tasks) client.setQueryData(runKeys.tasks(projectCode, instanceCode), after.tasks);
    const ended = events.some((event) => event.type === 'end');
    // The rows hold more than the events: times, OUT parameters, attempts.
    if (ended || events.some(tellsDeletion)) void client.invalidateQueries({ queryKey: keys.instance(projectCode, instanceCode) });
    else if (after !== before && (after.tasks?.length ?? 0) <= fewTasks) void client.invalidateQueries({ queryKey: runKeys.attempts(projectCode, instanceCode) });
  }, [client, projectCode, instanceCode]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const stream = useEventStream(final || cached === undefined ? undefined : `/projects/${projectCode}/instances/${instanceCode}/events`, {
    endsWith: ['end'],
    onEvent: (event) => {
      pending.current.push(event);
      // A large instance tells hundreds of changes at once: they are drawn together.
      timer.current ??= setTimeout(flush, 120);
    },
  });

  const live = stream.state === 'open' || stream.state === 'ended';
  const poll = !final && !live ? 3_000 : false;
  const instance = useInstance(projectCode, instanceCode, poll);
  const tasks = useInstanceTasks(projectCode, instanceCode, poll);
  const attempts = useAttempts(projectCode, instanceCode, { refetchInterval: instance.data && isMoving(instance.data.state) ? attemptsPause(tasks.data?.length ?? 0) : false });
  const version = useVersion(instance.data);
  return { instance, tasks, attempts, version, live, stream };
}

export type Run = ReturnType<typeof useRun>;

/** Asks something of an instance or node (`pause`, `tasks/x/kill`) and shows what it becomes. */
export function useInstanceCommand(projectCode: string) {
  const client = useQueryClient();
  return async (instanceCode: string, command: string, method: 'POST' | 'DELETE' = 'POST') => {
    const at = `/projects/${projectCode}/instances/${instanceCode}`;
    const next = await callJson<WorkflowInstance | undefined>(method, command ? `${at}/${command}` : at);
    if (next) client.setQueryData(keys.instance(projectCode, instanceCode), next);
    else client.removeQueries({ queryKey: keys.instance(projectCode, instanceCode) });
    void client.invalidateQueries({ queryKey: [...keys.project(projectCode), 'instances'] });
    if (next) void client.invalidateQueries({ queryKey: keys.instance(projectCode, instanceCode) });
  };
}

export function useBackfill(projectCode: string, backfillCode: string | undefined) {
  return useQuery({
    queryKey: runKeys.backfill(projectCode, backfillCode ?? ''),
    queryFn: ({ signal }) => ok(api.GET('/projects/{projectCode}/backfills/{backfillCode}', { params: { path: { projectCode, backfillCode: backfillCode ?? '' } }, signal })),
    enabled: backfillCode !== undefined,
    refetchInterval: 3_000,
  });
}

export function useStopBackfill(projectCode: string) {
  const client = useQueryClient();
  return async (backfillCode: string) => {
    await ok(api.POST('/projects/{projectCode}/backfills/{backfillCode}/stop', { params: { path: { projectCode, backfillCode } } }));
    await refreshProject(client, projectCode);
  };
}
