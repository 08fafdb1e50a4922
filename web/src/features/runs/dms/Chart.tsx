import 'uplot/dist/uPlot.min.css';
import { useElementSize } from '@mantine/hooks';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { formatTime } from '@/ui';

interface Props {
  label: string;
  /** Seconds since 1970, and values. */
  data: readonly [number[], number[]];
  /** Name of a tone: --tone-<tone>-fg. */
  tone: 'info' | 'warning';
  format: (value: number) => string;
  /** IANA name: the axis shows its clocks. */
  zone: string;
}

const height = 72;

/** A small chart of one value over time. The present value stands beside it as text. */
export function Chart({ label, data, tone, format, zone }: Props) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const frame = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light');
  const plot = useRef<uPlot>(undefined);
  const latest = useRef({ data, format });
  useEffect(() => {
    latest.current = { data, format };
    plot.current?.setData([data[0], data[1]]);
  }, [data, format]);
  useEffect(() => {
    const host = frame.current;
    if (!host || width === 0) return;
    const style = getComputedStyle(document.documentElement);
    const color = (name: string) => style.getPropertyValue(name).trim();
    const line = color(`--tone-${tone}-fg`);
    const text = color('--mantine-color-dimmed');
    const grid = { stroke: color('--line'), width: 1 };
    const made = new uPlot(
      {
        width,
        height,
        legend: { show: false },
        cursor: { y: false, drag: { setScale: false } },
        padding: [6, 4, 0, 0],
        scales: { y: { range: (_, _least, most) => [0, Math.max(1, (Number.isFinite(most) ? most : 1) * 1.1)] } },
        axes: [
          { stroke: text, grid: { show: false }, ticks: { show: false }, size: 18, font: '10px system-ui', space: 70, gap: 2, values: (_, splits) => splits.map((second) => formatTime(new Date(second * 1000).toISOString(), zone).slice(11)) },
          { stroke: text, grid, ticks: { show: false }, size: 48, font: '10px system-ui', space: 26, gap: 4, values: (_, splits) => splits.map((value) => latest.current.format(value)) },
        ],
        series: [{}, { stroke: line, width: 1.5, fill: color(`--tone-${tone}-bg`), points: { show: false } }],
      },
      [latest.current.data[0], latest.current.data[1]],
      host,
    );
    plot.current = made;
    return () => {
      plot.current = undefined;
      made.destroy();
    };
  }, [width, tone, scheme, zone]);
  return (
    <div ref={ref} role="img" aria-label={label} style={{ height, minWidth: 0 }}>
      <div ref={frame} />
    </div>
  );
}
