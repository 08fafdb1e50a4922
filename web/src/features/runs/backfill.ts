import { momentOf } from '@/features/schedules/zones';

const day = 86_400_000;

/** A day later or earlier of YYYY-MM-DD. */
export function dayPlus(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * day).toISOString().slice(0, 10);
}

/** Moments of a range of whole days in a zone: from the first midnight to the last second of the last day. */
export function rangeOf(from: string, to: string, zone: string): { from: string; to: string } {
  return { from: new Date(momentOf(from, zone)).toISOString(), to: new Date(momentOf(dayPlus(to, 1), zone) - 1_000).toISOString() };
}

/** What a workflow without a schedule is run for: each midnight of the range. */
export function midnights(from: string, to: string, zone: string, most: number): string[] {
  const dates: string[] = [];
  for (let date = from; date <= to && dates.length < most; date = dayPlus(date, 1)) dates.push(new Date(momentOf(date, zone)).toISOString());
  return dates;
}

/** How many days a range has. */
export function daysIn(from: string, to: string): number {
  return Math.max(0, Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / day) + 1);
}
