import { useQueries } from '@tanstack/react-query';
import { api, ok } from '@/api/client';
import { keys } from '@/api/queries';
import type { Project, WorkflowInstance } from '@/api/types';
import { newestFirst } from './recent';

/** The server lists instances by project only; so many projects are asked at most, those changed last first. */
export const projectsAsked = 8;
const perProject = 20;

export function useRecentInstances(projects: Project[] | undefined) {
  const asked = [...(projects ?? [])].sort((a, b) => b.updated.localeCompare(a.updated)).slice(0, projectsAsked);
  return useQueries({
    queries: asked.map(({ code: projectCode }) => ({
      queryKey: keys.instances(projectCode, { recent: true }),
      queryFn: async () => (await ok(api.GET('/projects/{projectCode}/instances', { params: { path: { projectCode }, query: { limit: perProject } } }))).items,
      refetchInterval: 10_000,
    })),
    combine: (answers) => ({
      data: projects && answers.every((answer) => !answer.isPending) ? newestFirst(answers.flatMap<WorkflowInstance>((answer) => answer.data ?? [])) : undefined,
      isPending: !projects || answers.some((answer) => answer.isPending),
      error: answers.find((answer) => answer.error)?.error ?? null,
      refetch: () => Promise.all(answers.map((answer) => answer.refetch())),
    }),
  });
}
