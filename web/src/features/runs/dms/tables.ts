import type { TableStatistics } from './api';
import type { DmsProgress, Sample } from './progress';

/** A table of a migration as it is shown. */
export interface TableRow {
  name: string;
  state: string;
  rows: number;
  inserts: number | undefined;
  updates: number | undefined;
  deletes: number | undefined;
  errors: number;
}

export function rowsOfStatistics(tables: readonly TableStatistics[]): TableRow[] {
  return tables.map((table) => ({
    name: `${table.SchemaName ?? ''}.${table.TableName ?? ''}`,
    state: table.TableState ?? '',
    rows: table.FullLoadRows ?? 0,
    inserts: table.Inserts ?? 0,
    updates: table.Updates ?? 0,
    deletes: table.Deletes ?? 0,
    errors: (table.FullLoadErrorRows ?? 0) + (table.FullLoadCondtnlChkFailedRows ?? 0),
  }));
}

/** What the node itself tells of its tables, for connections that cannot be asked. */
export function rowsOfProgress(progress: DmsProgress | undefined): TableRow[] {
  return (progress?.tables ?? []).map((table) => ({ name: `${table.schema}.${table.table}`, state: table.state, rows: table.rows, inserts: undefined, updates: undefined, deletes: undefined, errors: table.errorRows }));
}

const sum = (tables: readonly TableStatistics[], ...members: (keyof TableStatistics)[]) =>
  tables.reduce((total, table) => total + members.reduce((part, member) => part + Number(table[member] ?? 0), 0), 0);

export function sampleOf(at: number, tables: readonly TableStatistics[], percent: number | undefined): Sample {
  const captured = sum(tables, 'Inserts', 'Updates', 'Deletes', 'Ddls');
  const applied = sum(tables, 'AppliedInserts', 'AppliedUpdates', 'AppliedDeletes', 'AppliedDdls');
  return { at, rows: sum(tables, 'FullLoadRows'), applied, waiting: Math.max(0, captured - applied), percent };
}
