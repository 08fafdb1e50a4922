import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, isProblem, ok } from '@/api/client';
import { keys, refreshProject } from '@/api/queries';
import type { Schedule } from '@/api/types';
import type { ScheduleDraft } from './draft';
import { bodyOf } from './draft';

/** A workflow's schedule; null: it has none. */
export function useSchedule(projectCode: string, workflowCode: string | undefined) {
  return useQuery({
    queryKey: [...keys.schedules(projectCode), 'of', workflowCode ?? ''],
    queryFn: async ({ signal }): Promise<Schedule | null> => {
      try {
        return await ok(api.GET('/projects/{projectCode}/workflows/{workflowCode}/schedule', { params: { path: { projectCode, workflowCode: workflowCode ?? '' } }, signal }));
      } catch (error) {
        if (isProblem(error) && error.status === 404) return null;
        throw error;
      }
    },
    enabled: workflowCode !== undefined,
    // A draft is made of it: it must be what is there now.
    staleTime: 0,
    gcTime: 0,
  });
}

export interface PreviewQuery {
  crontab: string;
  timezoneId: string;
  startTime?: string | undefined;
  endTime?: string | undefined;
}

/** The next fires, as the server counts them; its problems name the field. */
export function usePreview(projectCode: string, workflowCode: string | undefined, query: PreviewQuery | undefined, count = 10) {
  return useQuery({
    queryKey: [...keys.schedules(projectCode), 'preview', workflowCode ?? '', query, count],
    queryFn: ({ signal }) =>
      ok(
        api.GET('/projects/{projectCode}/workflows/{workflowCode}/schedule/preview', {
          params: {
            path: { projectCode, workflowCode: workflowCode ?? '' },
            query: { count, ...(query && { crontab: query.crontab, timezoneId: query.timezoneId, ...(query.startTime && { startTime: query.startTime }), ...(query.endTime && { endTime: query.endTime }) }) },
          },
          signal,
        }),
      ),
    enabled: workflowCode !== undefined && query?.crontab.trim() !== '',
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** Changes of a schedule; each refreshes what shows it. */
export function useScheduleCommands(projectCode: string) {
  const client = useQueryClient();
  const path = (workflowCode: string) => ({ path: { projectCode, workflowCode } });
  const refreshed = async <T>(work: Promise<T>) => {
    const result = await work;
    await refreshProject(client, projectCode);
    return result;
  };
  return {
    save: (workflowCode: string, draft: ScheduleDraft, revision: number | '*' | undefined) =>
      ok(
        api.PUT('/projects/{projectCode}/workflows/{workflowCode}/schedule', {
          params: { ...path(workflowCode), ...(revision !== undefined && { header: { 'If-Match': revision === '*' ? '*' : `"${revision}"` } }) },
          body: bodyOf(draft),
        }),
      ),
    release: (workflowCode: string, online: boolean) =>
      refreshed(
        online
          ? ok(api.POST('/projects/{projectCode}/workflows/{workflowCode}/schedule/online', { params: path(workflowCode) }))
          : ok(api.POST('/projects/{projectCode}/workflows/{workflowCode}/schedule/offline', { params: path(workflowCode) })),
      ),
    remove: (workflowCode: string) => refreshed(ok(api.DELETE('/projects/{projectCode}/workflows/{workflowCode}/schedule', { params: path(workflowCode) }))),
    refresh: () => refreshProject(client, projectCode),
  };
}
