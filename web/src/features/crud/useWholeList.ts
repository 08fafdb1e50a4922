import { useQuery, type QueryKey } from '@tanstack/react-query';
import { allPages, type Page } from '@/api/pages';

/** A short list, read whole: it is searched and sorted here. */
export function useWholeList<T>(queryKey: QueryKey, fetchPage: (query: { limit: number; cursor?: string }) => Promise<Page<T>>, options: { refetchInterval?: number; enabled?: boolean } = {}) {
  return useQuery({ queryKey, queryFn: () => allPages((cursor) => fetchPage({ limit: 200, ...(cursor && { cursor }) }), 5000), ...options });
}
