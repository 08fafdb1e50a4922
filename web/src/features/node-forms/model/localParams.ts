import type { JsonObject } from '../types';
import { isObject, parse } from './json';
import { textOf } from './task';

export const parameterTypes = ['VARCHAR', 'INTEGER', 'LONG', 'FLOAT', 'DOUBLE', 'DATE', 'TIME', 'TIMESTAMP', 'BOOLEAN', 'LIST', 'FILE'] as const;

export interface ParameterRow {
  name: string;
  direct: 'IN' | 'OUT';
  type: string;
  value: string;
  /** The entry as it was: its further members are kept. */
  origin?: JsonObject;
}

function rowOf(entry: JsonObject): ParameterRow {
  return {
    name: textOf(entry['prop']),
    direct: entry['direct'] === 'OUT' ? 'OUT' : 'IN',
    type: textOf(entry['type']) || 'VARCHAR',
    value: textOf(entry['value']),
    origin: entry,
  };
}

/** `localParams` or `globalParams`: a list, the same as a JSON text, or `{name: value}`. */
export function readParameters(value: unknown): ParameterRow[] {
  if (typeof value === 'string') return readParameters(parse(value));
  if (Array.isArray(value)) return value.filter(isObject).map(rowOf);
  if (!isObject(value)) return [];
  return Object.entries(value).map(([name, given]) => ({ name, direct: 'IN', type: 'VARCHAR', value: textOf(given) }));
}

/** What a row changed is written; what it left alone stays as it stood (an absent type, a number as value). */
function entryOf(row: ParameterRow): JsonObject {
  const { origin } = row;
  if (!origin) return { prop: row.name, direct: row.direct, type: row.type, value: row.value };
  const before = rowOf(origin);
  const entry = { ...origin };
  if (row.name !== before.name) entry['prop'] = row.name;
  if (row.direct !== before.direct) entry['direct'] = row.direct;
  if (row.type !== before.type) entry['type'] = row.type;
  if (row.value !== before.value) entry['value'] = row.value;
  return entry;
}

/** The rows in the form in which the parameters stood, as long as that form can hold them. */
export function writeParameters(rows: ParameterRow[], before: unknown): unknown {
  if (typeof before === 'string') return rows.length === 0 && before.trim() === '' ? before : JSON.stringify(writeParameters(rows, parse(before)) ?? []);
  const names = new Set(rows.map((row) => row.name));
  if (isObject(before) && names.size === rows.length && rows.every((row) => row.direct === 'IN' && row.type === 'VARCHAR' && !row.origin)) {
    return Object.fromEntries(rows.map((row) => [row.name, textOf(before[row.name]) === row.value ? before[row.name] : row.value]));
  }
  if (rows.length === 0 && before === undefined) return undefined;
  return rows.map(entryOf);
}
