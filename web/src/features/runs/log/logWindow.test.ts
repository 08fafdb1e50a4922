import { describe, expect, it } from 'vitest';
import { append, countLines, emptyWindow, findLine, firstByte, makePage, matchesIn, mostCharacters, nextByte, prepend, type LogWindow } from './logWindow';
import { parseLine } from './logLine';

const piece = (offset: number, text: string) => ({ offset, next: offset + text.length, text });
const texts = (window: LogWindow) => window.pages.flatMap((page) => page.lines.map((line) => line.text));

it('parseLine takes a head off, or goes on from the line before', () => {
  expect(parseLine('2026-01-01T00:00:00.000Z WARN a b')).toEqual({ time: '2026-01-01T00:00:00.000Z', level: 'WARN', text: 'a b' });
  expect(parseLine('  at x', 'ERROR')).toEqual({ time: undefined, level: 'ERROR', text: '  at x' });
  expect(parseLine('2026-01-01T00:00:00.000Z WARNING full').level).toBe('WARN');
});

describe('append', () => {
  it('joins a line that came in two pieces', () => {
    let window = append(emptyWindow(), piece(0, 'one\ntw'));
    window = append(window, piece(6, 'o\nthree\n'));
    expect(texts(window)).toEqual(['one', 'two', 'three']);
    expect(nextByte(window)).toBe(14);
  });

  it('leaves out what does not join: a piece that came twice, or after a gap', () => {
    const window = append(emptyWindow(), piece(0, 'one\n'));
    expect(append(window, piece(0, 'one\n'))).toBe(window);
    expect(append(window, piece(9, 'x\n'))).toBe(window);
  });

  it('lets go the oldest pages of a million lines', () => {
    let window = emptyWindow();
    const line = `${'x'.repeat(99)}\n`;
    const text = line.repeat(3000);
    for (let page = 0; page < 333; page++) window = append(window, piece(page * text.length, text));
    expect(nextByte(window)).toBe(333 * 300_000);
    expect(countLines(window)).toBeLessThanOrEqual(mostCharacters / 99);
    expect(firstByte(window)).toBeGreaterThan(90_000_000);
    expect(window.base + countLines(window)).toBe(333 * 3000);
  });

  it('keeps only lines of the level, with those that go on from them', () => {
    const head = '2026-01-01T00:00:00.000Z';
    let window = append(emptyWindow('WARN'), piece(0, `${head} INFO a\n${head} ERROR b\n  of b\n${head} INFO c`));
    const next = nextByte(window);
    window = append(window, piece(next, ` and more\n${head} WARN d\n`));
    expect(texts(window)).toEqual(['b', '  of b', 'd']);
  });
});

describe('prepend', () => {
  it('adds whole lines before the window and lets go the newest', () => {
    let window = append(emptyWindow(), piece(10, 'five\n'));
    window = prepend(window, makePage(piece(2, 'e\nthree\n'), 'DEBUG', true));
    expect(texts(window)).toEqual(['three', 'five']);
    expect([firstByte(window), window.base]).toEqual([4, -1]);
    const big = `${'y'.repeat(mostCharacters)}\n`;
    const full = { ...emptyWindow(), pages: [makePage(piece(big.length, big), 'DEBUG')] };
    const next = prepend(full, makePage(piece(0, big), 'DEBUG'));
    expect([next.pages.length, firstByte(next)]).toEqual([1, 0]);
  });

  it('does not cut a piece that is one long line', () => {
    expect(makePage(piece(5, 'all of it\n'), 'DEBUG', true).lines.map((line) => line.text)).toEqual(['all of it']);
  });

  it('counts bytes, not characters', () => {
    expect(makePage({ offset: 0, next: 20, text: 'é€\nrest of it ok\n' }, 'DEBUG', true).offset).toBe(6);
  });
});

it('finds lines and places', () => {
  const lines = ['Alpha', 'beta', 'ALPHABET'].map((text) => parseLine(text));
  expect(findLine(lines, 'alpha', 1, 1)).toBe(2);
  expect(findLine(lines, 'alpha', 1, -1)).toBe(0);
  expect(findLine(lines, 'gamma', 0, 1)).toBe(-1);
  expect(matchesIn('aXbxc', 'x')).toEqual([1, 3]);
});
