import { memo, useState, type CSSProperties, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount, formatTime } from '@/ui';
import classes from './LogViewer.module.css';
import type { LogLine } from './logLine';
import { matchesIn } from './logWindow';

/** A line is drawn so far at first; the rest on demand, in one step, and then this far at most. */
const shortLength = 2_000;
const longLength = 200_000;

interface Props {
  line: LogLine;
  index: number;
  style: CSSProperties;
  zone: string;
  language: string;
  needle: string;
  found: boolean;
  measure?: ((element: HTMLElement | null) => void) | undefined;
}

export const LogLineRow = memo(function LogLineRow({ line, index, style, zone, language, needle, found, measure }: Props) {
  const { t } = useTranslation('runs');
  const [whole, setWhole] = useState(false);
  const most = whole ? longLength : shortLength;
  const text = line.text.length > most ? line.text.slice(0, most) : line.text;
  return (
    <div ref={measure} data-index={index} className={classes.line} style={style} data-level={line.level} data-found={found || undefined} role="listitem">
      <span className={classes.time}>{line.time ? timeOf(line.time, zone) : ' '.repeat(12)}</span>
      <span className={classes.level} data-level={line.level}>
        {line.time ? line.level : ''}
      </span>
      <span className={classes.text}>
        {marked(text, needle)}
        {line.text.length > text.length && (
          <button type="button" className={classes.more} onClick={() => setWhole(true)} disabled={whole}>
            {t('log.moreCharacters', { count: line.text.length - text.length, shown: formatCount(line.text.length - text.length, language) })}
          </button>
        )}
      </span>
    </div>
  );
});

/** 14:05:09.123; the date stands in the status line. */
function timeOf(iso: string, zone: string): string {
  return `${formatTime(iso, zone).slice(11)}${/\.\d{3}/.exec(iso)?.[0] ?? '.000'}`;
}

function marked(text: string, needle: string): ReactNode {
  const places = matchesIn(text, needle);
  if (places.length === 0) return text;
  const parts: ReactNode[] = [];
  let from = 0;
  for (const place of places) {
    parts.push(text.slice(from, place), <mark key={place}>{text.slice(place, place + needle.length)}</mark>);
    from = place + needle.length;
  }
  parts.push(text.slice(from));
  return parts;
}
