import { describe, expect, it } from 'vitest';
import type { Attempt } from '@/api/types';
import { barGeometry, ganttRows, leastWidth, scrollAfterZoom, spanOf, tickLabel, ticks, tickStep } from './gantt';

const at = (milliseconds: number) => new Date(1_767_225_600_000 + milliseconds).toISOString();
const attempt = (taskName: string, number: number, from: number, to?: number) =>
  ({ taskName, number, state: to === undefined ? 'running' : 'ended', result: to === undefined ? '' : 'success', queued: at(0), started: at(from), ...(to !== undefined && { ended: at(to) }) }) as Attempt;

describe('ganttRows', () => {
  it('keeps the order of the nodes, each with its attempts by number', () => {
    const rows = ganttRows(['b', 'a', 'never'], [attempt('a', 2, 50, 60), attempt('a', 1, 10, 20), attempt('b', 1, 0, 10), attempt('gone', 1, 0, 1)], 0);
    expect(rows.map((row) => [row.name, row.bars.map((bar) => bar.attempt.number)])).toEqual([['b', [1]], ['a', [1, 2]], ['never', []]]);
  });

  it('lets what runs grow to now', () => {
    const [row] = ganttRows(['a'], [attempt('a', 1, 100)], Date.parse(at(4_100)));
    expect(row?.bars[0]).toMatchObject({ running: true, state: 'running' });
    expect((row?.bars[0]?.end ?? 0) - (row?.bars[0]?.start ?? 0)).toBe(4_000);
  });
});

it('spanOf is the whole run, at least a second', () => {
  expect(spanOf(ganttRows(['a'], [], 0))).toBeUndefined();
  const span = spanOf(ganttRows(['a'], [attempt('a', 1, 5, 8)], 0));
  expect([(span?.to ?? 0) - (span?.from ?? 0)]).toEqual([1_000]);
});

it('barGeometry is honest about the start and keeps short bars visible', () => {
  const span = { from: 1_000, to: 101_000 };
  expect(barGeometry({ start: 51_000, end: 76_000 }, span, 1_000)).toEqual({ x: 500, width: 250 });
  expect(barGeometry({ start: 51_000, end: 51_003 }, span, 1_000)).toEqual({ x: 500, width: leastWidth });
});

it('the axis has whole steps that are far enough apart', () => {
  expect(tickStep({ from: 0, to: 10_000 }, 1_000)).toBe(1_000);
  expect(tickStep({ from: 0, to: 3 * 864e5 }, 900)).toBe(432e5);
  expect(ticks({ from: 7, to: 3_007 }, 1_000)).toEqual([0, 1_000, 2_000, 3_000]);
  expect([tickLabel(0, 1), tickLabel(250, 50), tickLabel(1_500, 500), tickLabel(61_050, 50), tickLabel(125_000, 5_000), tickLabel(3_725_000, 5_000), tickLabel(7_200_000, 3_600_000)]).toEqual(['0', '250 ms', '1.5 s', '1:01.05', '2:05', '1:02:05', '2:00 h']);
});

it('zoom keeps what is under the pointer', () => {
  expect(scrollAfterZoom(100, 50, 1_000, 2_000)).toBe(250);
  expect(scrollAfterZoom(100, 50, 2_000, 200)).toBe(0);
});
