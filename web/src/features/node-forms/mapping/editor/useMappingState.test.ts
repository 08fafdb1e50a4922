// @vitest-environment node
import { expect, it } from 'vitest';
import { addRule, newSelection } from '../rules';
import { reduceMapping, startState, type MappingState } from './useMappingState';

const rules = (state: MappingState) => state.mapping.rules.length;

it('text and rows are two sides of one thing, with undo', () => {
  let state = startState('');
  expect(rules(state)).toBe(0);
  state = reduceMapping(state, { kind: 'mapping', mapping: addRule(state.mapping, newSelection(state.mapping, 'a', '%')) });
  expect(JSON.parse(state.text)).toEqual(state.mapping);
  const good = state.text;
  state = reduceMapping(state, { kind: 'text', text: good.slice(0, -1) });
  expect(state.broken).toBe(true);
  expect(rules(state)).toBe(1);
  // What is typed on goes into the same step.
  state = reduceMapping(state, { kind: 'text', text: `${good} ` });
  expect(state.broken).toBe(false);
  state = reduceMapping(state, { kind: 'undo' });
  expect(state.text).toBe(good);
  state = reduceMapping(state, { kind: 'undo' });
  expect([state.text, rules(state)]).toEqual(['', 0]);
  expect(reduceMapping(state, { kind: 'undo' })).toBe(state);
  state = reduceMapping(reduceMapping(state, { kind: 'redo' }), { kind: 'redo' });
  expect(state.text).toBe(`${good} `);
  expect(reduceMapping(state, { kind: 'redo' })).toBe(state);
});

it('takes nothing for a document that is none', () => {
  expect(startState('[1]').broken).toBe(true);
  expect(startState('{"rules": [1]}').broken).toBe(true);
  expect(startState('{"more": 1}')).toMatchObject({ broken: false, mapping: { more: 1, rules: [] } });
});
