import type { Attempt } from '@/api/types';

export interface GanttBar {
  attempt: Attempt;
  start: number;
  /** Moment of the end; of what still runs: now. */
  end: number;
  running: boolean;
  state: string;
}

export interface GanttRow {
  name: string;
  bars: GanttBar[];
}

/** What an attempt shows: its result, else what it does. */
export function stateOfAttempt(attempt: Pick<Attempt, 'state' | 'result'>): string {
  return attempt.result || attempt.state;
}

/** One row a node in the given order, with a bar for each attempt. */
export function ganttRows(order: readonly string[], attempts: readonly Attempt[], now: number): GanttRow[] {
  const byName = new Map<string, GanttBar[]>(order.map((name) => [name, []]));
  for (const attempt of attempts) {
    const bars = byName.get(attempt.taskName);
    const start = Date.parse(attempt.started ?? attempt.queued);
    if (!bars) continue;
    const ended = attempt.ended ? Date.parse(attempt.ended) : undefined;
    bars.push({ attempt, start, end: Math.max(start, ended ?? now), running: ended === undefined, state: stateOfAttempt(attempt) });
  }
  for (const bars of byName.values()) bars.sort((a, b) => a.attempt.number - b.attempt.number);
  return order.map((name) => ({ name, bars: byName.get(name) ?? [] }));
}

export interface Span {
  from: number;
  to: number;
}

/** From the first start to the last end, at least a second. */
export function spanOf(rows: readonly GanttRow[]): Span | undefined {
  let from = Infinity;
  let to = -Infinity;
  for (const row of rows) {
    for (const bar of row.bars) {
      from = Math.min(from, bar.start);
      to = Math.max(to, bar.end);
    }
  }
  return from <= to ? { from, to: Math.max(to, from + 1_000) } : undefined;
}

/** Whatever is short is drawn this wide: it can be seen and clicked. */
export const leastWidth = 4;

/** Place of a bar in pixels; its left edge is where it started, to the millisecond. */
export function barGeometry(bar: Pick<GanttBar, 'start' | 'end'>, span: Span, width: number): { x: number; width: number } {
  const scale = width / (span.to - span.from);
  const x = (bar.start - span.from) * scale;
  return { x, width: Math.max(leastWidth, (bar.end - bar.start) * scale) };
}

const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 15e3, 3e4, 6e4, 12e4, 3e5, 6e5, 9e5, 18e5, 36e5, 72e5, 108e5, 216e5, 432e5, 864e5, 1728e5, 6048e5];

/** Milliseconds between two marks of the axis, so that they are at least `least` pixels apart. */
export function tickStep(span: Span, width: number, least = 90): number {
  const wanted = ((span.to - span.from) * least) / width;
  return steps.find((step) => step >= wanted) ?? Math.ceil(wanted / 6048e5) * 6048e5;
}

/** Marks at whole steps since the beginning: the axis counts from the start of the run. */
export function ticks(span: Span, step: number): number[] {
  const count = Math.floor((span.to - span.from) / step) + 1;
  return Array.from({ length: count }, (_, index) => index * step);
}

/** 0, 250 ms, 1.5 s, 2:05, 1:02:05: as short as the step allows. */
export function tickLabel(milliseconds: number, step: number): string {
  if (milliseconds === 0) return '0';
  const pad = (n: number) => String(n).padStart(2, '0');
  if (step < 1_000) {
    if (milliseconds < 1_000) return `${milliseconds} ms`;
    const digits = step >= 100 ? 1 : step >= 10 ? 2 : 3;
    if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(digits)} s`;
    return `${Math.floor(milliseconds / 60_000)}:${(milliseconds % 60_000 / 1000).toFixed(digits).padStart(digits + 3, '0')}`;
  }
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${pad(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${pad(minutes % 60)}${step < 60_000 ? `:${pad(seconds % 60)}` : ''}${step >= 60_000 ? ' h' : ''}`;
}

/** Zoom keeps the moment under the pointer where it is: the new scroll position for it. */
export function scrollAfterZoom(scroll: number, pointer: number, before: number, after: number): number {
  return Math.max(0, ((scroll + pointer) / before) * after - pointer);
}
