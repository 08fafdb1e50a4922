import { formatTime } from '@/ui/format';

/** Difference between a zone's clocks and UTC at a moment, in milliseconds. */
export function offsetAt(moment: number, zone: string): number {
  const shown = formatTime(new Date(moment).toISOString(), zone);
  return Date.parse(`${shown.replace(' ', 'T')}Z`) - Math.floor(moment / 1000) * 1000;
}

/** The moment at which a zone's clocks show `2026-03-01 02:30[:00]`. A time that clocks leave out is the moment after the gap, one that comes twice is the first. */
export function momentOf(local: string, zone: string): number {
  const [date = '', time = '00:00:00'] = local.trim().split(/[ T]/);
  const asUtc = Date.parse(`${date}T${time.length === 5 ? `${time}:00` : time}Z`);
  if (Number.isNaN(asUtc)) return NaN;
  // Offsets of the day before and after: at most one change lies between them.
  const candidates = [offsetAt(asUtc - 86_400_000, zone), offsetAt(asUtc + 86_400_000, zone)].map((offset) => asUtc - offset);
  const real = candidates.filter((moment) => moment + offsetAt(moment, zone) === asUtc);
  return real.length > 0 ? Math.min(...real) : Math.max(...candidates);
}

export function isZone(zone: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: zone });
    return zone !== '';
  } catch {
    return false;
  }
}

/** All zones that the browser knows, the user's own and UTC first. */
export function zoneNames(own: string): string[] {
  const first = [...new Set([own, 'UTC'])];
  return [...first, ...Intl.supportedValuesOf('timeZone').filter((zone) => !first.includes(zone))];
}

/** "UTC+02:00" of a zone at a moment. */
export function offsetText(moment: number, zone: string): string {
  const minutes = Math.round(offsetAt(moment, zone) / 60_000);
  const pad = (n: number) => String(n).padStart(2, '0');
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? '−' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}
