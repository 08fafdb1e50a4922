import type { JsonObject } from '../types';
import { isObject } from '../model/json';
import { exactly, isExactly, matches } from './patterns';
import { addRule, kindOf, locatorText, newSelection, withRules, type Mapping } from './rules';

export interface SourceTable {
  name: string;
  kind?: 'table' | 'view';
  estimatedRows?: number;
}
export interface SourceSchema {
  name: string;
  tables: SourceTable[];
}

const typeTakes = (rule: JsonObject, kind: SourceTable['kind']) => {
  const type = locatorText(rule, 'table-type') || 'table';
  return type === 'all' || type === (kind ?? 'table');
};

function ruleTakes(rule: JsonObject, schema: string, table: SourceTable): boolean {
  const pattern = (name: string, value: string) => (rule['rule-action'] === 'explicit' ? isExactly(locatorText(rule, name), value) : matches(locatorText(rule, name), value));
  return pattern('schema-name', schema) && pattern('table-name', table.name);
}

/** A table is taken when an include or explicit rule takes it and no exclude rule does. */
export function isSelected(mapping: Mapping, schema: string, table: SourceTable): boolean {
  let taken = false;
  for (const rule of mapping.rules) {
    if (kindOf(rule) !== 'selection' || !ruleTakes(rule, schema, table)) continue;
    if (rule['rule-action'] === 'exclude') return false;
    if (typeTakes(rule, table.kind)) taken = true;
  }
  return taken;
}

const isView = (table: SourceTable) => table.kind === 'view';

export type Tick = 'all' | 'some' | 'none';
export function tickOf(mapping: Mapping, schema: SourceSchema): Tick {
  if (schema.tables.length === 0) return wholeSchemaRules(mapping, schema.name, 'include').length > 0 ? 'all' : 'none';
  const left = schema.tables.filter((table) => !isSelected(mapping, schema.name, table));
  if (left.length === schema.tables.length) return 'none';
  // A rule for all of a schema takes its tables; views are taken one by one.
  const onlyViews = schema.tables.every(isView);
  return left.some((table) => onlyViews || !isView(table)) ? 'some' : 'all';
}

const isFor = (rule: JsonObject, schema: string, table: string | undefined, action?: string) =>
  kindOf(rule) === 'selection' &&
  (action === undefined || rule['rule-action'] === action) &&
  isExactly(locatorText(rule, 'schema-name'), schema) &&
  (table === undefined || (table === '%' ? locatorText(rule, 'table-name') === '%' : isExactly(locatorText(rule, 'table-name'), table)));

const wholeSchemaRules = (mapping: Mapping, schema: string, action: string) => mapping.rules.filter((rule) => isFor(rule, schema, '%', action));
const without = (mapping: Mapping, drop: (rule: JsonObject) => boolean) => withRules(mapping, mapping.rules.filter((rule) => !drop(rule)));
const hasFilters = (rule: JsonObject) => Array.isArray(rule['filters']) && rule['filters'].length > 0;

/** Ticks or unticks a table by as few rules as can be: what stood against it goes away first. */
export function tickTable(mapping: Mapping, schema: string, table: SourceTable, on: boolean): Mapping {
  if (on) {
    const cleared = without(mapping, (rule) => isFor(rule, schema, table.name, 'exclude'));
    if (isSelected(cleared, schema, table)) return cleared;
    const rule = newSelection(cleared, exactly(schema), exactly(table.name));
    return addRule(cleared, table.kind === 'view' && isObject(rule['object-locator']) ? { ...rule, 'object-locator': { ...rule['object-locator'], 'table-type': 'view' } } : rule);
  }
  const cleared = without(mapping, (rule) => isFor(rule, schema, table.name) && rule['rule-action'] !== 'exclude');
  if (!isSelected(cleared, schema, table)) return cleared;
  return addRule(cleared, newSelection(cleared, exactly(schema), exactly(table.name), 'exclude'));
}

/** Ticks or unticks a whole schema. Rules with filters stay: they hold more than the choice. */
export function tickSchema(mapping: Mapping, schema: SourceSchema, on: boolean): Mapping {
  if (on) {
    const cleared = without(mapping, (rule) => isFor(rule, schema.name, undefined) && !hasFilters(rule));
    if (tickOf(cleared, schema) === 'all') return cleared;
    return addRule(cleared, newSelection(cleared, exactly(schema.name), '%'));
  }
  const cleared = without(mapping, (rule) => isFor(rule, schema.name, undefined));
  if (tickOf(cleared, schema) === 'none') return cleared;
  return addRule(cleared, newSelection(cleared, exactly(schema.name), '%', 'exclude'));
}
