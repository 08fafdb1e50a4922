import { Button } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDownToLine, FileText } from 'lucide-react';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '@/app/preferences';
import { EmptyState, ErrorState, LoadingState, notifyError } from '@/ui';
import { downloadLog } from './download';
import { LogLineRow } from './LogLineRow';
import { LogStatus } from './LogStatus';
import type { LogLevel } from './logLine';
import { LogToolbar } from './LogToolbar';
import { nextByte } from './logWindow';
import classes from './LogViewer.module.css';
import { useLog, type LogSource } from './useLog';
import { useLogSearch } from './useLogSearch';

const lineHeight = 19;
/** So near to an edge of the window, more is read. */
const nearEdge = 60;
const farBehind = 1_000_000;

interface Props extends LogSource {
  /** Name of a downloaded file. */
  fileName: string;
  /** In the tool bar: the choice of the attempt. */
  children?: ReactNode;
}

export function LogViewer({ children, fileName, ...source }: Props) {
  const { t } = useTranslation('runs');
  const { shownZone, language } = usePreferences();
  const [level, setLevel] = useState<LogLevel>('DEBUG');
  const [wrap, setWrap] = useState(true);
  const [follow, setFollow] = useState(true);
  const [downloading, setDownloading] = useState(false);
  const log = useLog(source, level);
  const { window, atStart, atEnd, loading, error, loadBefore, loadAfter, open } = log;
  const lines = useMemo(() => window.pages.flatMap((page) => page.lines), [window]);
  const frame = useRef<HTMLDivElement>(null);
  const { base } = window;
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => frame.current,
    estimateSize: () => lineHeight,
    getItemKey: useCallback((index: number) => base + index, [base]),
    overscan: 20,
  });
  const items = virtualizer.getVirtualItems();
  const top = items.find((item) => item.end > (virtualizer.scrollOffset ?? 0));

  // What is looked at stays where it is when lines are added or let go above it.
  const anchor = useRef<{ base: number; key: number; within: number }>(undefined);
  useLayoutEffect(() => {
    const kept = anchor.current;
    const element = frame.current;
    if (element && kept && kept.base !== base && !follow) {
      const start = virtualizer.getOffsetForIndex(Math.max(0, kept.key - base), 'start')?.[0];
      if (start !== undefined) element.scrollTop = start + kept.within;
    }
    if (follow && lines.length > 0) virtualizer.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [base, lines, follow, virtualizer, wrap]);
  useEffect(() => {
    if (top) anchor.current = { base, key: base + top.index, within: (virtualizer.scrollOffset ?? 0) - top.start };
  });

  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (loading || error) return;
    // Far behind while following: what lies between is not looked at.
    if (follow && !atEnd && log.size - nextByte(window) > farBehind) void open('end');
    else if (first < nearEdge && !atStart) void loadBefore();
    else if (last > lines.length - nearEdge && !atEnd) void loadAfter();
  }, [first, last, lines.length, atStart, atEnd, loading, error, loadBefore, loadAfter, follow, log.size, window, open]);

  const show = useCallback(
    (index: number) => {
      setFollow(false);
      // A window that was opened for it is drawn first.
      requestAnimationFrame(() => virtualizer.scrollToIndex(index, { align: 'center' }));
    },
    [virtualizer],
  );
  const search = useLogSearch(log, lines, level, show);
  const toNewest = () => {
    setFollow(true);
    if (!atEnd) void open('end');
  };
  const toStart = () => {
    setFollow(false);
    if (atStart) frame.current?.scrollTo({ top: 0 });
    else void open(0).then(() => frame.current?.scrollTo({ top: 0 }));
  };
  const download = () => {
    setDownloading(true);
    downloadLog(log.read, fileName)
      .catch(notifyError)
      .finally(() => setDownloading(false));
  };
  const scrolledTo = useRef(0);
  const onScroll = () => {
    const element = frame.current;
    if (!element) return;
    const rest = element.scrollHeight - element.scrollTop - element.clientHeight;
    if (element.scrollTop < scrolledTo.current - 2 && rest > lineHeight * 2 && follow && touched.current) setFollow(false);
    else if (rest < 2 && atEnd && !follow && touched.current) setFollow(true);
    scrolledTo.current = element.scrollTop;
  };
  // Only scrolling by the user's hand ends or begins following, not what the list itself does.
  const touched = useRef(false);
  const touch = () => {
    touched.current = true;
    setTimeout(() => (touched.current = false), 400);
  };

  return (
    <div className={classes.viewer}>
      <LogToolbar
        {...{ search, level, wrap, follow, downloading }}
        go={(step) => void search.go(step, top?.index ?? 0)}
        onLevel={setLevel}
        onWrap={setWrap}
        onFollow={(on) => (on ? toNewest() : setFollow(false))}
        onStart={toStart}
        onDownload={download}
      >
        {children}
      </LogToolbar>
      <div className={classes.frame}>
        <div ref={frame} className={classes.scroll} onScroll={onScroll} onWheel={touch} onPointerDown={touch} onPointerMove={(event) => event.buttons && touch()} onKeyDown={touch} onTouchMove={touch} tabIndex={0} role="log" aria-live="off" aria-label={t('log.label')}>
          {loading === 'first' && <div className={classes.notice}><LoadingState rows={8} height={20} /></div>}
          {error !== undefined && <div className={classes.notice}><ErrorState error={error} onRetry={() => void open('end')} /></div>}
          {!loading && error === undefined && lines.length === 0 && atStart && (
            <div className={classes.notice}>
              <EmptyState icon={FileText} title={t(level === 'DEBUG' ? 'log.empty' : 'log.noneOfLevel')} text={log.ended || level !== 'DEBUG' ? undefined : t('log.emptyText')} />
            </div>
          )}
          <div className={classes.inner} style={{ height: virtualizer.getTotalSize() }} data-wrap={wrap || undefined} role="list">
            {items.map((item) => {
              const line = lines[item.index];
              return (
                line && (
                  <LogLineRow key={item.key} line={line} index={item.index} style={{ transform: `translateY(${item.start}px)` }} zone={shownZone} language={language} needle={search.needle} found={search.found === base + item.index} measure={virtualizer.measureElement} />
                )
              );
            })}
          </div>
        </div>
        {!follow && !(log.ended && atEnd) && (
          <Button className={classes.newest} size="xs" leftSection={<ArrowDownToLine size={14} aria-hidden />} onClick={toNewest}>
            {t('log.toNewest')}
          </Button>
        )}
      </div>
      <LogStatus log={log} lines={lines.length} first={lines[top?.index ?? 0]?.time} zone={shownZone} language={language} downloading={downloading} />
    </div>
  );
}
