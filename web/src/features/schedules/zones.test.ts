import { expect, it } from 'vitest';
import { isZone, momentOf, offsetText, zoneNames } from './zones';

const iso = (local: string, zone: string) => new Date(momentOf(local, zone)).toISOString();

it('momentOf reads the clocks of a zone', () => {
  expect(iso('2026-01-15', 'Asia/Shanghai')).toBe('2026-01-14T16:00:00.000Z');
  expect(iso('2026-07-01 12:30', 'Europe/Berlin')).toBe('2026-07-01T10:30:00.000Z');
  expect(iso('2026-07-01T12:30:15', 'America/New_York')).toBe('2026-07-01T16:30:15.000Z');
});

it('momentOf: where clocks are put forward or back', () => {
  expect(iso('2026-03-29 02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
  expect(iso('2026-10-25 02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
});

it('knows zones', () => {
  expect(isZone('Europe/Berlin')).toBe(true);
  expect(isZone('Europe/Nowhere')).toBe(false);
  expect(isZone('')).toBe(false);
  expect(zoneNames('Asia/Shanghai').slice(0, 2)).toEqual(['Asia/Shanghai', 'UTC']);
  expect(offsetText(Date.parse('2026-01-01T00:00:00Z'), 'Asia/Kolkata')).toBe('UTC+05:30');
});
