import { describe, expect, it } from 'vitest';
import { addTask, connect, copyTasks, cycleOf, disconnect, layOut, moveTasks, neighbour, paste, positionsOf, predecessorsOf, record, redo, refusalOf, refusalsFrom, removeTasks, renameTask, setProhibited, startHistory, taskOf, undo, uniqueName, withPositions, type TaskDocument, type WorkflowDocument } from '.';
import { spread } from './layered';

const task = (name: string, predecessors?: string[], more: Partial<TaskDocument> = {}): TaskDocument => ({ name, taskType: 'SHELL', ...(predecessors && { predecessors }), ...more });
const workflow = (...tasks: TaskDocument[]): WorkflowDocument => ({ name: 'w', tasks });
const chain = workflow(task('a'), task('b', ['a']), task('c', ['b']));
const edges = (document: WorkflowDocument) => document.tasks.flatMap((each) => predecessorsOf(each).map((from) => `${from}>${each.name}`));

describe('edges', () => {
  it('connects and disconnects, and leaves other nodes the same objects', () => {
    const document = connect(chain, 'a', 'c') as WorkflowDocument;
    expect(edges(document)).toEqual(['a>b', 'b>c', 'a>c']);
    expect(document.tasks[0]).toBe(chain.tasks[0]);
    expect(disconnect(document, [{ from: 'a', to: 'b' }]).tasks[1]).toEqual(task('b'));
    expect(disconnect(chain, [{ from: 'a', to: 'c' }])).toBe(chain);
  });

  it('refuses cycles, double edges, loops and unknown nodes', () => {
    expect(refusalOf(chain, 'c', 'a')).toBe('cycle');
    expect(connect(chain, 'a', 'b')).toBe('double');
    expect(refusalOf(chain, 'a', 'a')).toBe('self');
    expect(refusalOf(chain, 'a', 'x')).toBe('unknown');
    expect([...refusalsFrom(chain, 'b')]).toEqual([['a', 'cycle'], ['c', 'double'], ['b', 'self']]);
  });

  it('finds a cycle in a text that has one', () => {
    expect(cycleOf(chain)).toBeUndefined();
    expect(cycleOf(workflow(task('x'), task('a', ['x', 'c']), task('b', ['a']), task('c', ['b']), task('d', ['c'])))?.sort()).toEqual(['a', 'b', 'c']);
  });
});

describe('nodes', () => {
  it('keeps members that it does not know', () => {
    const document = { ...workflow(task('a', undefined, { strange: { deep: [1] } })), odd: true };
    const renamed = renameTask(document, 'a', 'b');
    expect(renamed).toEqual({ name: 'w', odd: true, tasks: [task('b', undefined, { strange: { deep: [1] } })] });
  });

  it('renames with predecessors and references', () => {
    const params = { rawScript: 'echo ${a.rows} ${ab.rows}', localParams: [{ value: '${a.rows}' }] };
    const document = workflow(task('a'), task('b', ['a'], { taskParams: params }), task('c', ['b'], { taskParams: '{"x": "${a.y}"}' }));
    const next = renameTask(document, 'a', 'load $&');
    expect(edges(next)).toEqual(['load $&>b', 'b>c']);
    expect(taskOf(next, 'b')?.taskParams).toEqual({ rawScript: 'echo ${load $&.rows} ${ab.rows}', localParams: [{ value: '${load $&.rows}' }] });
    expect(taskOf(next, 'c')?.taskParams).toBe('{"x": "${load $&.y}"}');
    expect(renameTask(document, 'a', 'b')).toBe(document);
  });

  it('adds under a name that is free', () => {
    expect(addTask(chain, task('a')).tasks.at(-1)?.name).toBe('a_2');
    expect(uniqueName(new Set(['a_2', 'a_3']), 'a_2')).toBe('a_4');
  });

  it('deletes with the edges', () => {
    expect(removeTasks(chain, new Set(['b'])).tasks).toEqual([task('a'), task('c')]);
  });

  it('pastes with inner edges, new names and no identity', () => {
    const document = workflow(task('a'), task('b', ['a'], { code: '7', position: { x: 0, y: 0 } }), task('c', ['b'], { taskParams: { rawScript: '${b.x} ${a.x}' } }));
    const pasted = paste(document, copyTasks(document, new Set(['b', 'c'])), { x: 33, y: 20 });
    expect(pasted.names).toEqual(['b_2', 'c_2']);
    expect(edges(pasted.document)).toEqual(['a>b', 'b>c', 'b_2>c_2']);
    expect(taskOf(pasted.document, 'b_2')).toEqual(task('b_2', undefined, { position: { x: 30, y: 20 } }));
    expect(taskOf(pasted.document, 'c_2')?.taskParams).toEqual({ rawScript: '${b_2.x} ${a.x}' });
  });

  it('prohibits and moves', () => {
    const off = setProhibited(chain, new Set(['a', 'b']), true);
    expect(off.tasks.map((each) => each.flag)).toEqual(['NO', 'NO', undefined]);
    expect(setProhibited(off, new Set(['c']), false)).toBe(off);
    expect(moveTasks(chain, new Map([['b', { x: 10, y: 20 }]])).tasks[1]?.position).toEqual({ x: 10, y: 20 });
  });
});

