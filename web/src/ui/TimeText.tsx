import { Text, Tooltip } from '@mantine/core';
import { useEffect, useState } from 'react';
import { usePreferences } from '@/app/preferences';
import { formatDuration, formatRelative, formatTime } from './format';

interface TimeProps {
  time: string | undefined;
  /** Shows "5 minutes ago" and the date on hover, instead of the other way round. */
  relative?: boolean;
  seconds?: boolean;
}

/** A moment in the user's zone; the other form on hover. */
export function TimeText({ time, relative = false, seconds = true }: TimeProps) {
  const { shownZone, language } = usePreferences();
  const now = useNow(relative ? 10_000 : undefined);
  if (!time) return <Text component="span" size="sm" c="dimmed">–</Text>;
  const date = formatTime(time, shownZone, seconds);
  // The clock of this component is behind by up to its period: what just happened is not yet to come.
  const moment = Date.parse(time);
  const ago = formatRelative(time, moment > now && moment < now + 10_000 ? moment : now, language);
  return (
    <Tooltip label={relative ? `${date} (${shownZone})` : `${ago} (${shownZone})`}>
      <time dateTime={time} className="tabular" style={{ whiteSpace: 'nowrap' }}>
        {relative ? ago : date}
      </time>
    </Tooltip>
  );
}

/** Length between two moments; without an end it counts up. */
export function Duration({ from, to, milliseconds }: { from?: string | undefined; to?: string | undefined; milliseconds?: number }) {
  const now = useNow(from && !to && milliseconds === undefined ? 1000 : undefined);
  const length = milliseconds ?? (from ? (to ? Date.parse(to) : now) - Date.parse(from) : undefined);
  if (length === undefined) return <Text component="span" size="sm" c="dimmed">–</Text>;
  return (
    <span className="tabular" style={{ whiteSpace: 'nowrap' }}>
      {formatDuration(to || milliseconds !== undefined ? length : Math.max(0, Math.floor(length / 1000) * 1000))}
    </span>
  );
}

/** The present moment, told anew every `period` milliseconds. */
export function useNow(period: number | undefined): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (period === undefined) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), period);
    return () => clearInterval(timer);
  }, [period]);
  return now;
}
