import { expect, it } from 'vitest';
import { predecessorsOf, tasksOf, topologicalOrder } from './document';

const node = (name: string, ...predecessors: string[]) => ({ name, predecessors });

it('each node comes after those before it, chains stay together', () => {
  expect(topologicalOrder([node('end', 'b2', 'a2'), node('a1'), node('b1'), node('a2', 'a1'), node('b2', 'b1')])).toEqual(['a1', 'a2', 'b1', 'b2', 'end']);
});

it('an order has every node, whatever the document says', () => {
  expect(topologicalOrder([node('x', 'y'), node('y', 'x'), node('z', 'gone')])).toEqual(['z', 'x', 'y']);
});

it('reads what documents may hold', () => {
  expect(tasksOf({ tasks: [{ name: 'a', type: 'DMS', taskParams: { connection: 'prod' } }, 5] })).toEqual([{ name: 'a', taskType: 'DMS', predecessors: [], connection: 'prod' }]);
  expect(tasksOf(undefined)).toEqual([]);
  expect(predecessorsOf({ tasks: [{ name: 'b', predecessors: ['a', 3] }] }).get('b')).toEqual(['a']);
});
