import { describe, expect, it, vi } from 'vitest';
import type { WorkflowInstance } from '@/api/types';
import { addressOfFilter, filterOfAddress, narrowed } from './filters';

describe('the address', () => {
  it('keeps a filter', () => {
    const filter = { workflow: '12', name: 'load', state: 'serial wait' as const, from: '2026-01-01' };
    expect(filterOfAddress(new URLSearchParams(addressOfFilter(filter)))).toEqual(filter);
  });

  it('may hold anything', () => {
    expect(filterOfAddress(new URLSearchParams({ workflow: 'x', state: 'odd', from: 'yesterday', name: '' }))).toEqual({});
  });
});

describe('narrowed', () => {
  // Shanghai is eight hours ahead of UTC.
  const zone = 'Asia/Shanghai';
  const at = (day: string, hour: number) => ({ created: new Date(Date.parse(`${day}T00:00:00Z`) + (hour - 8) * 3_600_000).toISOString() }) as WorkflowInstance;
  const pages = [[at('2026-03-05', 9), at('2026-03-05', 8)], [at('2026-03-04', 23), at('2026-03-03', 1)], [at('2026-03-02', 5)], [at('2026-03-01', 5)]];
  const reader = () => vi.fn(async (cursor: string | undefined) => ({ items: pages[Number(cursor ?? 0)] ?? [], nextCursor: `${Number(cursor ?? 0) + 1}` }));

  it('reads over what is too new and includes the whole last day', async () => {
    const read = reader();
    const page = await narrowed(read, undefined, { to: '2026-03-04', zone });
    expect(page).toEqual({ items: pages[1], nextCursor: '2' });
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('ends where the first day begins', async () => {
    expect(await narrowed(reader(), '1', { from: '2026-03-04', zone })).toEqual({ items: [pages[1]?.[0]] });
  });
});
