import type { TFunction } from 'i18next';
import { expect, it } from 'vitest';
import words from '@/i18n/en/schedules.json';
import { cronWords } from './cronWords';

/** Enough of i18next for the words: plurals and slots. */
const t = ((key: string, values: Record<string, unknown> = {}) => {
  const known = words as Record<string, string>;
  const text = known[key] ?? known[`${key}_${values['count'] === 1 ? 'one' : 'other'}`] ?? key;
  return text.replace(/{{(\w+)}}/g, (_, name: string) => String(values[name]));
}) as TFunction<'schedules'>;

it.each([
  ['0 30 2 * * ?', 'at 02:30, every day'],
  ['15 0 6,18 * * ?', 'at 06:00:15, 18:00:15, every day'],
  ['0 0 * * * ?', 'every hour'],
  ['0 20 0/4 * * ?', 'every 4 hours, at minute 20'],
  ['0 0/15 8-18 ? * MON-FRI', 'every 15 minutes, between 08:00 and 18:59, on Monday – Friday'],
  ['* * * * * ?', 'every second'],
  ['0/10 * * * * ?', 'every 10 seconds'],
  ['0 0 3 ? * 6L', 'at 03:00, on the last Friday of the month'],
  ['0 0 3 ? * MON#2', 'at 03:00, on the second Monday of the month'],
  ['0 0 3 L-3W * ?', 'at 03:00, on the working day nearest to 3 days before the month\'s end'],
  ['0 0 3 1,15 JAN,JUL ? 2030', 'at 03:00, on day 1, 15 of the month, in January, July, in the years 2030'],
  ['0 5,20-22 * * * ?', 'at minutes 5,20-22'],
])('%s is "%s"', (crontab, text) => expect(cronWords(crontab, t, 'en')).toBe(text));

it('has no words for what is no expression', () => expect(cronWords('0 0 2', t, 'en')).toBeUndefined());
