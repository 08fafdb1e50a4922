import { Loader, Text, TextInput } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useDebouncedValue } from '@mantine/hooks';
import { Check, ChevronRight, Database, Eye, Minus, Search, Table2 } from 'lucide-react';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '@/ui';
import { useSourceTables } from '../../api';
import { exactly } from '../patterns';
import type { Mapping } from '../rules';
import { isSelected, tickOf, tickSchema, tickTable, type SourceSchema, type SourceTable, type Tick } from '../selection';
import { Unavailable } from './Unavailable';
import classes from './MappingEditor.module.css';

interface TreeRow {
  key: string;
  schema: SourceSchema;
  table?: SourceTable;
  tick: Tick;
}

const tickWords = { all: 'true', some: 'mixed', none: 'false' } as const;

function TickBox({ tick }: { tick: Tick }) {
  return (
    <span className={classes.tick} data-tick={tick} aria-hidden>
      {tick === 'all' ? <Check size={12} strokeWidth={3} /> : tick === 'some' ? <Minus size={12} strokeWidth={3} /> : null}
    </span>
  );
}

interface Props {
  connection: string;
  source: string;
  mapping: Mapping;
  readOnly: boolean;
  onChange: (mapping: Mapping) => void;
}

/** Schemas and tables of the source; a tick makes the rules that take them. */
export function SourceTree(props: Props) {
  const { t } = useTranslation('node-forms');
  const [search, setSearch] = useState('');
  const [asked] = useDebouncedValue(search.trim(), 300);
  const first = useSourceTables(props.connection, props.source, '');
  // A list that was cut is searched by the source itself.
  const pattern = first.data?.truncated && asked !== '' ? `%${exactly(asked)}%` : '';
  const found = useSourceTables(props.connection, props.source, pattern);
  const query = pattern === '' ? first : found;
  const schemas = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    if (wanted === '') return query.data?.schemas ?? [];
    return (query.data?.schemas ?? []).flatMap((schema) => {
      if (schema.name.toLowerCase().includes(wanted)) return [schema];
      const tables = schema.tables.filter((table) => table.name.toLowerCase().includes(wanted));
      return tables.length > 0 ? [{ ...schema, tables }] : [];
    });
  }, [query.data, search]);
  if (props.source === '' || props.source.includes('${')) return <Note text={props.source === '' ? t('tree.noSource') : t('tree.placeholder')} />;
  return (
    <>
      <TextInput size="xs" leftSection={<Search size={14} aria-hidden />} placeholder={t('tree.search')} aria-label={t('tree.search')} value={search} onChange={(event) => setSearch(event.currentTarget.value)} rightSection={query.isFetching ? <Loader size={12} /> : null} />
      {first.error ? (
        <Unavailable text={t('tree.unavailable')} error={first.error} onRetry={() => void first.refetch()} />
      ) : (
        <>
          {schemas.length === 0 && !query.isPending && <Note text={search === '' ? t('tree.empty') : t('tree.nothingFound')} />}
          <Tree {...props} schemas={schemas} searching={search.trim() !== ''} />
          {query.data?.truncated && (
            <Text size="xs" c="dimmed" px={4}>
              {t('tree.truncated')}
            </Text>
          )}
        </>
      )}
    </>
  );
}

function Note({ text }: { text: string }) {
  return (
    <Text size="xs" c="dimmed" p="xs">
      {text}
    </Text>
  );
}

const rowHeight = 26;

function Tree({ schemas, searching, mapping, readOnly, onChange }: Props & { schemas: SourceSchema[]; searching: boolean }) {
  const { t, i18n } = useTranslation('node-forms');
  const [open, setOpen] = useState<Record<string, boolean>>({});
  const [active, setActive] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  const isOpen = (schema: SourceSchema) => open[schema.name] ?? (searching || schemas.length === 1);
  const rows = schemas.flatMap<TreeRow>((schema) => [
    { key: schema.name, schema, tick: tickOf(mapping, schema) },
    ...(isOpen(schema) ? schema.tables.map((table) => ({ key: `${schema.name} ${table.name}`, schema, table, tick: isSelected(mapping, schema.name, table) ? ('all' as const) : ('none' as const) })) : []),
  ]);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => box.current, estimateSize: () => rowHeight, overscan: 12 });
  const at = Math.min(active, rows.length - 1);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- follows the cursor only
  }, [at]);

  const toggle = (row: TreeRow) => {
    if (readOnly) return;
    const on = row.tick !== 'all';
    onChange(row.table ? tickTable(mapping, row.schema.name, row.table, on) : tickSchema(mapping, row.schema, on));
  };
  const fold = (row: TreeRow, opened: boolean) => setOpen({ ...open, [row.schema.name]: opened });
  const onKey = (event: KeyboardEvent) => {
    const row = rows[at];
    if (!row) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 15, PageUp: -15, Home: -rows.length, End: rows.length }[event.key];
    if (step !== undefined) setActive(Math.max(0, Math.min(rows.length - 1, at + step)));
    else if (event.key === ' ' || event.key === 'Enter') toggle(row);
    else if (event.key === 'ArrowRight') fold(row, true);
    else if (event.key === 'ArrowLeft') {
      fold(row, false);
      setActive(rows.findIndex((each) => each.schema === row.schema));
    } else return;
    event.preventDefault();
  };
  return (
    <div ref={box} className={classes.tree} role="tree" aria-label={t('tree.label')} aria-multiselectable tabIndex={0} aria-activedescendant={rows[at] ? `${id}-${at}` : undefined} onKeyDown={onKey}>
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index]!;
          const { schema, table } = row;
          return (
            <div
              key={row.key}
              id={`${id}-${item.index}`}
              role="treeitem"
              aria-level={table ? 2 : 1}
              aria-checked={tickWords[row.tick]}
              aria-selected={item.index === at}
              aria-expanded={table ? undefined : isOpen(schema)}
              className={classes.treeRow}
              data-active={item.index === at || undefined}
              style={{ transform: `translateY(${item.start}px)`, paddingLeft: table ? 26 : 4 }}
              onClick={() => {
                setActive(item.index);
                toggle(row);
              }}
            >
              {!table && (
                <span
                  className={classes.treeFold}
                  aria-hidden
                  onClick={(event) => {
                    event.stopPropagation();
                    setActive(item.index);
                    fold(row, !isOpen(schema));
                  }}
                >
                  <ChevronRight size={14} style={{ transform: isOpen(schema) ? 'rotate(90deg)' : undefined }} />
                </span>
              )}
              <TickBox tick={row.tick} />
              {table ? table.kind === 'view' ? <Eye size={13} aria-label={t('tree.view')} /> : <Table2 size={13} aria-hidden /> : <Database size={13} aria-hidden />}
              <span className={classes.treeName} title={table ? `${schema.name}.${table.name}` : schema.name}>
                {table?.name ?? schema.name}
              </span>
              <span className={classes.treeCount}>{table ? (table.estimatedRows !== undefined && table.estimatedRows >= 0 ? `~${formatCount(table.estimatedRows, i18n.language)}` : '') : schema.tables.length}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
