import { atLeast, parseLine, type LogLevel, type LogLine } from './logLine';

/** A piece of the log as the server gave it: bytes from `offset` to `next`. */
export interface Piece {
  offset: number;
  next: number;
  text: string;
}

export interface LogPage {
  offset: number;
  next: number;
  /** Lines of the piece that pass the filter. */
  lines: LogLine[];
  /** The last line is not whole yet: what comes next goes on in it. */
  open: boolean;
  /** Level of the last line, whether shown or not: lines that go on from it have the same. */
  lastLevel: LogLevel;
  /** Characters of all lines, the measure of what memory is used. */
  size: number;
}

/** The pages of the log that are in memory, without gaps. */
export interface LogWindow {
  pages: readonly LogPage[];
  level: LogLevel;
  /** Number of the window's first line, counted from where the window was opened: lines keep their numbers when others are read or let go. */
  base: number;
}

/** Memory for so many characters; the pages at the other end are let go when more is read. */
export const mostCharacters = 6_000_000;
/** A page that grows by the stream is closed at this size, so that it can be let go in parts. */
const pageSize = 262_144;

export const emptyWindow = (level: LogLevel = 'DEBUG'): LogWindow => ({ pages: [], level, base: 0 });

/** `cut`: the piece may begin within a line, whose rest is left out. It then begins where its first whole line does. */
export function makePage(piece: Piece, level: LogLevel, cut = false, before: LogLevel = 'INFO'): LogPage {
  let { offset, text } = piece;
  if (cut) {
    const end = text.indexOf('\n');
    if (end >= 0 && end < text.length - 1) {
      text = text.slice(end + 1);
      // From the end: a character that the piece cuts in two at its beginning is not as long as it was.
      offset = piece.next - utf8Length(text);
    }
  }
  const open = text !== '' && !text.endsWith('\n');
  const raw = text.split('\n');
  if (!open) raw.pop();
  const lines: LogLine[] = [];
  let size = 0;
  let lastLevel = before;
  for (const one of raw) {
    const line = parseLine(one, lastLevel);
    lastLevel = line.level;
    if (!atLeast(line.level, level)) continue;
    lines.push(line);
    size += one.length;
  }
  return { offset, next: piece.next, lines, open, lastLevel, size };
}

export const firstByte = (window: LogWindow) => window.pages[0]?.offset ?? 0;
export const nextByte = (window: LogWindow) => window.pages.at(-1)?.next ?? 0;

/** Adds what comes behind the window; what does not join it, is left out. */
export function append(window: LogWindow, piece: Piece): LogWindow {
  const last = window.pages.at(-1);
  if (last && piece.offset !== last.next) return window;
  if (piece.text === '' && piece.next === piece.offset) return window;
  const pages = [...window.pages];
  if (last && (last.open || last.size < pageSize)) pages[pages.length - 1] = joined(last, piece, window.level);
  else pages.push(makePage(piece, window.level, false, last?.lastLevel));
  const kept = trimmed(pages, 'top');
  return { ...window, pages: kept, base: window.base + linesOf(pages) - linesOf(kept) };
}

/** Adds what is before the window. */
export function prepend(window: LogWindow, page: LogPage): LogWindow {
  if (page.next !== firstByte(window) || page.offset >= page.next) return window;
  return { ...window, pages: trimmed([page, ...window.pages], 'bottom'), base: window.base - page.lines.length };
}

function joined(page: LogPage, piece: Piece, level: LogLevel): LogPage {
  const lines = [...page.lines];
  let text = piece.text;
  let size = page.size;
  if (page.open) {
    const end = text.indexOf('\n');
    const rest = end < 0 ? text : text.slice(0, end);
    const last = lines.at(-1);
    // A line that the filter hides is not there to go on in.
    if (last && atLeast(page.lastLevel, level)) {
      lines[lines.length - 1] = { ...last, text: last.text + rest };
      size += rest.length;
    }
    if (end < 0) return { ...page, next: piece.next, lines, size };
    text = text.slice(end + 1);
  }
  const added = makePage({ ...piece, text }, level, false, page.lastLevel);
  return { offset: page.offset, next: piece.next, lines: lines.concat(added.lines), open: added.open, lastLevel: added.lastLevel, size: size + added.size };
}

function trimmed(pages: LogPage[], from: 'top' | 'bottom'): LogPage[] {
  let size = pages.reduce((sum, page) => sum + page.size, 0);
  let first = 0;
  let end = pages.length;
  while (size > mostCharacters && end - first > 1) {
    const gone = from === 'top' ? pages[first++] : pages[--end];
    size -= gone?.size ?? 0;
  }
  return pages.slice(first, end);
}

export function countLines(window: LogWindow): number {
  return linesOf(window.pages);
}

const linesOf = (pages: readonly LogPage[]) => pages.reduce((sum, page) => sum + page.lines.length, 0);

/** Where in `text` the needle stands, in any case of letters. */
export function matchesIn(text: string, needle: string, most = 200): number[] {
  const found: number[] = [];
  if (needle === '') return found;
  const low = text.toLowerCase();
  const wanted = needle.toLowerCase();
  for (let at = low.indexOf(wanted); at >= 0 && found.length < most; at = low.indexOf(wanted, at + wanted.length)) found.push(at);
  return found;
}

/** The next line that holds the needle, from `from` on in a direction; -1: none in the window. */
export function findLine(lines: readonly LogLine[], needle: string, from: number, step: 1 | -1): number {
  const wanted = needle.toLowerCase();
  for (let index = from; index >= 0 && index < lines.length; index += step) {
    if (lines[index]?.text.toLowerCase().includes(wanted)) return index;
  }
  return -1;
}

export function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}
