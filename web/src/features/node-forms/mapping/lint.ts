import type { JsonObject } from '../types';
import { isObject } from '../model/json';
import { textOf } from '../model/task';
import { soleName } from './patterns';
import { actions, actionsFor, kindOf, locatorText, namesColumn, namesTable, type Mapping } from './rules';

export interface RuleHint {
  /** Of the rule; -1: the whole document. */
  index: number;
  member: string;
  key: string;
  values?: Record<string, string>;
}

function lintSelection(rule: JsonObject, report: (member: string, key: string) => void) {
  for (const name of ['schema-name', 'table-name']) if (locatorText(rule, name) === '') report(name, 'needed');
  const exact = soleName(locatorText(rule, 'schema-name')) !== undefined && soleName(locatorText(rule, 'table-name')) !== undefined;
  if (rule['rule-action'] === 'explicit' && !exact) report('table-name', 'explicitExact');
  const filters = rule['filters'];
  if (Array.isArray(filters) && filters.length > 0 && !exact) report('filters', 'filterExact');
}

function lintTransformation(rule: JsonObject, report: (member: string, key: string, values?: Record<string, string>) => void) {
  const action = textOf(rule['rule-action']);
  const target = textOf(rule['rule-target']);
  if (locatorText(rule, 'schema-name') === '') report('schema-name', 'needed');
  if (namesTable(rule) && locatorText(rule, 'table-name') === '') report('table-name', 'needed');
  if (namesColumn(rule) && locatorText(rule, 'column-name') === '') report('column-name', 'needed');
  if (!actionsFor(target).includes(action)) report('rule-action', 'actionTarget', { action, target });
  for (const name of actions[action]?.members ?? []) {
    const optional = name.endsWith('?') || (name === 'value' && (textOf(rule['expression']) !== '' && action === 'rename')) || (name === 'value' && action.startsWith('replace-'));
    const value = rule[name];
    if (!optional && (value === undefined || value === '')) report(name, 'needed');
  }
  if (action === 'data-masking-digits-mask' && [...textOf(rule['value'])].length > 1) report('value', 'maskLong');
}

/** What is wrong with the rules, as far as the rows can tell; the server checks the whole document. */
export function lintMapping(mapping: Mapping): RuleHint[] {
  const hints: RuleHint[] = [];
  const seen = new Set<string>();
  mapping.rules.forEach((rule, index) => {
    const report = (member: string, key: string, values?: Record<string, string>) => hints.push({ index, member, key, ...(values && { values }) });
    for (const member of ['rule-id', 'rule-name'] as const) {
      const text = textOf(rule[member]).replace(member === 'rule-id' ? /^0+(?=\d)/ : /^(?!)/, '');
      if (text === '') report(member, 'needed');
      else if (seen.has(member + text)) report(member, 'taken');
      seen.add(member + text);
    }
    if (kindOf(rule) === 'selection') lintSelection(rule, report);
    if (kindOf(rule) === 'transformation') lintTransformation(rule, report);
  });
  const selections = mapping.rules.filter((rule) => kindOf(rule) === 'selection');
  if (selections.length === 0) hints.push({ index: -1, member: 'rules', key: 'noSelection' });
  else if (selections.every((rule) => rule['rule-action'] === 'exclude')) hints.push({ index: -1, member: 'rules', key: 'allExclude' });
  return hints;
}

/** The place of a hint in the document, for the JSON beside the rows. */
export function hintPath(hint: RuleHint): string {
  if (hint.index < 0) return '$.rules';
  const inLocator = ['schema-name', 'table-name', 'column-name'].includes(hint.member);
  return `$.rules[${hint.index}]${inLocator ? '.object-locator' : ''}.${hint.member}`;
}

/** In short what a rule says beyond its row: filters, order. */
export function filterCount(rule: JsonObject): number {
  return Array.isArray(rule['filters']) ? rule['filters'].filter(isObject).length : 0;
}
