import { beforeEach, describe, expect, it } from 'vitest';
import { connect, removeTasks, taskOf, type WorkflowDocument } from '../model';
import { EditorStore } from './EditorStore';
import { isDirty } from './useEditor';

const start: WorkflowDocument = { name: 'w', tasks: [{ name: 'a' }, { name: 'b', predecessors: ['a'] }] };
const withNode = (document: WorkflowDocument, name: string) => ({ ...document, tasks: [...document.tasks, { name, position: { x: 0, y: 0 } }] });

describe('EditorStore', () => {
  let store: EditorStore;
  beforeEach(() => {
    store = new EditorStore(start);
  });
  const names = () => store.document.tasks.map((task) => task.name);

  it('places all nodes and is clean at first, and clean again when all is undone', () => {
    expect(store.document.tasks.every((task) => task.position)).toBe(true);
    expect(isDirty(store.get())).toBe(false);
    store.change(withNode(store.document, 'c'));
    expect(isDirty(store.get())).toBe(true);
    store.undo('');
    expect(isDirty(store.get())).toBe(false);
  });

  it('takes a cancelled new node away as if it had never been', () => {
    store.begin(withNode(store.document, 'c'), 'c', '');
    expect(store.isNew('c')).toBe(true);
    store.cancelNew('');
    expect(names()).toEqual(['a', 'b']);
    expect(isDirty(store.get())).toBe(false);
    expect(store.get().history.future).toEqual([]);
  });

  it('makes adding a node and filling its form one step', () => {
    store.begin(withNode(store.document, 'c'), 'c', '');
    store.apply('c', { name: 'load' });
    expect(taskOf(store.document, 'load')?.position).toEqual({ x: 0, y: 0 });
    expect([...store.get().selection]).toEqual(['load']);
    store.undo('');
    expect(names()).toEqual(['a', 'b']);
  });

  it('never gives two nodes one name', () => {
    store.apply('b', { name: 'a', predecessors: [] });
    expect(names()).toEqual(['a', 'a_2']);
  });

  it('takes what the server saved, and keeps what was drawn meanwhile', () => {
    const sent = withNode(store.document, 'c');
    store.change(sent);
    store.markSaved(store.document, { ...sent, tasks: sent.tasks.map((task) => ({ ...task, code: 7 })) });
    expect(isDirty(store.get())).toBe(false);
    expect(store.document.tasks[0]?.code).toBe(7);
    const again = store.document;
    store.change(withNode(store.document, 'd'));
    store.markSaved(again, again);
    expect(names()).toContain('d');
    expect(isDirty(store.get())).toBe(true);
  });

  it('forgets selection and problems of nodes that are gone', () => {
    store.select(['a', 'b']);
    store.setProblems(store.document, [{ path: '$.tasks[1].name', message: 'x' }]);
    expect([...store.get().problems.byTask.keys()]).toEqual(['b']);
    store.change(removeTasks(store.document, new Set(['b'])));
    expect([...store.get().selection]).toEqual(['a']);
    expect(store.get().problems.byTask.size).toBe(0);
  });

  it('gives the name of the first save to all steps', () => {
    store = new EditorStore({ name: '', tasks: [] });
    store.change(withNode(store.document, 'a'));
    store.change(withNode(store.document, 'b'));
    store.settle({ ...store.document, name: 'nightly' });
    store.undo('');
    expect(store.document).toMatchObject({ name: 'nightly', tasks: [{ name: 'a' }] });
  });

  it('tells listeners only of changes', () => {
    let told = 0;
    store.subscribe(() => told++);
    store.select(['a']);
    store.select(['a']);
    store.change(store.document);
    expect(told).toBe(1);
    expect(connect(store.document, 'a', 'b')).toBe('double');
  });
});
