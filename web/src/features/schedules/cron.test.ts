// @vitest-environment node
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseCron } from './cron';
import { cronTimes } from './cronTimes';

const page = readFileSync(fileURLToPath(new URL('../../../../docs/formats/cron.md', import.meta.url)), 'utf8');
const examples = page
  .slice(page.indexOf('## Examples'))
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter((cells) => cells.length === 6 && cells[1]?.startsWith('`'))
  .map(([, expression = '', zone = '', after = '', fires = '']) => ({ expression: expression.replaceAll('`', ''), zone, after, fires: fires === 'none' ? [] : fires.split(', ') }));

it('reads the examples of the page', () => expect(examples.length).toBeGreaterThan(20));

describe('the examples of docs/formats/cron.md', () => {
  it.each(examples)('$expression $zone $after', ({ expression, zone, after, fires }) => {
    const from = Date.parse(after) + 1_000;
    const last = fires.at(-1);
    const to = last ? Date.parse(last) : from + 3 * 365 * 86_400_000;
    expect(cronTimes(expression, zone, from, to, 1_000)?.map((moment) => new Date(moment).toISOString())).toEqual(fires.map((fire) => new Date(fire).toISOString()));
  });
});

it('refuses what is no expression', () => {
  for (const wrong of ['', '0 0 2 * *', '0 0 2 * * *', '0 0 2 ? * ?', '60 0 0 * * ?', '0 0 0 * * ? 2030-2020', '0 0/0 0 * * ?', '0 0 0 XY * ?']) expect(parseCron(wrong)).toBeUndefined();
});

it('gives at most as many as asked for', () => {
  expect(cronTimes('* * * * * ?', 'UTC', 0, 86_400_000, 10)?.length).toBe(10);
});
