import { Text, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Attempt } from '@/api/types';
import { usePreferences } from '@/app/preferences';
import { formatDuration, formatTime, lookOf, useStateWord } from '@/ui';
import classes from './Gantt.module.css';
import { barGeometry, type GanttBar, type GanttRow, type Span } from './gantt';

interface Props {
  row: GanttRow;
  span: Span;
  width: number;
  height: number;
  onOpenLog: (attempt: Attempt) => void;
}

export function GanttBars({ row, span, width, height, onOpenLog }: Props) {
  return (
    <svg className={classes.bars} width={width} height={height} role="group" aria-label={row.name}>
      {row.bars.map((bar) => (
        <Bar key={bar.attempt.code} bar={bar} {...barGeometry(bar, span, width)} height={height} onOpen={() => onOpenLog(bar.attempt)} />
      ))}
    </svg>
  );
}

function Bar({ bar, x, width, height, onOpen }: { bar: GanttBar; x: number; width: number; height: number; onOpen: () => void }) {
  const { t } = useTranslation('runs');
  const word = useStateWord();
  const { shownZone } = usePreferences();
  const length = formatDuration(bar.end - bar.start);
  const name = t('gantt.bar', { task: bar.attempt.taskName, number: bar.attempt.number, state: word(bar.state), duration: length });
  const start = `${formatTime(new Date(bar.start).toISOString(), shownZone)}.${String(bar.start % 1000).padStart(3, '0')}`;
  return (
    <Tooltip
      label={
        <>
          <Text size="xs" fw={600}>
            {name}
          </Text>
          <Text size="xs">{start}</Text>
        </>
      }
    >
      <rect
        className={classes.mark}
        data-tone={lookOf(bar.state).tone}
        x={x}
        y={6}
        width={width}
        height={height - 12}
        rx={Math.min(3, width / 2)}
        role="button"
        tabIndex={0}
        aria-label={name}
        onClick={onOpen}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== ' ') return;
          event.preventDefault();
          onOpen();
        }}
      />
    </Tooltip>
  );
}
