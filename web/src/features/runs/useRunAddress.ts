import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';

export const tabs = ['graph', 'nodes', 'gantt', 'log'] as const;
export type RunTab = (typeof tabs)[number];

/** What of an instance is shown, kept in the address: a link shows the same. */
export function useRunAddress() {
  const [params, setParams] = useSearchParams();
  const change = useCallback(
    (part: Record<string, string | undefined>) =>
      setParams(
        (old) => {
          const next = new URLSearchParams(old);
          for (const [key, value] of Object.entries(part)) {
            if (value) next.set(key, value);
            else next.delete(key);
          }
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  const show = useCallback((tab: string | null) => change({ tab: tab ?? undefined }), [change]);
  const select = useCallback((name: string | undefined) => change({ node: name, attempt: undefined }), [change]);
  const openLog = useCallback((name: string, attempt: string | undefined) => change({ tab: 'log', node: name, attempt }), [change]);
  return {
    tab: tabs.find((known) => known === params.get('tab')) ?? 'graph',
    node: params.get('node') ?? undefined,
    attempt: params.get('attempt') ?? undefined,
    show,
    select,
    openLog,
  };
}
