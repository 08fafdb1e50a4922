import { parseCron, type Cron } from './cron';
import { offsetAt } from './zones';

const dayLength = 86_400_000;

/** Days of a month on which an expression fires. `month` from 1. */
function daysOf(cron: Cron, year: number, month: number): number[] {
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate();
  /** 1 Sunday … 7 Saturday, as the expression counts. */
  const weekdayOf = (day: number) => new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
  const days = new Set<number>();
  const nearest = (day: number) => {
    if (weekdayOf(day) === 7) return day > 1 ? day - 1 : day + 2;
    if (weekdayOf(day) === 1) return day < length ? day + 1 : day - 2;
    return day;
  };
  if (cron.day) {
    for (const day of cron.day.values) if (day <= length) days.add(day);
    for (const rule of cron.day.rules) {
      const day = rule.kind === 'nearestWeekday' ? rule.day : length - rule.before;
      if (day >= 1 && day <= length) days.add(rule.kind === 'last' ? day : nearest(day));
    }
  }
  if (cron.weekday) {
    for (let day = 1; day <= length; day++) {
      const weekday = weekdayOf(day);
      const special = cron.weekday.rules.some((rule) => rule.weekday === weekday && (rule.kind === 'last' ? day + 7 > length : Math.ceil(day / 7) === rule.nth));
      if (special || cron.weekday.values.includes(weekday)) days.add(day);
    }
  }
  return [...days].sort((a, b) => a - b);
}

/** First moment at which the clocks have left out a local time: where the offset changes between two moments. */
function change(before: number, after: number, zone: string): number {
  const old = offsetAt(before, zone);
  let [low, high] = [before, after];
  while (high - low > 1_000) {
    const middle = Math.floor((low + high) / 2_000) * 1_000;
    if (offsetAt(middle, zone) === old) low = middle;
    else high = middle;
  }
  return high;
}

/** Moments of a local time (as if it were UTC) by the rules of docs/formats/cron.md for days on which clocks change. */
function momentsOf(local: number, zone: string, offsets: readonly number[], cron: Cron): number[] {
  const whole = cron.hour.values.length === 24;
  if (offsets[0] === offsets[1]) return [local - (offsets[0] ?? 0)];
  const candidates = offsets.map((offset) => local - offset);
  const real = candidates.filter((moment) => moment + offsetAt(moment, zone) === local).sort((a, b) => a - b);
  if (real.length === 0) return whole ? [] : [change(Math.min(...candidates), Math.max(...candidates), zone)];
  return cron.hour.stepped || whole ? real : real.slice(0, 1);
}

/** Fires from `from` to `to`, both included, at most `most`; undefined if it is no expression. */
export function cronTimes(crontab: string, zone: string, from: number, to: number, most: number): number[] | undefined {
  const cron = parseCron(crontab);
  if (!cron) return undefined;
  const times = new Set<number>();
  const start = new Date(from + offsetAt(from, zone) - dayLength);
  const end = to + offsetAt(to, zone) + dayLength;
  let [year, month] = [start.getUTCFullYear(), start.getUTCMonth() + 1];
  for (; Date.UTC(year, month - 1, 1) <= end && times.size < most; month === 12 ? ((month = 1), year++) : month++) {
    if (!cron.month.values.includes(month) || !cron.year.values.includes(year)) continue;
    for (const day of daysOf(cron, year, month)) {
      const midnight = Date.UTC(year, month - 1, day);
      if (midnight < start.getTime() - dayLength || midnight > end) continue;
      const offsets = [offsetAt(midnight - dayLength, zone), offsetAt(midnight + 2 * dayLength, zone)];
      const found: number[] = [];
      for (const hour of cron.hour.values)
        for (const minute of cron.minute.values)
          for (const second of cron.second.values) found.push(...momentsOf(midnight + ((hour * 60 + minute) * 60 + second) * 1_000, zone, offsets, cron));
      for (const moment of found.sort((a, b) => a - b)) if (moment >= from && moment <= to && times.size < most) times.add(moment);
    }
  }
  return [...times].sort((a, b) => a - b);
}
