/** One event of a text/event-stream. */
export interface ServerEvent {
  type: string;
  data: string;
  id: string | undefined;
}

/** Splits the text of a stream into events, however the network cut it. */
export class EventParser {
  private rest = '';
  private type = '';
  private data: string[] = [];
  private id: string | undefined;

  push(chunk: string): ServerEvent[] {
    const events: ServerEvent[] = [];
    const lines = (this.rest + chunk).split('\n');
    this.rest = lines.pop() ?? '';
    for (const raw of lines) {
      const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
      if (line === '') {
        if (this.data.length > 0) events.push({ type: this.type || 'message', data: this.data.join('\n'), id: this.id });
        this.type = '';
        this.data = [];
      } else {
        this.field(line);
      }
    }
    return events;
  }

  private field(line: string) {
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'event') this.type = value;
    else if (name === 'data') this.data.push(value);
    else if (name === 'id') this.id = value;
  }
}

/** Pause before the nth new attempt: doubled from half a second to 15 s, with jitter so that clients do not come at once. */
export function backoff(attempt: number, random = Math.random()): number {
  return Math.round(Math.min(15_000, 500 * 2 ** attempt) * (0.75 + random / 2));
}
