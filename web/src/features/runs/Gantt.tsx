import { ActionIcon, Button, Select, Tooltip } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ChartGantt, ZoomIn, ZoomOut } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attempt, InstanceTask } from '@/api/types';
import { EmptyState, StateIcon, TimeText, useNow, useStateWord } from '@/ui';
import classes from './Gantt.module.css';
import { ganttRows, scrollAfterZoom, spanOf, tickLabel, ticks, tickStep } from './gantt';
import { GanttBars } from './GanttBars';

const rowHeight = 28;
const axisHeight = 26;
const nameWidth = 210;
/** Room right of the last bar. */
const tail = 40;
/** Keeps the marks of the axis to a few thousand. */
const mostZoom = 300;
const allRuns = 'all';

interface Props {
  tasks: readonly InstanceTask[];
  attempts: readonly Attempt[];
  /** Names in topological order. */
  order: readonly string[];
  running: boolean;
  selected: string | undefined;
  onSelect: (taskName: string) => void;
  onOpenLog: (attempt: Attempt) => void;
}

/** When which attempt ran, to the millisecond. */
export function Gantt({ tasks, attempts, order, running, selected, onSelect, onOpenLog }: Props) {
  const { t } = useTranslation('runs');
  const word = useStateWord();
  const now = useNow(running ? 1_000 : undefined);
  const runs = useMemo(() => [...new Set(attempts.map((attempt) => attempt.runNumber))].sort((a, b) => b - a), [attempts]);
  // Runs may lie days apart: one at a time, the last one first.
  const [chosen, setChosen] = useState<string>();
  const run = chosen ?? String(runs[0] ?? 1);
  const rows = useMemo(() => ganttRows(order, run === allRuns ? attempts : attempts.filter((attempt) => String(attempt.runNumber) === run), now), [order, attempts, run, now]);
  const states = useMemo(() => new Map(tasks.map((task) => [task.name, task.state])), [tasks]);
  const span = spanOf(rows);
  const [zoom, setZoom] = useState(1);
  const scroll = useRef<HTMLDivElement>(null);
  const { ref: sized, width: frameWidth } = useElementSize();
  const virtualizer = useVirtualizer({ count: rows.length, getScrollElement: () => scroll.current, estimateSize: () => rowHeight, overscan: 10, scrollMargin: axisHeight });

  const visible = Math.max(200, frameWidth - nameWidth - tail);
  const width = visible * zoom;
  const zoomTo = (next: number, pointer = visible / 2) => {
    const bounded = Math.min(mostZoom, Math.max(1, next));
    const element = scroll.current;
    if (element) {
      const left = scrollAfterZoom(element.scrollLeft, pointer, width, visible * bounded);
      requestAnimationFrame(() => (element.scrollLeft = left));
    }
    setZoom(bounded);
  };
  // A wheel listener of React's is passive: it could not keep the page from zooming.
  const latest = useRef<(factor: number, pointer: number) => void>(undefined);
  useEffect(() => {
    latest.current = (factor, pointer) => zoomTo(zoom * factor, pointer);
  });
  const drawn = span !== undefined;
  useEffect(() => {
    const element = scroll.current;
    if (!element || !drawn) return;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      latest.current?.(Math.exp(-event.deltaY / 300), Math.max(0, event.clientX - element.getBoundingClientRect().left - nameWidth));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [drawn]);

  if (!span) return <EmptyState icon={ChartGantt} title={t('gantt.empty')} text={t('gantt.emptyText')} />;
  const step = tickStep(span, width);
  const marks = ticks(span, step);
  const scale = width / (span.to - span.from);
  const full = nameWidth + width + tail;
  const height = axisHeight + rows.length * rowHeight;
  return (
    <div className={classes.gantt} ref={sized}>
      <div className={classes.bar}>
        <span>
          {t('gantt.from')} <TimeText time={new Date(span.from).toISOString()} />
        </span>
        {runs.length > 1 && (
          <Select size="xs" w={130} value={run} onChange={(value) => value && setChosen(value)} aria-label={t('gantt.run')} allowDeselect={false} data={[...runs.map((number) => ({ value: String(number), label: t('gantt.runNumber', { number }) })), { value: allRuns, label: t('gantt.allRuns') }]} />
        )}
        <span style={{ flex: 1 }} />
        <span>{t('gantt.hint')}</span>
        <Tooltip label={t('gantt.zoomOut')}>
          <ActionIcon aria-label={t('gantt.zoomOut')} disabled={zoom <= 1} onClick={() => zoomTo(zoom / 1.6)}>
            <ZoomOut size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t('gantt.zoomIn')}>
          <ActionIcon aria-label={t('gantt.zoomIn')} disabled={zoom >= mostZoom} onClick={() => zoomTo(zoom * 1.6)}>
            <ZoomIn size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Button size="compact-xs" variant="default" disabled={zoom === 1} onClick={() => zoomTo(1)}>
          {t('gantt.fit')}
        </Button>
      </div>
      <div className={classes.scroll} ref={scroll} tabIndex={0} role="region" aria-label={t('gantt.label')}>
        <div className={classes.inner} style={{ width: full, height }}>
          <div className={classes.axis} style={{ width: full, height: axisHeight }} aria-hidden>
            <div className={classes.corner} style={{ width: nameWidth }} />
            <svg width={width + tail} height={axisHeight} style={{ position: 'absolute', left: nameWidth, top: 0 }}>
              {marks.map((mark) => (
                <text key={mark} x={mark * scale + 4} y={17}>
                  {tickLabel(mark, step)}
                </text>
              ))}
            </svg>
          </div>
          <svg width={full} height={height - axisHeight} style={{ position: 'absolute', top: axisHeight, left: 0 }} aria-hidden>
            {marks.map((mark) => (
              <line key={mark} className={classes.grid} x1={nameWidth + mark * scale} x2={nameWidth + mark * scale} y1={0} y2={height} />
            ))}
          </svg>
          <div role="list" aria-label={t('gantt.label')}>
            {virtualizer.getVirtualItems().map((item) => {
              const row = rows[item.index];
              if (!row) return null;
              const state = states.get(row.name) ?? 'waiting';
              return (
                <div key={row.name} role="listitem" className={classes.row} style={{ top: item.start }} data-selected={row.name === selected || undefined}>
                  <button type="button" className={classes.name} style={{ width: nameWidth }} onClick={() => onSelect(row.name)} title={`${row.name}: ${word(state)}`}>
                    <StateIcon state={state} />
                    <span>{row.name}</span>
                  </button>
                  <GanttBars row={row} span={span} width={width} height={rowHeight} onOpenLog={onOpenLog} />
                </div>
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
}
