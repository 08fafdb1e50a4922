import { useInfiniteQuery, type QueryKey } from '@tanstack/react-query';

/** A page of a list, as every list of the API answers. */
export interface Page<T> {
  items: T[];
  nextCursor?: string | undefined;
}

export interface PageOptions {
  enabled?: boolean;
  refetchInterval?: number | false;
}

/** Pages of a list, read one after the other; `fetchPage` gets the cursor of the page, none for the first. */
export function usePages<T>(
  key: QueryKey,
  fetchPage: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>,
  options: PageOptions = {},
) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor,
    ...options,
  });
  return {
    rows: query.data?.pages.flatMap((page) => page.items),
    hasMore: query.hasNextPage,
    loadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
    isPending: query.isPending,
    error: query.error,
    refetch: () => void query.refetch(),
  };
}

export type Pages<T> = ReturnType<typeof usePages<T>>;

/** All pages of a short list (environments, worker groups), `most` items at most. */
export async function allPages<T>(fetchPage: (cursor: string | undefined) => Promise<Page<T>>, most = 2000): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await fetchPage(cursor);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor && items.length < most);
  return items;
}
