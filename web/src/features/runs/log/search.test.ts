import { expect, it } from 'vitest';
import { searchBack, searchOn } from './search';

const lines = Array.from({ length: 60_000 }, (_, index) => `line ${index} of some length here`);
const text = `${lines.join('\n')}\n`;
/** As the server reads: whole lines, at most so many bytes. */
const read = async (offset: number, limit: number) => {
  let part = text.slice(offset, offset + limit);
  const end = part.lastIndexOf('\n');
  if (end >= 0) part = part.slice(0, end + 1);
  return { offset, next: offset + part.length, text: part, size: text.length };
};
const signal = new AbortController().signal;

it('finds a line far on, and back again', async () => {
  const places: number[] = [];
  const found = await searchOn(read, 'LINE 55000 ', 'DEBUG', 0, signal, (place) => places.push(place));
  expect(places.length).toBeGreaterThan(0);
  const page = await read(found?.offset ?? 0, 1_048_576);
  expect(page.text.split('\n')[found?.line ?? 0]).toContain('line 55000 ');
  const back = await searchBack(read, 'line 12 ', 'DEBUG', text.length, signal, () => undefined);
  const before = text.slice(back?.offset).split('\n');
  expect(before[back?.line ?? 0]).toContain('line 12 ');
});

it('ends when there is none, or when it is stopped', async () => {
  expect(await searchOn(read, 'nowhere', 'DEBUG', 0, signal, () => undefined)).toBeUndefined();
  const stop = new AbortController();
  expect(await searchOn(read, 'nowhere', 'DEBUG', 0, stop.signal, () => stop.abort())).toBeUndefined();
  expect(await searchBack(read, 'line 1', 'ERROR', 5_000, signal, () => undefined)).toBeUndefined();
});
