import { cronTimes } from '@/features/schedules/cronTimes';
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

/** So many dates are listed. */
export const mostListed = 400;

export interface PlannedDates {
  dates: string[];
  /** All of them are listed. */
  whole: boolean;
}

/** The dates that a backfill of these days would have: the schedule's fires, else each midnight; in the order of their start. */
export function plannedDates(from: string, to: string, zone: string, crontab: string | undefined, newestFirst: boolean): PlannedDates {
  const range = rangeOf(from, to, zone);
  const dates =
    crontab === undefined
      ? midnights(from, to, zone, mostListed + 1)
      : (cronTimes(crontab, zone, Date.parse(range.from), Date.parse(range.to), mostListed + 1) ?? []).map((moment) => new Date(moment).toISOString());
  const whole = dates.length <= mostListed;
  const listed = dates.slice(0, mostListed);
  return { dates: newestFirst ? listed.reverse() : listed, whole };
}
