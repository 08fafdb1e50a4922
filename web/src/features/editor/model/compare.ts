import { edgeIdOf, predecessorsOf, type TaskDocument, type WorkflowDocument } from './types';

export type Change = 'added' | 'removed' | 'changed';

export interface FieldChange {
  path: string;
  before: unknown;
  after: unknown;
}

export interface TaskChange {
  kind: Change;
  name: string;
  /** It had another name before. */
  oldName?: string;
  fields: FieldChange[];
}

export interface Comparison {
  /** Both versions in one drawing: the later one, and what it lacks of the earlier one. */
  document: WorkflowDocument;
  /** By node names and edge ids. */
  changes: Map<string, Change>;
  tasks: TaskChange[];
  workflow: FieldChange[];
  edges: { kind: Change; from: string; to: string }[];
}

const isObject = (value: unknown): value is Record<string, unknown> => value !== null && typeof value === 'object' && !Array.isArray(value);

/** Value with sorted members, so that equal things have equal texts. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, canonical(value[key])]));
}

export function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));
}

function fieldChanges(before: Record<string, unknown>, after: Record<string, unknown>, ignored: ReadonlySet<string>, prefix = ''): FieldChange[] {
  const members = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => !ignored.has(name));
  return members.flatMap((name) => {
    const old = before[name];
    const next = after[name];
    if (same(old, next)) return [];
    const path = prefix ? `${prefix}.${name}` : name;
    return isObject(old) && isObject(next) ? fieldChanges(old, next, new Set(), path) : [{ path, before: old, after: next }];
  });
}

const ofTask = new Set(['name', 'code', 'predecessors', 'position']);
const ofWorkflow = new Set(['tasks']);

/** Old name → task of the later version: the same code, else the same name. */
function pairs(before: WorkflowDocument, after: WorkflowDocument): Map<string, TaskDocument> {
  const byCode = new Map(after.tasks.flatMap((task) => (task.code === undefined ? [] : [[String(task.code), task]])));
  const byName = new Map(after.tasks.map((task) => [task.name, task]));
  const taken = new Set<TaskDocument>();
  const found = new Map<string, TaskDocument>();
  const keep = (old: TaskDocument, task: TaskDocument | undefined) => {
    if (!task || taken.has(task)) return;
    taken.add(task);
    found.set(old.name, task);
  };
  for (const old of before.tasks) if (old.code !== undefined) keep(old, byCode.get(String(old.code)));
  for (const old of before.tasks) if (!found.has(old.name)) keep(old, byName.get(old.name));
  return found;
}

export function compare(before: WorkflowDocument, after: WorkflowDocument): Comparison {
  const pairOf = pairs(before, after);
  const oldOf = new Map([...pairOf].map(([oldName, task]) => [task.name, before.tasks.find((old) => old.name === oldName)!]));
  const changes = new Map<string, Change>();
  const tasks: TaskChange[] = [];

  for (const task of after.tasks) {
    const old = oldOf.get(task.name);
    if (!old) {
      tasks.push({ kind: 'added', name: task.name, fields: [] });
      changes.set(task.name, 'added');
      continue;
    }
    const fields = fieldChanges(old, task, ofTask);
    if (fields.length === 0 && old.name === task.name) continue;
    tasks.push({ kind: 'changed', name: task.name, ...(old.name !== task.name && { oldName: old.name }), fields });
    changes.set(task.name, 'changed');
  }
  const names = new Set(after.tasks.map((task) => task.name));
  const removed = before.tasks.filter((old) => !pairOf.has(old.name));
  /** Names of earlier nodes in the drawing. */
  const drawn = new Map(before.tasks.map((old) => [old.name, pairOf.get(old.name)?.name ?? (names.has(old.name) ? `${old.name} ` : old.name)]));
  for (const old of removed) {
    tasks.push({ kind: 'removed', name: old.name, fields: [] });
    changes.set(drawn.get(old.name)!, 'removed');
  }

  const edges: Comparison['edges'] = [];
  const mark = (kind: Change, from: string, to: string) => {
    edges.push({ kind, from, to });
    changes.set(edgeIdOf(from, to), kind);
  };
  const oldEdges = new Set<string>();
  const lost = new Map<string, string[]>();
  for (const old of before.tasks) {
    const to = drawn.get(old.name)!;
    for (const name of predecessorsOf(old)) {
      const from = drawn.get(name);
      if (from === undefined) continue;
      oldEdges.add(edgeIdOf(from, to));
      const task = pairOf.get(old.name);
      if (task && predecessorsOf(task).includes(from)) continue;
      lost.set(to, [...(lost.get(to) ?? []), from]);
      mark('removed', from, to);
    }
  }
  for (const task of after.tasks) for (const from of predecessorsOf(task)) if (!oldEdges.has(edgeIdOf(from, task.name))) mark('added', from, task.name);

  const all = [...after.tasks, ...removed.map((old) => ({ ...old, name: drawn.get(old.name)!, predecessors: [] }))];
  const document = { ...after, tasks: all.map((task) => ({ ...task, predecessors: [...predecessorsOf(task), ...(lost.get(task.name) ?? [])] })) };
  return { document, changes, tasks, workflow: fieldChanges(before, after, ofWorkflow), edges };
}

export function isEmpty(comparison: Comparison): boolean {
  return comparison.tasks.length === 0 && comparison.edges.length === 0 && comparison.workflow.length === 0;
}
