// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { lintMapping } from './lint';
import { exactly, matches, soleName } from './patterns';
import { addRule, asMapping, duplicateRule, emptyMapping, moveRule, newSelection, newTransformation, withAction, withTarget, type Mapping } from './rules';
import { isSelected, tickOf, tickSchema, tickTable } from './selection';

const shop = { name: 'shop', tables: [{ name: 'orders' }, { name: 'order_items' }, { name: 'log%' }, { name: 'v', kind: 'view' as const }] };
const orders = shop.tables[0]!;

it.each([
  ['%', 'x', true],
  ['o_ders', 'orders', true],
  ['order[_]items', 'order_items', true],
  ['order[_]items', 'orderXitems', false],
  ['[a-c]x', 'bx', true],
  ['[ab', '[ab', true],
  ['a.b', 'axb', false],
  ['Orders', 'orders', false],
])('%s takes %s: %s', (pattern, name, expected) => expect(matches(pattern, name)).toBe(expected));

it('knows patterns of one name', () => {
  expect(soleName('order_items')).toBe('order_items');
  expect(soleName('a[%]b')).toBe('a%b');
  expect(soleName('a%')).toBeUndefined();
  expect(soleName('[ab]')).toBeUndefined();
  expect(soleName(exactly('a_b%[c'))).toBe('a_b%[c');
});

describe('ticks', () => {
  it('of a table make one rule and take it away again', () => {
    const on = tickTable(emptyMapping(), 'shop', orders, true);
    expect(on.rules).toHaveLength(1);
    expect(isSelected(on, 'shop', orders)).toBe(true);
    expect(isSelected(on, 'shop', { name: 'order_items' })).toBe(false);
    expect(tickTable(on, 'shop', orders, false)).toEqual(emptyMapping());
  });

  it('of a table within a whole schema make an exclusion and undo it', () => {
    const tables = { name: 'shop', tables: shop.tables.slice(0, 3) };
    const all = tickSchema(emptyMapping(), tables, true);
    expect(tickOf(all, tables)).toBe('all');
    const less = tickTable(all, 'shop', { name: 'order_items' }, false);
    expect(less.rules.at(-1)).toMatchObject({ 'rule-action': 'exclude', 'object-locator': { 'table-name': 'order[_]items' } });
    expect(tickOf(less, tables)).toBe('some');
    expect(tickTable(less, 'shop', { name: 'order_items' }, true)).toEqual(all);
    expect(tickSchema(less, tables, false)).toEqual(emptyMapping());
  });

  it('against a rule for more than the schema exclude', () => {
    const wide = addRule(emptyMapping(), newSelection(emptyMapping(), '%', '%'));
    const off = tickSchema(wide, shop, false);
    expect(off.rules).toHaveLength(2);
    expect(tickOf(off, shop)).toBe('none');
  });

  it('take views only as views', () => {
    const all = tickSchema(emptyMapping(), shop, true);
    expect(tickOf(all, shop)).toBe('all');
    expect(isSelected(all, 'shop', shop.tables[3]!)).toBe(false);
    const view = tickTable(all, 'shop', shop.tables[3]!, true);
    expect(isSelected(view, 'shop', shop.tables[3]!)).toBe(true);
    expect(tickOf(tickTable(view, 'shop', orders, false), shop)).toBe('some');
  });

  it('keep rules of other kinds and unknown members', () => {
    const other = asMapping({ note: 1, rules: [{ 'rule-type': 'table-settings', 'rule-id': 9, 'rule-name': 'x', deep: { a: 1 } }] })!;
    const next = tickTable(tickTable(other, 'shop', orders, true), 'shop', orders, false);
    expect(next).toEqual(other);
  });
});

describe('rules', () => {
  const base: Mapping = { rules: [{ 'rule-type': 'selection', 'rule-id': '7', 'rule-name': '8', 'object-locator': { 'schema-name': 'a', 'table-name': '%' }, 'rule-action': 'include' }] };

  it('get ids and names that nobody has', () => {
    expect(newSelection(base, 'a', 'b')).toMatchObject({ 'rule-id': '9', 'rule-name': '9' });
    expect(duplicateRule(base, 0).rules[1]).toMatchObject({ 'rule-id': '9', 'object-locator': { 'schema-name': 'a' } });
  });

  it('swap their ids with their places', () => {
    const two = addRule(base, newTransformation(base));
    const moved = moveRule(two, 1, -1);
    expect(moved.rules.map((rule) => [rule['rule-type'], rule['rule-id']])).toEqual([
      ['transformation', '7'],
      ['selection', '9'],
    ]);
    expect(moveRule(moved, 0, 1)).toEqual(two);
  });

  it('have just the members that their action takes', () => {
    const rename = { ...newTransformation(base), value: 'x', mine: 1 };
    expect(withAction(rename, 'convert-lowercase')).not.toHaveProperty('value');
    expect(withAction(rename, 'convert-lowercase')).toHaveProperty('mine', 1);
    const column = withTarget(rename, 'column');
    expect(column['object-locator']).toEqual({ 'schema-name': '%', 'table-name': '%', 'column-name': '%' });
    expect(withAction(column, 'add-column')).toMatchObject({ value: 'x', expression: '', 'data-type': { type: 'string' }, 'object-locator': { 'schema-name': '%', 'table-name': '%' } });
    expect(withTarget(withAction(column, 'remove-column'), 'schema')).toMatchObject({ 'rule-action': 'rename', value: '' });
  });
});

it('lint tells what the rows can know', () => {
  expect(lintMapping(emptyMapping())).toEqual([{ index: -1, member: 'rules', key: 'noSelection' }]);
  const filtered = { ...newSelection(emptyMapping(), 'a', '%'), filters: [{}] };
  expect(lintMapping({ rules: [filtered, { ...newTransformation(emptyMapping()) }] }).map((hint) => `${hint.index} ${hint.member} ${hint.key}`)).toEqual([
    '0 filters filterExact',
    '1 rule-id taken',
    '1 rule-name taken',
    '1 value needed',
  ]);
});
