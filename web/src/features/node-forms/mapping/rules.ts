import type { JsonObject } from '../types';
import { isObject, withMember } from '../model/json';
import { textOf } from '../model/task';

/**
 * Table mappings are worked on as the JSON they are: a row of the editor changes its rule's members, all others stay, and rules of kinds that
 * the editor does not know pass through.
 */
export interface Mapping extends JsonObject {
  rules: JsonObject[];
}

export function asMapping(value: unknown): Mapping | undefined {
  if (!isObject(value)) return undefined;
  const rules = value['rules'] ?? [];
  return Array.isArray(rules) && rules.every(isObject) ? { ...value, rules } : undefined;
}

export const emptyMapping = (): Mapping => ({ rules: [] });

export const selectionActions = ['include', 'exclude', 'explicit'] as const;
export const tableTypes = ['table', 'view', 'all'] as const;
export const operators = ['eq', 'noteq', 'lte', 'gte', 'between', 'notbetween', 'null', 'notnull'] as const;
export const targets = ['schema', 'table', 'column', 'table-tablespace', 'index-tablespace'] as const;
export const dataTypes = [
  ...['bytes', 'date', 'time', 'datetime', 'int1', 'int2', 'int4', 'int8', 'numeric', 'real4', 'real8', 'string', 'uint1', 'uint2', 'uint4', 'uint8'],
  ...['wstring', 'blob', 'nclob', 'clob', 'boolean', 'set', 'list', 'map', 'tuple'],
];

interface ActionShape {
  /** s schema, t table, c column, x tablespaces */
  targets: string;
  /** Members beside locator and names; a `?` at the end: may be left out. */
  members: string[];
}

/** What each transformation needs, as src/dms/documents/impl/transformation_rule.cpp has it. */
export const actions: Record<string, ActionShape> = {
  rename: { targets: 'stcx', members: ['value', 'expression?'] },
  'convert-lowercase': { targets: 'stc', members: [] },
  'convert-uppercase': { targets: 'stc', members: [] },
  'add-prefix': { targets: 'stcx', members: ['value'] },
  'add-suffix': { targets: 'stcx', members: ['value'] },
  'remove-prefix': { targets: 'stcx', members: ['value'] },
  'remove-suffix': { targets: 'stcx', members: ['value'] },
  'replace-prefix': { targets: 'stcx', members: ['old-value', 'value'] },
  'replace-suffix': { targets: 'stcx', members: ['old-value', 'value'] },
  'remove-column': { targets: 'c', members: [] },
  'include-column': { targets: 'c', members: [] },
  'add-column': { targets: 'c', members: ['value', 'expression', 'data-type'] },
  'change-data-type': { targets: 'c', members: ['data-type', 'expression?'] },
  'define-primary-key': { targets: 't', members: ['primary-key-def'] },
  'add-before-image-columns': { targets: 'c', members: ['before-image-def'] },
  'data-masking-digits-mask': { targets: 'c', members: ['value'] },
  'data-masking-digits-randomize': { targets: 'c', members: [] },
  'data-masking-hash-mask': { targets: 'c', members: [] },
};

const letterOf = (target: string) => (['schema', 'table', 'column'].includes(target) ? target[0]! : 'x');
export const actionsFor = (target: string) => Object.keys(actions).filter((name) => actions[name]!.targets.includes(letterOf(target)));
export const takes = (action: string, member: string) => (actions[action]?.members ?? []).some((each) => each.replace('?', '') === member);

export type RuleKind = 'selection' | 'transformation' | 'other';
export function kindOf(rule: JsonObject): RuleKind {
  const type = rule['rule-type'];
  return type === 'selection' || type === 'transformation' ? type : 'other';
}

export const locatorOf = (rule: JsonObject): JsonObject => (isObject(rule['object-locator']) ? rule['object-locator'] : {});
export const locatorText = (rule: JsonObject, name: string) => textOf(locatorOf(rule)[name]);
export const withLocator = (rule: JsonObject, name: string, value: string | undefined): JsonObject => ({ ...rule, 'object-locator': withMember(locatorOf(rule), name, value) });

/** Whether the rule's locator names a table, a column. */
export const namesTable = (rule: JsonObject) => textOf(rule['rule-target']) !== 'schema';
export const namesColumn = (rule: JsonObject) => {
  const action = textOf(rule['rule-action']);
  return rule['rule-target'] === 'column' && action !== 'add-column' && action !== 'add-before-image-columns';
};

