import { expect, it } from 'vitest';
import { formatBytes, formatDuration, formatRelative, formatTime } from './format';

it('formatTime shows the zone asked for, across days and summer time', () => {
  expect(formatTime('2026-03-29T00:59:59Z', 'Europe/Berlin')).toBe('2026-03-29 01:59:59');
  expect(formatTime('2026-03-29T01:00:00Z', 'Europe/Berlin')).toBe('2026-03-29 03:00:00');
  expect(formatTime('2026-01-01T20:00:00Z', 'Asia/Shanghai', false)).toBe('2026-01-02 04:00');
  expect(formatTime('2026-01-01T00:00:00Z', 'UTC')).toBe('2026-01-01 00:00:00');
});

it('formatDuration keeps two units', () => {
  expect([0, 950, 4250, 9990, 59_999, 185_000, 7_620_000, 273_600_000, -5].map(formatDuration)).toEqual([
    '0 ms', '950 ms', '4.2 s', '9.9 s', '59 s', '3 min 05 s', '2 h 07 min', '3 d 04 h', '0 s',
  ]);
});

it('formatRelative and formatBytes', () => {
  const now = Date.parse('2026-01-01T12:00:00Z');
  expect(formatRelative('2026-01-01T11:55:00Z', now, 'en')).toBe('5 minutes ago');
  expect(formatRelative('2026-01-01T14:00:00Z', now, 'zh')).toBe('2小时后');
  expect([512, 1500, 123_456_789].map(formatBytes)).toEqual(['512 B', '1.5 kB', '123 MB']);
});
