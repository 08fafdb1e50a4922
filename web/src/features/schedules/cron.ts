/** Quartz expressions as docs/formats/cron.md has them: read for the words beside the field and the times of a backfill. The server judges them. */

interface FieldRule {
  least: number;
  most: number;
  names?: readonly string[];
  /** Number of the first name. */
  first?: number;
}

export const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
export const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const rules = {
  second: { least: 0, most: 59 },
  minute: { least: 0, most: 59 },
  hour: { least: 0, most: 23 },
  day: { least: 1, most: 31 },
  month: { least: 1, most: 12, names: monthNames, first: 1 },
  weekday: { least: 1, most: 7, names: dayNames, first: 1 },
  year: { least: 1970, most: 2199 },
} satisfies Record<string, FieldRule>;

export interface Field {
  text: string;
  /** The plain values, in order. */
  values: number[];
  /** All values count: `*`. */
  all: boolean;
  /** It has a `*` or a step. */
  stepped: boolean;
}

export type DayRule = { kind: 'last'; before: number } | { kind: 'lastWeekday'; before: number } | { kind: 'nearestWeekday'; day: number };
export type WeekdayRule = { kind: 'last'; weekday: number } | { kind: 'nth'; weekday: number; nth: number };

export interface Cron {
  second: Field;
  minute: Field;
  hour: Field;
  month: Field;
  year: Field;
  /** undefined: `?`. */
  day: (Field & { rules: DayRule[] }) | undefined;
  weekday: (Field & { rules: WeekdayRule[] }) | undefined;
}

function numberOf(text: string, rule: FieldRule): number | undefined {
  const named = rule.names?.indexOf(text.toUpperCase()) ?? -1;
  const value = named >= 0 ? named + (rule.first ?? 0) : /^\d{1,4}$/.test(text) ? Number(text) : NaN;
  return value >= rule.least && value <= rule.most ? value : undefined;
}

/** The values of an entry like `5`, `1-5`, `*`, `5/15`, `22-2/2`. */
function entryValues(entry: string, rule: FieldRule, wraps: boolean): number[] | undefined {
  const [range = '', stepText, more] = entry.split('/');
  if (more !== undefined) return undefined;
  const step = stepText === undefined ? 1 : Number(stepText);
  if (!Number.isInteger(step) || step < 1) return undefined;
  const { least, most } = rule;
  let from: number | undefined = least;
  let to: number | undefined = most;
  if (range !== '*' && !(range === '' && stepText !== undefined)) {
    const [low = '', high, extra] = range.split('-');
    if (extra !== undefined) return undefined;
    from = numberOf(low, rule);
    to = high !== undefined ? numberOf(high, rule) : stepText !== undefined ? most : from;
  }
  if (from === undefined || to === undefined) return undefined;
  const size = most - least + 1;
  if (to < from && !wraps) return undefined;
  const length = to >= from ? to - from : to - from + size;
  const values: number[] = [];
  for (let at = 0; at <= length; at += step) values.push(((from - least + at) % size) + least);
  return values;
}

function readField<Rule>(text: string, rule: FieldRule, special: (entry: string) => Rule | undefined = () => undefined): (Field & { rules: Rule[] }) | undefined {
  const values = new Set<number>();
  const found: Rule[] = [];
  for (const entry of text.split(',')) {
    const one = special(entry.toUpperCase());
    if (one !== undefined) {
      found.push(one);
      continue;
    }
    const some = entryValues(entry, rule, rule !== rules.year);
    if (!some) return undefined;
    for (const value of some) values.add(value);
  }
  return { text, values: [...values].sort((a, b) => a - b), all: text === '*', stepped: /[*/]/.test(text), rules: found };
}

function dayRule(entry: string): DayRule | undefined {
  const last = /^L(?:-(\d{1,2}))?(W)?$/.exec(entry);
  if (last) return { kind: last[2] ? 'lastWeekday' : 'last', before: Number(last[1] ?? 0) };
  const near = /^(\d{1,2})W$/.exec(entry);
  return near ? { kind: 'nearestWeekday', day: Number(near[1]) } : undefined;
}

function weekdayRule(entry: string): WeekdayRule | undefined {
  const found = /^([A-Z]{3}|\d)(?:(L)|#([1-5]))$/.exec(entry);
  const weekday = found?.[1] !== undefined ? numberOf(found[1], rules.weekday) : undefined;
  if (!found || weekday === undefined) return undefined;
  return found[2] ? { kind: 'last', weekday } : { kind: 'nth', weekday, nth: Number(found[3]) };
}

/** undefined: not an expression. */
export function parseCron(text: string): Cron | undefined {
  const parts = text.trim().split(/\s+/);
  const [second = '', minute = '', hour = '', day = '', month = '', weekday = '', year = '*'] = parts;
  if (parts.length < 6 || parts.length > 7 || (day === '?') === (weekday === '?')) return undefined;
  const cron = {
    second: readField(second, rules.second),
    minute: readField(minute, rules.minute),
    hour: readField(hour, rules.hour),
    month: readField(month, rules.month),
    year: readField(year, rules.year),
    day: day === '?' ? undefined : readField(day, rules.day, dayRule),
    // `L` alone is Saturday.
    weekday: weekday === '?' ? undefined : readField(weekday.replace(/^L$/i, 'SAT'), rules.weekday, weekdayRule),
  };
  const whole = cron.second && cron.minute && cron.hour && cron.month && cron.year && (day === '?' || cron.day) && (weekday === '?' || cron.weekday);
  return whole ? (cron as Cron) : undefined;
}
