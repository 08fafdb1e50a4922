import { useEffect, useRef, useState } from 'react';
import { isProblem } from '@/api/client';
import type { LogLevel, LogLine } from './logLine';
import { findLine, firstByte, nextByte } from './logWindow';
import { searchBack, searchOn } from './search';
import type { Log } from './useLog';

const largeChunk = 1_048_576;

export type SearchState = { kind: 'idle' | 'none' } | { kind: 'busy'; percent: number } | { kind: 'failed'; error: unknown };

/** Goes from match to match: in the window first, then through the rest of the log on the server. */
export function useLogSearch(log: Log, lines: readonly LogLine[], level: LogLevel, show: (index: number) => void) {
  const [needle, setNeedle] = useState('');
  /** Number of the found line, as LogWindow counts. */
  const [found, setFound] = useState<number>();
  const [state, setState] = useState<SearchState>({ kind: 'idle' });
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const go = async (step: 1 | -1, visible: number) => {
    if (needle === '') return;
    running.current?.abort();
    const { base } = log.window;
    const from = found !== undefined ? found - base + step : visible;
    const here = findLine(lines, needle, from, step);
    if (here >= 0) {
      setFound(here + base);
      setState({ kind: 'idle' });
      return show(here);
    }
    if (step > 0 ? log.atEnd : log.atStart) return setState({ kind: 'none' });
    const stop = new AbortController();
    running.current = stop;
    const onPlace = (place: number) => setState({ kind: 'busy', percent: Math.round((100 * place) / Math.max(1, log.size)) });
    onPlace(step > 0 ? nextByte(log.window) : firstByte(log.window));
    try {
      const match =
        step > 0
          ? await searchOn(log.read, needle, level, nextByte(log.window), stop.signal, onPlace)
          : await searchBack(log.read, needle, level, firstByte(log.window), stop.signal, onPlace);
      if (stop.signal.aborted) return;
      setState({ kind: match ? 'idle' : 'none' });
      if (!match) return;
      await log.open(match.offset, stop.signal, largeChunk);
      setFound(match.line);
      show(match.line);
    } catch (error) {
      if (!stop.signal.aborted) setState(isProblem(error) ? { kind: 'failed', error } : { kind: 'none' });
    }
  };
  const change = (text: string) => {
    running.current?.abort();
    setNeedle(text);
    setFound(undefined);
    setState({ kind: 'idle' });
  };
  const cancel = () => {
    running.current?.abort();
    setState({ kind: 'idle' });
  };
  return { needle, change, go, cancel, found, state };
}

export type LogSearch = ReturnType<typeof useLogSearch>;
