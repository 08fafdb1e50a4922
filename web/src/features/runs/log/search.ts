import { findLastIndex } from '../lists';
import type { Piece } from './logWindow';
import { makePage } from './logWindow';
import { parseLine, atLeast, type LogLevel } from './logLine';

export interface Match {
  /** Where the page that holds it begins. */
  offset: number;
  /** Number of its line among those of the page that pass the filter. */
  line: number;
}

type Read = (offset: number, limit: number, signal: AbortSignal) => Promise<Piece & { size: number }>;

const chunk = 1_048_576;

/** Looks through the log from `from` on to its end, without keeping what it reads. */
export async function searchOn(read: Read, needle: string, level: LogLevel, from: number, signal: AbortSignal, onPlace: (place: number) => void): Promise<Match | undefined> {
  const wanted = needle.toLowerCase();
  for (let offset = from; !signal.aborted; ) {
    const piece = await read(offset, chunk, signal);
    if (piece.next <= offset) return undefined;
    const line = firstLine(piece.text, wanted, level);
    if (line >= 0) return { offset, line };
    offset = piece.next;
    onPlace(offset);
  }
  return undefined;
}

/** The same, from `before` back to the beginning. */
export async function searchBack(read: Read, needle: string, level: LogLevel, before: number, signal: AbortSignal, onPlace: (place: number) => void): Promise<Match | undefined> {
  const wanted = needle.toLowerCase();
  for (let end = before; end > 0 && !signal.aborted; ) {
    const offset = Math.max(0, end - chunk);
    const piece = await read(offset, end - offset, signal);
    const page = makePage({ ...piece, next: end }, level, offset > 0);
    const line = findLastIndex(page.lines, (one) => one.text.toLowerCase().includes(wanted));
    if (line >= 0) return { offset: page.offset, line };
    end = page.offset < end ? page.offset : offset;
    onPlace(end);
  }
  return undefined;
}

function firstLine(text: string, wanted: string, level: LogLevel): number {
  if (!text.toLowerCase().includes(wanted)) return -1;
  let number = 0;
  let before: LogLevel = 'INFO';
  for (const raw of text.split('\n')) {
    const line = parseLine(raw, before);
    before = line.level;
    if (!atLeast(line.level, level)) continue;
    if (line.text.toLowerCase().includes(wanted)) return number;
    number++;
  }
  return -1;
}