const digits = (value: unknown) => (/^\d{1,15}$/.test(textOf(value)) ? Number(value) : 0);

/** The next free id; a name is free when no rule has it. */
export function nextId(mapping: Mapping): string {
  const names = new Set(mapping.rules.map((rule) => textOf(rule['rule-name'])));
  let id = mapping.rules.reduce((highest, rule) => Math.max(highest, digits(rule['rule-id'])), 0) + 1;
  while (names.has(String(id))) id++;
  return String(id);
}

export function newSelection(mapping: Mapping, schema: string, table: string, action: (typeof selectionActions)[number] = 'include'): JsonObject {
  const id = nextId(mapping);
  return { 'rule-type': 'selection', 'rule-id': id, 'rule-name': id, 'object-locator': { 'schema-name': schema, 'table-name': table }, 'rule-action': action };
}

export function newTransformation(mapping: Mapping): JsonObject {
  const id = nextId(mapping);
  return { 'rule-type': 'transformation', 'rule-id': id, 'rule-name': id, 'rule-target': 'schema', 'object-locator': { 'schema-name': '%' }, 'rule-action': 'rename', value: '' };
}

export const withRules = (mapping: Mapping, rules: JsonObject[]): Mapping => ({ ...mapping, rules });
export const addRule = (mapping: Mapping, rule: JsonObject) => withRules(mapping, [...mapping.rules, rule]);
export const replaceRule = (mapping: Mapping, index: number, rule: JsonObject) => withRules(mapping, mapping.rules.map((each, at) => (at === index ? rule : each)));
export const removeRule = (mapping: Mapping, index: number) => withRules(mapping, mapping.rules.filter((_, at) => at !== index));

export function duplicateRule(mapping: Mapping, index: number): Mapping {
  const id = nextId(mapping);
  const copy = { ...structuredClone(mapping.rules[index]!), 'rule-id': id, 'rule-name': id };
  return withRules(mapping, [...mapping.rules.slice(0, index + 1), copy, ...mapping.rules.slice(index + 1)]);
}

/** Swaps the rule with its neighbour, and their ids: of two rules for one object the one with the lower id wins, which is the upper one. */
export function moveRule(mapping: Mapping, index: number, step: -1 | 1): Mapping {
  const rule = mapping.rules[index];
  const other = mapping.rules[index + step];
  if (!rule || !other) return mapping;
  const rules = [...mapping.rules];
  rules[index] = withMember(other, 'rule-id', rule['rule-id']);
  rules[index + step] = withMember(rule, 'rule-id', other['rule-id']);
  return withRules(mapping, rules);
}

const valueMembers = ['value', 'old-value', 'expression', 'data-type', 'primary-key-def', 'before-image-def'];
const fresh: JsonObject = { value: '', 'old-value': '', expression: '', 'data-type': { type: 'string' }, 'primary-key-def': { name: 'pk', columns: [] }, 'before-image-def': { 'column-prefix': 'BI_' } };

/** The rule with another action: members that only the old one takes are superfluous now, an error for the server; needed ones are made. */
export function withAction(rule: JsonObject, action: string): JsonObject {
  let next: JsonObject = { ...rule, 'rule-action': action };
  if (kindOf(rule) === 'selection') return action === 'include' ? next : withMember(next, 'filters', undefined);
  const shape = actions[action];
  if (!shape) return next;
  for (const name of valueMembers) if (!takes(action, name)) next = withMember(next, name, undefined);
  for (const name of shape.members) if (!name.endsWith('?') && next[name] === undefined) next = { ...next, [name]: structuredClone(fresh[name]) };
  return fitLocator(next);
}

export function withTarget(rule: JsonObject, target: string): JsonObject {
  const action = textOf(rule['rule-action']);
  const next: JsonObject = { ...rule, 'rule-target': target };
  return actionsFor(target).includes(action) ? fitLocator(next) : withAction(next, actionsFor(target)[0]!);
}

/** A locator with the names that target and action ask for, and none that they refuse. */
function fitLocator(rule: JsonObject): JsonObject {
  let next = rule;
  if (!namesTable(rule)) next = withLocator(next, 'table-name', undefined);
  else if (locatorOf(next)['table-name'] === undefined) next = withLocator(next, 'table-name', '%');
  if (!namesColumn(rule)) next = withLocator(next, 'column-name', undefined);
  else if (locatorOf(next)['column-name'] === undefined) next = withLocator(next, 'column-name', '%');
  return next;
}
