import { expect, it } from 'vitest';
import { readProgress } from './progress';
import { rowsOfProgress, rowsOfStatistics, sampleOf } from './tables';

it('a sample adds up all tables', () => {
  const tables = [
    { FullLoadRows: 10, Inserts: 5, AppliedInserts: 3, Deletes: 1, AppliedDeletes: 1 },
    { FullLoadRows: 7, Updates: 2 },
  ];
  expect(sampleOf(5, tables, 40)).toEqual({ at: 5, rows: 17, applied: 4, waiting: 4, percent: 40 });
  expect(sampleOf(5, [{ AppliedInserts: 3 }], undefined).waiting).toBe(0);
});

it('tables are the same rows whoever tells them', () => {
  expect(rowsOfStatistics([{ SchemaName: 's', TableName: 't', TableState: 'Table error', FullLoadErrorRows: 2, FullLoadCondtnlChkFailedRows: 1 }])[0]).toEqual({ name: 's.t', state: 'Table error', rows: 0, inserts: 0, updates: 0, deletes: 0, errors: 3 });
  expect(rowsOfProgress(readProgress({ tables: [{ schema: 's', table: 't', state: 'Full load', rows: 4, errorRows: 1 }] }))[0]).toMatchObject({ name: 's.t', rows: 4, errors: 1, inserts: undefined });
});
