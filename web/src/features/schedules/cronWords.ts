import type { TFunction } from 'i18next';
import { parseCron, type Cron, type Field } from './cron';

const pad = (n: number) => String(n).padStart(2, '0');
/** More times than this are told by their fields, not one by one. */
const mostTimes = 6;

/** An expression in words of the user's language; undefined if it is none. */
export function cronWords(crontab: string, t: TFunction<'schedules'>, language: string): string | undefined {
  const cron = parseCron(crontab);
  if (!cron) return undefined;
  const parts = [...timeWords(cron, t), dayWords(cron, t, language), monthWords(cron, t, language), cron.year.all ? '' : t('cron.inYears', { years: cron.year.text })];
  return parts.filter((part) => part !== '').join(t('cron.comma'));
}

/** `*` or `a/n` without an end: every so many. */
function stepOf(field: Field): { every: number; from: number } | undefined {
  const found = /^(\*|\d*)\/(\d+)$/.exec(field.text);
  if (field.all) return { every: 1, from: 0 };
  return found ? { every: Number(found[2]), from: field.values[0] ?? 0 } : undefined;
}

function timeWords({ second, minute, hour }: Cron, t: TFunction<'schedules'>): string[] {
  const plain = second.values.length === 1;
  const seconds = plain && second.values[0] === 0;
  const times = hour.values.length * minute.values.length;
  if (plain && !hour.stepped && !minute.stepped && times <= mostTimes) {
    const all = hour.values.flatMap((h) => minute.values.map((m) => `${pad(h)}:${pad(m)}${seconds ? '' : `:${pad(second.values[0] ?? 0)}`}`));
    return [t('cron.at', { times: all.join(', ') })];
  }
  const hours = hourWords(hour, t);
  const secondStep = stepOf(second);
  if (!plain && secondStep && minute.all) return [t('cron.everySeconds', { count: secondStep.every }), hours];
  if (!seconds) return [t('cron.fields', { seconds: second.text, minutes: minute.text }), hours];
  const step = stepOf(minute);
  if (step) return [t('cron.everyMinutes', { count: step.every }), step.from > 0 ? t('cron.fromMinute', { minute: step.from }) : '', hours];
  const hourStep = stepOf(hour);
  if (minute.values.length === 1 && hourStep) {
    return [t('cron.everyHours', { count: hourStep.every }), minute.values[0] ? t('cron.atMinute', { minute: minute.values[0] }) : '', hourStep.from > 0 ? t('cron.fromHour', { hour: `${pad(hourStep.from)}:00` }) : ''];
  }
  return [t('cron.atMinutes', { minutes: minute.text }), hours];
}

function hourWords(hour: Field, t: TFunction<'schedules'>): string {
  if (hour.all) return '';
  const range = /^(\d+)-(\d+)$/.exec(hour.text);
  if (range) return t('cron.between', { from: `${pad(Number(range[1]))}:00`, to: `${pad(Number(range[2]))}:59` });
  return t('cron.inHours', { hours: hour.stepped ? hour.values.map(pad).join(', ') : hour.text });
}

/** Names of weekdays and months as the language has them; runs of at least three as "Mon – Fri". */
function names(values: readonly number[], name: (value: number) => string): string {
  const parts: string[] = [];
  for (let at = 0; at < values.length; ) {
    let end = at;
    while (end + 1 < values.length && values[end + 1] === (values[end] ?? 0) + 1) end++;
    if (end - at >= 2) {
      parts.push(`${name(values[at] ?? 0)} – ${name(values[end] ?? 0)}`);
      at = end + 1;
    } else {
      parts.push(name(values[at++] ?? 0));
    }
  }
  return parts.join(', ');
}

const weekdayName = (language: string) => (weekday: number) => new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2023, 0, weekday));
const monthName = (language: string) => (month: number) => new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2023, month - 1, 1));

function dayWords({ day, weekday, hour, minute }: Cron, t: TFunction<'schedules'>, language: string): string {
  const name = weekdayName(language);
  const parts: string[] = [];
  if (weekday && !weekday.all) {
    if (weekday.values.length > 0) parts.push(t('cron.onWeekdays', { days: names(weekday.values, name) }));
    for (const rule of weekday.rules) parts.push(rule.kind === 'last' ? t('cron.lastWeekday', { day: name(rule.weekday) }) : t(`cron.nth.${rule.nth}`, { day: name(rule.weekday) }));
  } else if (day && !day.all) {
    if (day.values.length > 0) parts.push(t('cron.onDays', { days: day.stepped || day.text.includes('-') ? names(day.values, String) : day.values.join(', ') }));
    for (const rule of day.rules) {
      if (rule.kind === 'nearestWeekday') parts.push(t('cron.nearWeekday', { day: rule.day }));
      else if (rule.before > 0) parts.push(t(rule.kind === 'last' ? 'cron.beforeLast' : 'cron.nearBeforeLast', { count: rule.before }));
      else parts.push(t(rule.kind === 'last' ? 'cron.lastDay' : 'cron.lastWorkday'));
    }
  } else if (!hour.stepped && !minute.stepped) {
    return t('cron.everyDay');
  }
  return parts.join(t('cron.comma'));
}

function monthWords({ month }: Cron, t: TFunction<'schedules'>, language: string): string {
  return month.all ? '' : t('cron.inMonths', { months: names(month.values, monthName(language)) });
}
