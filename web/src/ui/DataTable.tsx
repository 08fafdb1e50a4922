import { getCoreRowModel, getSortedRowModel, useReactTable, type ColumnDef, type Row, type SortingState } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useMemo, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './DataTable.module.css';
import { ErrorState } from './ErrorState';
import { LoadingState } from './LoadingState';
import { compareValues, type Column, type Sorting } from './table';

/** The part of a query that a table shows. */
export interface TableQuery<T> {
  data?: T[] | undefined;
  isPending: boolean;
  error: unknown;
  refetch: () => unknown;
}

interface Props<T> {
  /** What is listed, for screen readers. */
  label: string;
  columns: Column<T>[];
  rows?: T[] | undefined;
  /** Instead of `rows`: shows loading and errors too. */
  query?: TableQuery<T>;
  rowKey: (row: T) => string;
  sort?: Sorting;
  empty: ReactNode;
  onRow?: (row: T) => void;
  /** Below the table, e.g. "load more"; the count is there by itself. */
  foot?: ReactNode;
  /** Height at which a long table scrolls; over 200 rows only what is seen is drawn. */
  maxHeight?: number | string;
}

const virtualFrom = 200;
const rowHeight = 36;

export function DataTable<T>({ label, columns, rows, query, rowKey, sort, empty, onRow, foot, maxHeight }: Props<T>) {
  const { t } = useTranslation('common');
  const data = rows ?? query?.data;
  const [sorting, setSorting] = useState<SortingState>(sort ? [{ id: sort.id, desc: sort.desc ?? false }] : []);
  const defs = useMemo<ColumnDef<T>[]>(
    () =>
      columns.map((column) => ({
        id: column.id,
        enableSorting: column.sortBy !== undefined,
        accessorFn: (row: T) => column.sortBy?.(row),
        sortingFn: (a: Row<T>, b: Row<T>) => compareValues(column.sortBy?.(a.original), column.sortBy?.(b.original)),
        sortUndefined: 'last' as const,
      })),
    [columns],
  );
  const none = useMemo<T[]>(() => [], []);
  const table = useReactTable({
    data: data ?? none,
    columns: defs,
    state: { sorting },
    onSortingChange: setSorting,
    getRowId: rowKey,
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
  });
  const all = table.getRowModel().rows;
  const frame = useRef<HTMLDivElement>(null);
  const virtual = all.length > virtualFrom;
  const virtualizer = useVirtualizer({ count: virtual ? all.length : 0, getScrollElement: () => frame.current, estimateSize: () => rowHeight, overscan: 12 });

  if (query?.error && !data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!data) return <LoadingState />;
  if (data.length === 0) return <div className={classes.frame}>{empty}</div>;

  const seen = virtualizer.getVirtualItems();
  const shown = virtual ? seen.map((item) => all[item.index]).filter((row) => row !== undefined) : all;
  const before = virtual ? (seen[0]?.start ?? 0) : 0;
  const after = virtual ? virtualizer.getTotalSize() - (seen.at(-1)?.end ?? 0) : 0;
  return (
    <div>
      <div ref={frame} className={classes.frame} tabIndex={virtual ? 0 : undefined} style={{ maxHeight: maxHeight ?? (virtual ? 'calc(100vh - 220px)' : undefined) }}>
        <table className={classes.table} aria-label={label} aria-rowcount={virtual ? all.length : undefined}>
          <thead>
            <tr>
              {columns.map((column) => (
                <HeaderCell key={column.id} column={column} sorted={sorting.find((entry) => entry.id === column.id)} toggle={() => table.getColumn(column.id)?.toggleSorting()} />
              ))}
            </tr>
          </thead>
          <tbody>
            {before > 0 && <tr aria-hidden style={{ height: before }} />}
            {shown.map((row) => (
              <tr
                key={row.id}
                className={onRow && classes.clickable}
                tabIndex={onRow && 0}
                onClick={onRow && ((event) => !fromControl(event) && onRow(row.original))}
                onKeyDown={onRow && ((event) => event.key === 'Enter' && event.target === event.currentTarget && onRow(row.original))}
              >
                {columns.map((column) => (
                  <td key={column.id} style={{ textAlign: column.align }} data-fill={column.fill} data-nowrap={column.nowrap} data-hide-below={column.hideBelow}>
                    {column.cell(row.original)}
                  </td>
                ))}
              </tr>
            ))}
            {after > 0 && <tr aria-hidden style={{ height: after }} />}
          </tbody>
        </table>
      </div>
      <div className={classes.foot}>
        <span aria-live="polite">{t('table.count', { count: data.length })}</span>
        {foot}
      </div>
    </div>
  );
}

/** A click on a link or button in a row is that control's, not the row's. */
function fromControl(event: MouseEvent | KeyboardEvent): boolean {
  return (event.target as HTMLElement).closest('a, button, input, label, [role="menu"]') !== null;
}

function HeaderCell<T>({ column, sorted, toggle }: { column: Column<T>; sorted: { desc: boolean } | undefined; toggle: () => void }) {
  const shape = { style: { width: column.width, textAlign: column.align }, 'data-fill': column.fill, 'data-hide-below': column.hideBelow };
  if (!column.sortBy) {
    return (
      <th scope="col" {...shape}>
        {column.headerHidden ? <span className="visually-hidden">{column.header}</span> : column.header}
      </th>
    );
  }
  const Arrow = sorted?.desc ? ArrowDown : ArrowUp;
  return (
    <th scope="col" {...shape} aria-sort={sorted ? (sorted.desc ? 'descending' : 'ascending') : 'none'}>
      <button type="button" className={classes.sort} onClick={toggle} data-off={sorted ? undefined : true}>
        {column.header}
        <Arrow size={13} aria-hidden />
      </button>
    </th>
  );
}
