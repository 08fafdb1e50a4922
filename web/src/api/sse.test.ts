import { describe, expect, it } from 'vitest';
import { backoff, EventParser } from './sse';

describe('EventParser', () => {
  it('reads events however they are cut', () => {
    const text = ': hello\n\nevent: task\nid: 7\ndata: {"a":1}\ndata: {"b":2}\r\n\r\ndata:x\n\nevent: lost\n\n';
    for (const size of [1, 2, 5, 1000]) {
      const parser = new EventParser();
      const events = [];
      for (let at = 0; at < text.length; at += size) events.push(...parser.push(text.slice(at, at + size)));
      expect(events).toEqual([
        { type: 'task', data: '{"a":1}\n{"b":2}', id: '7' },
        { type: 'message', data: 'x', id: '7' },
      ]);
    }
  });

  it('waits longer each time, up to a bound', () => {
    expect([0, 1, 2, 9].map((n) => backoff(n, 0.5))).toEqual([500, 1000, 2000, 15_000]);
    expect(backoff(0, 0)).toBeLessThan(backoff(0, 1));
  });
});
