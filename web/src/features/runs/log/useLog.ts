import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { api, ok } from '@/api/client';
import { useEventStream, type ServerEvent } from '@/api/events';
import type { LogLevel } from './logLine';
import { append, emptyWindow, firstByte, makePage, nextByte, prepend, type LogWindow, type Piece } from './logWindow';

export interface LogSource {
  projectCode: string;
  instanceCode: string;
  attemptCode: string;
}

/** One read; the server gives at most 1 MiB. */
const chunk = 262_144;
const largeChunk = 1_048_576;

export interface LogState {
  window: LogWindow;
  /** Bytes of the log as far as known. */
  size: number;
  /** Nothing is added to it any more. */
  ended: boolean;
  loading: 'first' | 'before' | 'after' | undefined;
  error: unknown;
}

/**
 * A window on an attempt's log: begins at its end, reads on where it is scrolled to, follows what is written while the
 * window reaches the end. Lines below `level` are not kept.
 */
export function useLog(source: LogSource, level: LogLevel) {
  const { projectCode, instanceCode, attemptCode } = source;
  const [state, setState] = useState<LogState>({ window: emptyWindow(level), size: 0, ended: false, loading: 'first', error: undefined });
  const latest = useRef(state);
  const change = useCallback((make: (old: LogState) => LogState) => {
    latest.current = make(latest.current);
    setState(latest.current);
  }, []);
  const step = level === 'DEBUG' ? chunk : largeChunk;

  const read = useCallback(
    async (offset: number, limit: number, signal?: AbortSignal) =>
      ok(
        api.GET('/projects/{projectCode}/instances/{instanceCode}/attempts/{attemptCode}/log', {
          params: { path: { projectCode, instanceCode, attemptCode }, query: { offset, limit } },
          ...(signal && { signal }),
        }),
      ),
    [projectCode, instanceCode, attemptCode],
  );

  /** A new window: at the end of the log, or from a place on. */
  const open = useCallback(
    async (at: number | 'end', signal?: AbortSignal, limit = step) => {
      change((old) => ({ ...old, window: emptyWindow(level), loading: 'first', error: undefined }));
      try {
        let offset = at;
        if (offset === 'end') offset = Math.max(0, (await read(0, 1, signal)).size - limit);
        const piece = await read(offset, limit, signal);
        const page = makePage(piece, level, offset > 0 && at === 'end');
        change((old) => ({ ...old, window: { pages: [page], level, base: 0 }, size: piece.size, ended: piece.ended, loading: undefined }));
      } catch (error) {
        if (!signal?.aborted) change((old) => ({ ...old, loading: undefined, error }));
      }
    },
    [change, level, read, step],
  );

  useEffect(() => {
    const stop = new AbortController();
    void open('end', stop.signal);
    return () => stop.abort();
  }, [open]);

  const loadBefore = useCallback(async () => {
    const { window, loading } = latest.current;
    const end = firstByte(window);
    if (loading || end === 0 || window.pages.length === 0) return;
    change((old) => ({ ...old, loading: 'before' }));
    try {
      const offset = Math.max(0, end - step);
      const piece = await read(offset, end - offset);
      const page = makePage({ ...piece, next: end }, level, offset > 0);
      change((old) => ({ ...old, window: prepend(old.window, page), loading: undefined }));
    } catch (error) {
      change((old) => ({ ...old, loading: undefined, error }));
    }
  }, [change, level, read, step]);

  const loadAfter = useCallback(async () => {
    const { window, loading, size } = latest.current;
    if (loading || window.pages.length === 0 || nextByte(window) >= size) return;
    change((old) => ({ ...old, loading: 'after' }));
    try {
      const piece = await read(nextByte(window), step);
      change((old) => ({ ...old, window: append(old.window, piece), size: piece.size, ended: piece.ended, loading: undefined }));
    } catch (error) {
      change((old) => ({ ...old, loading: undefined, error }));
    }
  }, [change, read, step]);

  const atEnd = state.window.pages.length > 0 && nextByte(state.window) >= state.size;
  useStream(source, state, change, atEnd);
  return useMemo(() => ({ ...state, atEnd, atStart: firstByte(state.window) === 0, loadBefore, loadAfter, open, read }), [state, atEnd, loadBefore, loadAfter, open, read]);
}

export type Log = ReturnType<typeof useLog>;

/** Follows the log from the window's end on, while the window reaches the log's end. */
function useStream({ projectCode, instanceCode, attemptCode }: LogSource, state: LogState, change: (make: (old: LogState) => LogState) => void, atEnd: boolean) {
  const pending = useRef<ServerEvent[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const follows = atEnd && !state.ended;
  // Where following began; the stream itself knows where to go on after a lost connection.
  const start = useRef<number>(undefined);
  if (!follows) start.current = undefined;
  else start.current ??= nextByte(state.window);
  const path = follows ? `/projects/${projectCode}/instances/${instanceCode}/attempts/${attemptCode}/log/stream?offset=${start.current}` : undefined;

  const flush = useCallback(() => {
    timer.current = undefined;
    const events = pending.current.splice(0);
    change((old) => {
      let { window, size, ended } = old;
      for (const event of events) {
        if (event.type === 'end') ended = true;
        if (event.type !== 'log') continue;
        const piece = pieceOf(event, nextByte(window));
        // The file of another worker begins anew.
        window = piece.next < piece.offset ? append(emptyWindow(window.level), { ...piece, offset: 0 }) : append(window, piece);
        size = Math.max(size, piece.next);
      }
      return { ...old, window, size: ended ? Math.max(size, nextByte(window)) : nextByte(window), ended };
    });
  }, [change]);
  useEffect(() => {
    const waiting = pending.current;
    return () => {
      clearTimeout(timer.current);
      timer.current = undefined;
      waiting.length = 0;
    };
  }, [path]);
  useEventStream(path, {
    endsWith: ['end'],
    onEvent: (event) => {
      pending.current.push(event);
      timer.current ??= setTimeout(flush, 100);
    },
  });
}

/** The id of a log event is the offset behind it; it goes on from the one before. */
function pieceOf(event: ServerEvent, offset: number): Piece {
  return { offset, next: Number(event.id ?? offset), text: event.data };
}
