import { useEffect, useRef, useState } from 'react';
import { apiRoot } from './client';
import { ApiProblem, problemOf, unreachable } from './problem';
import { backoff, EventParser, type ServerEvent } from './sse';

export type { ServerEvent } from './sse';

export type StreamState = 'off' | 'connecting' | 'open' | 'waiting' | 'ended' | 'failed';

export interface StreamOptions {
  onEvent: (event: ServerEvent) => void;
  /** Names of events after which nothing more comes. */
  endsWith?: string[];
  /** Where to go on, as the server's last `id` said. */
  lastEventId?: string;
}

/**
 * Follows a stream of the server (path below /api/v1; undefined: none). It connects again with Last-Event-ID after a
 * lost connection, later each time, and gives up on what will not get better (4xx but 429).
 */
export function useEventStream(path: string | undefined, options: StreamOptions): { state: StreamState; error: ApiProblem | undefined } {
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  const [state, setState] = useState<StreamState>('off');
  const [error, setError] = useState<ApiProblem>();

  useEffect(() => {
    if (path === undefined) {
      setState('off');
      return;
    }
    const stop = new AbortController();
    void follow(apiRoot + path, stop.signal, () => latest.current, (next, problem) => {
      setState(next);
      setError(problem);
    });
    return () => stop.abort();
  }, [path]);

  return { state, error };
}

async function follow(url: string, signal: AbortSignal, options: () => StreamOptions, tell: (state: StreamState, problem?: ApiProblem) => void) {
  let lastId = options().lastEventId;
  for (let attempt = 0; !signal.aborted; attempt++) {
    tell('connecting');
    let problem: ApiProblem | undefined;
    try {
      const headers: Record<string, string> = { Accept: 'text/event-stream', ...(lastId !== undefined && { 'Last-Event-ID': lastId }) };
      const response = await fetch(url, { headers, credentials: 'same-origin', signal });
      if (response.status === 204) return tell('ended');
      if (!response.ok || !response.body) throw await problemOf(response);
      tell('open');
      const ended = await read(response.body, (event) => {
        attempt = 0;
        lastId = event.id ?? lastId;
        options().onEvent(event);
        return options().endsWith?.includes(event.type) ?? false;
      });
      if (ended) return tell('ended');
    } catch (cause) {
      if (signal.aborted) return;
      problem = cause instanceof ApiProblem ? cause : unreachable(cause);
      if (problem.status >= 400 && problem.status < 500 && problem.status !== 429) return tell('failed', problem);
    }
    if (signal.aborted) return;
    tell('waiting', problem);
    await pause(problem?.retryAfter ? problem.retryAfter * 1000 : backoff(attempt), signal);
  }
}

async function read(body: ReadableStream<Uint8Array>, onEvent: (event: ServerEvent) => boolean): Promise<boolean> {
  const parser = new EventParser();
  const decoder = new TextDecoder();
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return false;
      for (const event of parser.push(decoder.decode(value, { stream: true }))) {
        if (onEvent(event)) return true;
      }
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
