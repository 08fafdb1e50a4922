import { Group, Select, Text } from '@mantine/core';
import { RotateCw, Table2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '@/app/preferences';
import { IconAction } from '@/features/crud';
import type { TableStatistics } from '@/features/runs/dms/api';
import { DataTable, EmptyState, formatCount, SearchInput, StateBadge, TimeText, useStateWord, type Column, type TableQuery } from '@/ui';
import { timeOf } from './tasks';

interface Props {
  query: TableQuery<TableStatistics>;
  /** Loads one table again; undefined where the service has no such thing. */
  onReload?: ((table: TableStatistics) => void) | undefined;
  reloadReason?: string | undefined;
}

const nameOf = (table: TableStatistics) => `${table.SchemaName ?? ''}.${table.TableName ?? ''}`;
const errorsOf = (table: TableStatistics) => (table.FullLoadErrorRows ?? 0) + (table.FullLoadCondtnlChkFailedRows ?? 0);

/** The tables of a replication task: sorted, searched, by state. */
export function TaskTables({ query, onReload, reloadReason }: Props) {
  const { t } = useTranslation('dms');
  const { language } = usePreferences();
  const word = useStateWord();
  const [search, setSearch] = useState('');
  const [state, setState] = useState('');
  const all = query.data;
  const states = [...new Set((all ?? []).map((table) => table.TableState ?? ''))].sort();
  const rows = useMemo(() => all?.filter((table) => (!state || table.TableState === state) && nameOf(table).toLowerCase().includes(search.toLowerCase())), [all, state, search]);
  const columns = useMemo<Column<TableStatistics>[]>(() => {
    const count = (id: 'FullLoadRows' | 'Inserts' | 'Updates' | 'Deletes' | 'Ddls', header: string, hideBelow?: 1280): Column<TableStatistics> => ({
      id,
      header,
      align: 'right',
      nowrap: true,
      ...(hideBelow && { hideBelow }),
      sortBy: (row) => row[id],
      cell: (row) => formatCount(row[id] ?? 0, language),
    });
    return [
      { id: 'name', header: t('tables.name'), fill: true, sortBy: nameOf, cell: (row) => <Text size="sm" truncate title={nameOf(row)}><Text component="span" size="sm" c="dimmed">{row.SchemaName}.</Text>{row.TableName}</Text> },
      { id: 'state', header: t('common:field.state'), nowrap: true, sortBy: (row) => row.TableState, cell: (row) => row.TableState && <StateBadge state={row.TableState} bare /> },
      count('FullLoadRows', t('tables.rows')),
      {
        id: 'errors',
        header: t('tables.errors'),
        align: 'right',
        sortBy: errorsOf,
        cell: (row) => <span style={errorsOf(row) > 0 ? { color: 'var(--tone-danger-fg)', fontWeight: 600 } : undefined}>{formatCount(errorsOf(row), language)}</span>,
      },
      count('Inserts', t('tables.inserts')),
      count('Updates', t('tables.updates')),
      count('Deletes', t('tables.deletes')),
      count('Ddls', t('tables.ddls'), 1280),
      { id: 'updated', header: t('common:field.updated'), nowrap: true, hideBelow: 1100, sortBy: (row) => row.LastUpdateTime, cell: (row) => <TimeText time={timeOf(row.LastUpdateTime)} relative /> },
      ...(onReload ? [{ id: 'reload', header: t('common:field.actions'), headerHidden: true, width: 56, align: 'right' as const, cell: (row: TableStatistics) => <IconAction icon={RotateCw} label={t('tables.reload', { name: nameOf(row) })} reason={reloadReason} onClick={() => onReload(row)} /> }] : []),
    ];
  }, [t, language, onReload, reloadReason]);
  return (
    <>
      <Group mb="sm" gap="sm">
        <SearchInput value={search} onChange={setSearch} label={t('tables.search')} />
        <Select aria-label={t('common:field.state')} w={200} allowDeselect={false} value={state} onChange={(next) => setState(next ?? '')} data={[{ value: '', label: t('tasks.allStates') }, ...states.map((each) => ({ value: each, label: word(each) }))]} />
      </Group>
      <DataTable label={t('tables.title')} columns={columns} query={{ ...query, data: rows }} rowKey={nameOf} sort={{ id: 'name' }} empty={<EmptyState icon={Table2} title={t(all && all.length > 0 ? 'tables.noneSuch' : 'tables.none')} text={all && all.length > 0 ? undefined : t('tables.noneText')} />} />
    </>
  );
}
