import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pages } from '@/api/pages';
import { DataTable } from './DataTable';
import type { Column } from './table';

interface Props<T> {
  label: string;
  columns: Column<T>[];
  /** What usePages returned. */
  pages: Pages<T>;
  rowKey: (row: T) => string;
  empty: ReactNode;
  onRow?: (row: T) => void;
  maxHeight?: number | string;
}

/** A table of a list that the server gives page by page, in the server's order. */
export function PagedTable<T>({ pages, columns, ...props }: Props<T>) {
  const { t } = useTranslation('common');
  // Sorting the pages that happen to be here would show an order that is not the list's.
  const plain = pages.hasMore ? columns.map(({ sortBy, ...column }) => column) : columns;
  return (
    <DataTable
      {...props}
      columns={plain}
      query={{ data: pages.rows, isPending: pages.isPending, error: pages.error, refetch: pages.refetch }}
      foot={
        pages.hasMore && (
          <Button size="xs" variant="default" loading={pages.loadingMore} onClick={pages.loadMore}>
            {t('table.more')}
          </Button>
        )
      }
    />
  );
}
