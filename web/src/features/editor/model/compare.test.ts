import { describe, expect, it } from 'vitest';
import { compare, edgeIdOf, isEmpty, paramsOf, placeProblems, rowFaults, rowsOf, type TaskDocument, type WorkflowDocument } from '.';
import { cut, drawSvg } from './svg';

const task = (name: string, predecessors: string[], more: Partial<TaskDocument> = {}): TaskDocument => ({ name, predecessors, taskType: 'SHELL', ...more });
const workflow = (...tasks: TaskDocument[]): WorkflowDocument => ({ name: 'w', tasks });

describe('compare', () => {
  const before = workflow(task('a', [], { code: 1 }), task('b', ['a'], { code: 2, taskParams: { x: { y: 1 }, z: 1 } }), task('c', ['b'], { code: 3 }));

  it('tells nothing of positions and of the order of members', () => {
    const after = workflow({ taskType: 'SHELL', predecessors: [], name: 'a', position: { x: 1, y: 2 } }, before.tasks[1]!, before.tasks[2]!);
    expect(isEmpty(compare(before, after))).toBe(true);
  });

  it('tells added, removed, renamed and changed nodes, and edges', () => {
    const after = { ...workflow(task('a', [], { code: '1' }), task('load', ['a', 'n'], { code: 2, taskParams: { x: { y: 2 }, z: 1 } }), task('n', [])), timeout: 5 };
    const found = compare(before, after);
    expect(found.tasks).toEqual([
      { kind: 'changed', name: 'load', oldName: 'b', fields: [{ path: 'taskParams.x.y', before: 1, after: 2 }] },
      { kind: 'added', name: 'n', fields: [] },
      { kind: 'removed', name: 'c', fields: [] },
    ]);
    expect(found.workflow).toEqual([{ path: 'timeout', before: undefined, after: 5 }]);
    expect(Object.fromEntries(found.changes)).toEqual({ load: 'changed', n: 'added', c: 'removed', [edgeIdOf('load', 'c')]: 'removed', [edgeIdOf('n', 'load')]: 'added' });
    expect(found.document.tasks.map((each) => [each.name, each.predecessors])).toEqual([
      ['a', []],
      ['load', ['a', 'n']],
      ['n', []],
      ['c', ['load']],
    ]);
  });
});

describe('problems', () => {
  it('go to their nodes, with paths of the node', () => {
    const document = workflow(task('a', []), task('b', []));
    const placed = placeProblems(document, [
      { path: '$.tasks[1].taskParams.x', message: 'm' },
      { path: '$.name', message: 'n' },
      { path: '$.tasks[7]', message: 'o' },
    ]);
    expect([...placed.byTask]).toEqual([['b', [{ path: '$.taskParams.x', message: 'm' }]]]);
    expect(placed.rest.map((problem) => problem.path)).toEqual(['$.name', '$.tasks[7]']);
    expect(placeProblems(document, [{ path: '$.tasks[1].taskParams.x', message: 'm' }], placed).byTask.get('b')).toBe(placed.byTask.get('b'));
  });
});

describe('global parameters', () => {
  it.each([
    [{ a: 'x', b: 'y' }],
    [[{ prop: 'a', direct: 'OUT', type: 'LIST', value: 'x', more: 1 }]],
    ['[{"prop":"a","direct":"IN","type":"VARCHAR","value":"x"}]'],
  ])('keep their form: %j', (params) => {
    expect(paramsOf(rowsOf(params)!, params)).toEqual(params);
  });

  it('tell their mistakes', () => {
    const row = { direct: 'IN', type: 'VARCHAR' };
    expect([...rowFaults([{ ...row, prop: '', value: 'x' }, { ...row, prop: 'a', value: '' }, { ...row, prop: 'a', value: 'x' }])]).toEqual([[0, 'noName'], [1, 'noValue'], [2, 'twice']]);
    expect(rowsOf('no json')).toBeUndefined();
    expect(paramsOf([], { a: 1 })).toBeUndefined();
  });
});

it('draws a picture with names that need escaping', () => {
  const colors = { page: '#fff', card: '#fff', sunken: '#eee', text: '#000', dimmed: '#555', line: '#ccc', edge: '#999' };
  const drawn = drawSvg(workflow(task('<a&b>', []), task('c', ['<a&b>'])), colors, () => ({ paths: ['M0 0h1'], stroke: '#00f', fill: '#eef' }));
  const parsed = new DOMParser().parseFromString(drawn.svg, 'image/svg+xml');
  expect(parsed.querySelector('parsererror')).toBeNull();
  expect(parsed.querySelector('title')?.textContent).toBe('<a&b>');
  expect(cut('数据库迁移任务', 9)).toBe('数据库迁…');
});
