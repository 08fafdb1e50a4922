/** `globalParams` in its three forms: a list, a JSON text of a list, `{name: value}`. */

export interface ParameterRow {
  prop: string;
  direct: string;
  type: string;
  value: string;
  /** Members that no field shows. */
  rest?: Record<string, unknown>;
}

const isObject = (value: unknown): value is Record<string, unknown> => value !== null && typeof value === 'object' && !Array.isArray(value);
const text = (value: unknown, otherwise: string): string => (value === undefined || value === null ? otherwise : typeof value === 'string' ? value : JSON.stringify(value));

/** undefined: a form that rows cannot show. */
export function rowsOf(globalParams: unknown): ParameterRow[] | undefined {
  if (globalParams === undefined || globalParams === null || globalParams === '') return [];
  if (typeof globalParams === 'string') {
    try {
      return rowsOf(JSON.parse(globalParams));
    } catch {
      return undefined;
    }
  }
  if (Array.isArray(globalParams)) {
    if (!globalParams.every(isObject)) return undefined;
    return globalParams.map(({ prop, direct, type, value, ...rest }) => ({
      prop: text(prop, ''),
      direct: text(direct, 'IN'),
      type: text(type, 'VARCHAR'),
      value: text(value, ''),
      ...(Object.keys(rest).length > 0 && { rest }),
    }));
  }
  if (!isObject(globalParams)) return undefined;
  return Object.entries(globalParams).map(([prop, value]) => ({ prop, direct: 'IN', type: 'VARCHAR', value: text(value, '') }));
}

/** The rows in the form that the document had, where that form can hold them. */
export function paramsOf(rows: readonly ParameterRow[], old: unknown): unknown {
  if (rows.length === 0) return undefined;
  const plain = rows.every((row) => row.direct === 'IN' && row.type === 'VARCHAR' && !row.rest);
  if (isObject(old) && plain) return Object.fromEntries(rows.map((row) => [row.prop, row.value]));
  const list = rows.map(({ prop, direct, type, value, rest }) => ({ prop, direct, type, value, ...rest }));
  return typeof old === 'string' && old !== '' ? JSON.stringify(list) : list;
}

/** Index → what is wrong with the row. */
export function rowFaults(rows: readonly ParameterRow[]): Map<number, 'noName' | 'twice' | 'noValue'> {
  const faults = new Map<number, 'noName' | 'twice' | 'noValue'>();
  const seen = new Set<string>();
  rows.forEach((row, index) => {
    if (row.prop === '') faults.set(index, 'noName');
    else if (seen.has(row.prop)) faults.set(index, 'twice');
    else if (row.direct === 'IN' && row.value === '') faults.set(index, 'noValue');
    seen.add(row.prop);
  });
  return faults;
}
