import { describe, expect, it } from 'vitest';
import { actionsOf, causesOf, countStates, taskActionsOf } from './states';

describe('causesOf', () => {
  const before = new Map([
    ['b', ['a']],
    ['c', ['b', 'x']],
    ['d', ['c']],
  ]);

  it('finds the nearest failures behind nodes that did not run', () => {
    const states = new Map([['a', 'failure'], ['b', 'upstream failed'], ['x', 'success'], ['c', 'upstream failed'], ['d', 'upstream failed']]);
    expect(causesOf('d', before, states)).toEqual(['a']);
  });

  it('does not go behind a failure, and ends in a circle', () => {
    const states = new Map([['a', 'failure'], ['b', 'killed'], ['x', 'failure'], ['c', 'upstream failed']]);
    expect(causesOf('c', before, states)).toEqual(['b', 'x']);
    expect(causesOf('p', new Map([['p', ['q']], ['q', ['p']]]), new Map([['q', 'upstream failed']]))).toEqual([]);
  });
});

describe('actions', () => {
  it('of an instance are those of docs/states.md', () => {
    expect(actionsOf('running')).toEqual(['pause', 'stop']);
    expect(actionsOf('success')).not.toContain('recover');
    expect(actionsOf('no such state')).toEqual([]);
  });

  it('of a node depend on the instance too', () => {
    expect(taskActionsOf({ state: 'running' }, 'running')).toEqual(['kill']);
    expect(taskActionsOf({ state: 'failure' }, 'running')).toEqual([]);
    expect(taskActionsOf({ state: 'failure' }, 'failure')).toEqual(['run', 'force-success']);
    expect(taskActionsOf({ state: 'success' }, 'success')).toEqual(['run']);
  });
});

it('countStates puts what needs a look first', () => {
  expect(countStates([{ state: 'success' }, { state: 'failure' }, { state: 'success' }])).toEqual([
    { state: 'failure', count: 1 },
    { state: 'success', count: 2 },
  ]);
});
