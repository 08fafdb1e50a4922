import { useTranslation } from 'react-i18next';
import { formatBytes, formatCount, formatTime } from '@/ui';
import classes from './LogViewer.module.css';
import { firstByte, nextByte } from './logWindow';
import type { Log } from './useLog';

interface Props {
  log: Log;
  lines: number;
  /** Time of the first line that is seen. */
  first: string | undefined;
  zone: string;
  language: string;
  downloading: boolean;
}

/** Below the log: whether it still grows, which part of it is here, the day that is seen. */
export function LogStatus({ log, lines, first, zone, language, downloading }: Props) {
  const { t } = useTranslation('runs');
  const { window, size, ended, atStart, atEnd, loading } = log;
  return (
    <div className={classes.status}>
      <span>
        <span className={classes.dot} data-off={ended || undefined} />
        {t(ended ? 'log.ended' : atEnd ? 'log.live' : 'log.grows')}
      </span>
      <span className="tabular">
        {atStart && atEnd
          ? t('log.whole', { count: lines, shown: formatCount(lines, language), size: formatBytes(size) })
          : t('log.part', { from: formatBytes(firstByte(window)), to: formatBytes(nextByte(window)), size: formatBytes(size) })}
      </span>
      {(loading === 'before' || loading === 'after') && <span>{t('log.reading')}</span>}
      {downloading && <span>{t('log.downloading')}</span>}
      <span style={{ flex: 1 }} />
      {first && (
        <span className="tabular">
          {formatTime(first, zone).slice(0, 10)} · {zone}
        </span>
      )}
    </div>
  );
}
