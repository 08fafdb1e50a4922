import { Group, Text, Title } from '@mantine/core';
import { Plus, type LucideIcon } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable, EmptyState, PageHeader, RightButton, SearchInput, type Column, type Crumb, type Sorting, type TableQuery } from '@/ui';
import { Denied } from './Denied';
import { RowActions, type Removal } from './RowActions';

export interface FormProps<T> {
  /** undefined: a new one. */
  row: T | undefined;
  opened: boolean;
  onClose: () => void;
}

interface Props<T> {
  title: string;
  intro?: ReactNode;
  crumbs?: Crumb[];
  /** Not a page of its own: a section with a smaller title, or what a tab shows, which has the title already. */
  part?: 'section' | 'tab';
  query: TableQuery<T>;
  columns: Column<T>[];
  rowKey: (row: T) => string;
  /** How a row is called, for buttons and the search. */
  nameOf: (row: T) => string;
  /** What else a search finds. */
  textOf?: (row: T) => string;
  sort?: Sorting;
  /** Why things cannot be made or changed here. */
  reason: string | undefined;
  /** Why the list may not be seen at all. */
  denied?: string | undefined;
  /** Why this row cannot be changed, if not for `reason`. */
  reasonOf?: (row: T) => string | undefined;
  icon: LucideIcon;
  createLabel?: string;
  empty: { title: string; text?: ReactNode };
  /** The form for a new one and for changes. */
  form?: (props: FormProps<T>) => ReactNode;
  editable?: boolean;
  removal?: (row: T) => Removal;
  /** Further actions of a row, before edit and delete. */
  actions?: (row: T) => ReactNode;
  /** How many such buttons a row has, for the column's width. */
  actionCount?: number;
  onRow?: (row: T) => void;
  /** Beside the search. */
  filters?: ReactNode;
  /** Beside the create button. */
  tools?: ReactNode;
  children?: ReactNode;
}

/** A list of things that are made, changed and deleted: the pattern of all administration and DMS pages. */
export function CrudPage<T>(props: Props<T>) {
  const { title, query, rowKey, nameOf, textOf, reason, reasonOf, form, editable = form !== undefined, removal, actions, actionCount = 0 } = props;
  const { t } = useTranslation('crud');
  const [search, setSearch] = useState('');
  const [drawer, setDrawer] = useState<{ key: number; opened: boolean; row?: T | undefined }>({ key: 0, opened: false });
  const open = (row?: T) => setDrawer((old) => ({ key: old.key + 1, opened: true, row }));

  const found = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    if (!wanted || !query.data) return query.data;
    return query.data.filter((row) => `${nameOf(row)} ${textOf?.(row) ?? ''}`.toLowerCase().includes(wanted));
    // The functions that name a row are written in place and mean the same each time.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [query.data, search]);

  const buttons = actionCount + (editable ? 1 : 0) + (removal ? 1 : 0);
  const columns: Column<T>[] = [
    // Beside a column that takes what is left, the others would be squeezed.
    ...props.columns.map((column) => (column.fill ? column : { nowrap: true, ...column })),
    ...(buttons > 0
      ? [
          {
            id: 'actions',
            header: t('common:field.actions'),
            headerHidden: true,
            align: 'right' as const,
            width: 26 + buttons * 30,
            cell: (row: T) => <RowActions name={nameOf(row)} reason={reason ?? reasonOf?.(row)} onEdit={editable ? () => open(row) : undefined} removal={removal?.(row)} more={actions?.(row)} />,
          },
        ]
      : []),
  ];
  const create = form && props.createLabel && (
    <RightButton leftSection={<Plus size={15} aria-hidden />} reason={reason} onClick={() => open()}>
      {props.createLabel}
    </RightButton>
  );
  const head = (
    <>
      {props.tools}
      {create}
    </>
  );
  return (
    <>
      {props.part ? (
        <Group justify="space-between" mb="sm">
          <div>
            {props.part === 'section' && <Title order={2}>{title}</Title>}
            <Text size="sm" c="dimmed" component="div">
              {props.intro}
            </Text>
          </div>
          <Group gap="xs">{head}</Group>
        </Group>
      ) : (
        <PageHeader title={title} description={props.intro} crumbs={props.crumbs} actions={head} />
      )}
      {props.denied !== undefined ? (
        <Denied icon={props.icon} reason={props.denied} />
      ) : (
        <>
          <Group mb="sm" gap="sm">
            <SearchInput value={search} onChange={setSearch} label={t('search')} />
            {props.filters}
          </Group>
          <DataTable
            label={title}
            columns={columns}
            query={{ ...query, data: found }}
            rowKey={rowKey}
            {...(props.sort && { sort: props.sort })}
            {...(props.onRow && { onRow: props.onRow })}
            empty={search ? <EmptyState icon={props.icon} title={t('none')} text={t('noneText', { search })} /> : <EmptyState icon={props.icon} title={props.empty.title} text={props.empty.text} action={create} />}
          />
        </>
      )}
      {props.children}
      {form && <div key={drawer.key}>{form({ row: drawer.row, opened: drawer.opened, onClose: () => setDrawer((old) => ({ ...old, opened: false })) })}</div>}
    </>
  );
}
