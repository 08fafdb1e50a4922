import { expect, it } from 'vitest';
import { dayPlus, midnights, mostListed, plannedDates, rangeOf } from './backfill';

it('a range has all of its last day', () => {
  expect(rangeOf('2026-03-01', '2026-03-01', 'Asia/Shanghai')).toEqual({ from: '2026-02-28T16:00:00.000Z', to: '2026-03-01T15:59:59.000Z' });
});

it('midnights are those of the zone, also where clocks change', () => {
  expect(midnights('2026-03-29', '2026-03-30', 'Europe/Berlin', 10)).toEqual(['2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z']);
  expect(midnights('2026-01-01', '2026-12-31', 'UTC', 3)).toHaveLength(3);
  expect(midnights('2026-01-02', '2026-01-01', 'UTC', 3)).toEqual([]);
});

it('days', () => {
  expect(dayPlus('2026-02-28', 1)).toBe('2026-03-01');
});

it('plans the fires of the schedule, else midnights', () => {
  expect(plannedDates('2026-01-01', '2026-01-02', 'UTC', '0 0 2 * * ?', true)).toEqual({ dates: ['2026-01-02T02:00:00.000Z', '2026-01-01T02:00:00.000Z'], whole: true });
  expect(plannedDates('2026-01-01', '2026-01-01', 'Asia/Shanghai', undefined, false).dates).toEqual(['2025-12-31T16:00:00.000Z']);
  const many = plannedDates('2026-01-01', '2026-01-31', 'UTC', '0 0/10 * * * ?', false);
  expect([many.whole, many.dates.length]).toEqual([false, mostListed]);
});
