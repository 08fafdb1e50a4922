import type { ReactNode } from 'react';

/** A column of DataTable and PagedTable. */
export interface Column<T> {
  id: string;
  header: string;
  cell: (row: T) => ReactNode;
  /** What rows are sorted by; a column without cannot be sorted. */
  sortBy?: (row: T) => string | number | undefined;
  width?: number | string;
  /** Takes what the others leave, and cuts its text. One a table. */
  fill?: boolean;
  nowrap?: boolean;
  /** Left out in windows narrower than this: what can be spared. */
  hideBelow?: 1100 | 1280;
  align?: 'left' | 'right' | 'center';
  /** The header is for screen readers only: buttons, icons. */
  headerHidden?: boolean;
}

export interface Sorting {
  id: string;
  desc?: boolean;
}

/** Texts by number and letter case as people do, numbers by size, what is missing last. */
export function compareValues(a: string | number | undefined, b: string | number | undefined): number {
  if (a === undefined || a === '') return b === undefined || b === '' ? 0 : 1;
  if (b === undefined || b === '') return -1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), undefined, { numeric: true, sensitivity: 'base' });
}
