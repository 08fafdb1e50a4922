import { Group } from '@mantine/core';
import { Table2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '@/app/preferences';
import { DataTable, EmptyState, formatCount, SearchInput, StateBadge, type Column } from '@/ui';
import type { TableRow } from './tables';

/** The tables of a migration, sortable and to be filtered by name. `changes`: it captures changes, so that those are worth columns. */
export function TableStatisticsTable({ rows, changes }: { rows: TableRow[]; changes: boolean }) {
  const { t } = useTranslation('runs');
  const { language } = usePreferences();
  const [wanted, setWanted] = useState('');
  const shown = useMemo(() => (wanted ? rows.filter((row) => row.name.toLowerCase().includes(wanted.toLowerCase()) || row.state.toLowerCase().includes(wanted.toLowerCase())) : rows), [rows, wanted]);
  const columns = useMemo<Column<TableRow>[]>(() => {
    const count = (id: 'rows' | 'inserts' | 'updates' | 'deletes', header: string): Column<TableRow> => ({
      id,
      header,
      align: 'right',
      sortBy: (row) => row[id],
      cell: (row) => (row[id] === undefined ? '–' : formatCount(row[id], language)),
    });
    return [
      { id: 'name', header: t('table.name'), sortBy: (row) => row.name, cell: (row) => <span style={{ whiteSpace: 'nowrap' }}>{row.name}</span> },
      { id: 'state', header: t('common:field.state'), sortBy: (row) => row.state, cell: (row) => <StateBadge state={row.state} bare /> },
      count('rows', t('table.rows')),
      {
        id: 'errors',
        header: t('table.errors'),
        align: 'right',
        sortBy: (row) => row.errors,
        cell: (row) => <span style={row.errors > 0 ? { color: 'var(--tone-danger-fg)', fontWeight: 600 } : undefined}>{formatCount(row.errors, language)}</span>,
      },
      ...(changes ? [count('inserts', t('table.inserts')), count('updates', t('table.updates')), count('deletes', t('table.deletes'))] : []),
    ];
  }, [t, language, changes]);
  return (
    <>
      {rows.length > 5 && (
        <Group mb={6}>
          <SearchInput value={wanted} onChange={setWanted} label={t('table.filter')} shortcut={false} width={220} />
        </Group>
      )}
      <DataTable label={t('table.title')} columns={columns} rows={shown} rowKey={(row) => row.name} sort={{ id: 'name' }} empty={<EmptyState icon={Table2} title={rows.length > 0 ? t('table.noneFits') : t('table.none')} />} maxHeight={320} />
    </>
  );
}
