export type LogLevel = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';

export const logLevels: readonly LogLevel[] = ['DEBUG', 'INFO', 'WARN', 'ERROR'];

export interface LogLine {
  /** ISO time; a line that goes on from the one before has none. */
  time: string | undefined;
  level: LogLevel;
  text: string;
}

const head = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z) (DEBUG|INFO|WARN|WARNING|ERROR) /;

/** Reads `2026-01-01T00:00:00.000Z WARN text`. What has no head belongs to the line before, and has its level. */
export function parseLine(raw: string, before: LogLevel = 'INFO'): LogLine {
  const found = head.exec(raw);
  if (!found) return { time: undefined, level: before, text: raw };
  const word = found[2] === 'WARNING' ? 'WARN' : (found[2] as LogLevel);
  return { time: found[1], level: word, text: raw.slice(found[0].length) };
}

export function atLeast(level: LogLevel, least: LogLevel): boolean {
  return logLevels.indexOf(level) >= logLevels.indexOf(least);
}
