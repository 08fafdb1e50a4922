import type { Page } from '@/api/pages';
import type { InstanceState, WorkflowInstance } from '@/api/types';
import { momentOf } from '@/features/schedules/zones';

export const instanceStates = ['running', 'success', 'failure', 'killed', 'paused', 'pausing', 'stopping', 'serial wait'] as const satisfies readonly InstanceState[];

/** What the list of instances is narrowed to; the same words as in the page's address. */
export interface InstanceListFilter {
  workflow?: string;
  name?: string;
  state?: InstanceState;
  backfill?: string;
  /** First and last day, YYYY-MM-DD in the user's zone. */
  from?: string;
  to?: string;
}

const day = /^\d{4}-\d{2}-\d{2}$/;
const code = /^\d{1,19}$/;

/** Reads the address; what makes no sense counts as not given, so that an old link still shows a list. */
export function filterOfAddress(params: URLSearchParams): InstanceListFilter {
  const filter: InstanceListFilter = {};
  const take = (key: 'workflow' | 'name' | 'backfill' | 'from' | 'to', fits: (text: string) => boolean) => {
    const text = params.get(key);
    if (text && fits(text)) filter[key] = text;
  };
  take('workflow', (text) => code.test(text));
  take('backfill', (text) => code.test(text));
  take('name', (text) => text.length <= 200);
  take('from', (text) => day.test(text));
  take('to', (text) => day.test(text));
  const state = instanceStates.find((known) => known === params.get('state'));
  if (state) filter.state = state;
  return filter;
}

export function addressOfFilter(filter: InstanceListFilter): Record<string, string> {
  return Object.fromEntries(Object.entries(filter).filter((entry): entry is [string, string] => Boolean(entry[1])));
}

/** So many pages are read at most for one page of a list narrowed by time. */
const mostPages = 20;

/**
 * A page of a list that is newest first, narrowed to days. The server does not know the filter: pages that are too new
 * are read over, and the first one that is too old ends the list.
 */
export async function narrowed(
  read: (cursor: string | undefined) => Promise<Page<WorkflowInstance>>,
  start: string | undefined,
  days: { from?: string | undefined; to?: string | undefined; zone: string },
): Promise<Page<WorkflowInstance>> {
  if (!days.from && !days.to) return read(start);
  const first = days.from ? momentOf(days.from, days.zone) : -Infinity;
  const end = days.to ? momentOf(dayAfter(days.to), days.zone) : Infinity;
  let cursor = start;
  for (let page = 1; ; page++) {
    const { items, nextCursor } = await read(cursor);
    const at = (instance: WorkflowInstance) => Date.parse(instance.created);
    const fitting = items.filter((instance) => at(instance) >= first && at(instance) < end);
    const over = items.some((instance) => at(instance) < first);
    if (over || !nextCursor) return { items: fitting };
    if (fitting.length > 0 || page >= mostPages) return { items: fitting, nextCursor };
    cursor = nextCursor;
  }
}

function dayAfter(text: string): string {
  return new Date(Date.parse(`${text}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