describe('history', () => {
  it('undoes and redoes, and counts merged steps as one', () => {
    const versions = Array.from({ length: 4 }, (_, index) => workflow(task(`t${index}`)));
    let history = startHistory(versions[0]!);
    history = record(history, versions[1]!, 'move');
    history = record(history, versions[2]!, 'move');
    history = record(history, versions[3]!);
    expect(record(history, versions[3]!)).toBe(history);
    history = undo(history);
    expect(history.present.document).toBe(versions[2]);
    history = undo(history);
    expect(history.present.document).toBe(versions[0]);
    expect(undo(history).present.document).toBe(versions[0]);
    history = redo(redo(redo(history)));
    expect(history.present.document).toBe(versions[3]);
    expect(record(undo(history), versions[0]!).future).toEqual([]);
  });
});

describe('layout', () => {
  it('goes left to right and keeps nodes apart', () => {
    const document = workflow(...chain.tasks, task('d', ['a']), task('alone'), task('alone2'));
    const at = layOut(document);
    expect(at.get('a')!.x).toBeLessThan(at.get('b')!.x);
    expect(at.get('b')!.x).toBeLessThan(at.get('c')!.x);
    const all = [...at.values()];
    for (const one of all) for (const other of all) if (one !== other) expect(Math.abs(one.x - other.x) >= 220 || Math.abs(one.y - other.y) >= 48).toBe(true);
  });

  it('lays out a thousand nodes at once, none upon another and no edge backwards', () => {
    const tasks = Array.from({ length: 1000 }, (_, index) => task(`t${index}`, index < 25 ? [] : [`t${Math.floor(index / 25 - 1) * 25 + ((index * 7) % 25)}`, `t${index - 25}`].filter((name, at, all) => all.indexOf(name) === at)));
    const document = workflow(...tasks);
    const begun = performance.now();
    const at = layOut(document);
    expect(performance.now() - begun).toBeLessThan(1500);
    expect(at.size).toBe(1000);
    for (const each of tasks) for (const from of each.predecessors!) expect(at.get(from)!.x).toBeLessThan(at.get(each.name)!.x);
    const columns = new Map<number, number[]>();
    for (const { x, y } of at.values()) columns.set(x, [...(columns.get(x) ?? []), y]);
    for (const ys of columns.values()) ys.sort((a, b) => a - b).forEach((y, index) => index > 0 && expect(y - ys[index - 1]!).toBeGreaterThanOrEqual(60));
  });

  it('spreads heights no further than it must', () => {
    expect(spread([0, 0, 50], 10)).toEqual([-5, 5, 50]);
    expect(spread([5, 3, 1], 10)).toEqual([-7, 3, 13]);
  });

  it('places what has no position near its predecessors, and leaves the others', () => {
    const document = workflow(task('a', undefined, { position: { x: 100, y: 50 } }), task('b', ['a']), task('c', ['a']));
    const at = positionsOf(document);
    expect(at.get('a')).toEqual({ x: 100, y: 50 });
    expect(at.get('b')).toEqual({ x: 400, y: 50 });
    expect(at.get('c')!.y).toBeGreaterThanOrEqual(100);
    expect(withPositions(document).tasks.every((each) => each.position)).toBe(true);
  });

  it('finds the neighbour on a side', () => {
    const at = new Map([['a', { x: 0, y: 0 }], ['b', { x: 300, y: 10 }], ['c', { x: 0, y: 100 }]]);
    expect(neighbour(at, 'a', 'right')).toBe('b');
    expect(neighbour(at, 'a', 'down')).toBe('c');
    expect(neighbour(at, 'b', 'left')).toBe('a');
    expect(neighbour(at, 'a', 'left')).toBeUndefined();
    expect(neighbour(at, undefined, 'right')).toBe('a');
  });
});
