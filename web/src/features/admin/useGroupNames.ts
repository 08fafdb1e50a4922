import { useQuery } from '@tanstack/react-query';
import { api, ok } from '@/api/client';
import { useWorkerGroups } from '@/api/queries';

export const workersKey = ['workers'] as const;

export function useWorkers(refetchInterval?: number) {
  return useQuery({ queryKey: workersKey, queryFn: async ({ signal }) => (await ok(api.GET('/workers', { signal }))).items, ...(refetchInterval && { refetchInterval }) });
}

/** Groups that were made, and those that workers name without. */
export function useGroupNames(): string[] {
  const groups = useWorkerGroups();
  const workers = useWorkers();
  return [...new Set([...(groups.data ?? []).map((group) => group.name), ...(workers.data ?? []).flatMap((worker) => worker.groups)])].sort();
}
