import { graphOf, refusalOf } from './graph';
import { renameReferences } from './references';
import { isProhibited, predecessorsOf, snap, type Position, type Refusal, type TaskDocument, type WorkflowDocument } from './types';

/** Every operation makes a new document; nodes that it does not touch stay the same objects. */

function withTasks(document: WorkflowDocument, tasks: TaskDocument[]): WorkflowDocument {
  return { ...document, tasks };
}

function mapTasks(document: WorkflowDocument, change: (task: TaskDocument) => TaskDocument): WorkflowDocument {
  let changed = false;
  const tasks = document.tasks.map((task) => {
    const next = change(task);
    if (next !== task) changed = true;
    return next;
  });
  return changed ? withTasks(document, tasks) : document;
}

function withPredecessors(task: TaskDocument, predecessors: string[]): TaskDocument {
  if (predecessors.length > 0) return { ...task, predecessors };
  const { predecessors: _, ...rest } = task;
  return rest as TaskDocument;
}

export function taskOf(document: WorkflowDocument, name: string): TaskDocument | undefined {
  return document.tasks.find((task) => task.name === name);
}

/** `base`, or `base_2`, `base_3`… A number that is there already counts on. */
export function uniqueName(taken: ReadonlySet<string>, base: string): string {
  if (!taken.has(base)) return base;
  const stem = base.replace(/_\d+$/, '');
  for (let number = 2; ; number++) {
    const name = `${stem}_${number}`;
    if (!taken.has(name)) return name;
  }
}

export function addTask(document: WorkflowDocument, task: TaskDocument): WorkflowDocument {
  const name = uniqueName(graphOf(document).names, task.name);
  return withTasks(document, [...document.tasks, name === task.name ? task : { ...task, name }]);
}

/** Puts a task in the place of the one named; if its name changed, predecessors and `${name.…}` of the others follow. */
export function replaceTask(document: WorkflowDocument, name: string, task: TaskDocument): WorkflowDocument {
  const renamed = new Map([[name, task.name]]);
  return mapTasks(document, (each) => {
    if (each.name === name) return task;
    if (task.name === name) return each;
    const followed = renameReferences(each, renamed);
    if (!predecessorsOf(each).includes(name)) return followed;
    return { ...followed, predecessors: predecessorsOf(each).map((before) => (before === name ? task.name : before)) };
  });
}

export function renameTask(document: WorkflowDocument, name: string, next: string): WorkflowDocument {
  const task = taskOf(document, name);
  if (!task || name === next || graphOf(document).names.has(next)) return document;
  return replaceTask(document, name, { ...task, name: next });
}

/** The document with the edge, or why it cannot be. */
export function connect(document: WorkflowDocument, from: string, to: string): WorkflowDocument | Refusal {
  const refusal = refusalOf(document, from, to);
  if (refusal) return refusal;
  return mapTasks(document, (task) => (task.name === to ? withPredecessors(task, [...predecessorsOf(task), from]) : task));
}

export interface Edge {
  from: string;
  to: string;
}

export function disconnect(document: WorkflowDocument, edges: readonly Edge[]): WorkflowDocument {
  const gone = new Map<string, Set<string>>();
  for (const { from, to } of edges) gone.set(to, (gone.get(to) ?? new Set()).add(from));
  return mapTasks(document, (task) => {
    const removed = gone.get(task.name);
    const left = predecessorsOf(task).filter((name) => !removed?.has(name));
    return left.length === predecessorsOf(task).length ? task : withPredecessors(task, left);
  });
}

export function removeTasks(document: WorkflowDocument, names: ReadonlySet<string>): WorkflowDocument {
  const rest = withTasks(document, document.tasks.filter((task) => !names.has(task.name)));
  return mapTasks(rest, (task) => {
    const left = predecessorsOf(task).filter((name) => !names.has(name));
    return left.length === predecessorsOf(task).length ? task : withPredecessors(task, left);
  });
}

/** What Ctrl+C takes: the nodes with the edges between them, without their identity. */
export function copyTasks(document: WorkflowDocument, names: ReadonlySet<string>): TaskDocument[] {
  return document.tasks
    .filter((task) => names.has(task.name))
    .map(({ code: _, ...task }) => withPredecessors(task as TaskDocument, predecessorsOf(task as TaskDocument).filter((name) => names.has(name))));
}

export interface Pasted {
  document: WorkflowDocument;
  names: string[];
}

/** Adds copies under new names; edges and references between the copies stay between them. */
export function paste(document: WorkflowDocument, copies: readonly TaskDocument[], offset: Position): Pasted {
  const taken = new Set(graphOf(document).names);
  const renamed = new Map<string, string>();
  for (const { name } of copies) {
    const next = uniqueName(taken, name);
    taken.add(next);
    renamed.set(name, next);
  }
  const added = copies.map((copy) => {
    const task = renameReferences({ ...copy, name: renamed.get(copy.name)! }, renamed);
    const at = copy.position ?? { x: 0, y: 0 };
    const inner = predecessorsOf(copy).flatMap((name) => renamed.get(name) ?? []);
    return withPredecessors({ ...task, position: snap({ x: at.x + offset.x, y: at.y + offset.y }) }, inner);
  });
  return { document: withTasks(document, [...document.tasks, ...added]), names: added.map((task) => task.name) };
}

export function moveTasks(document: WorkflowDocument, positions: ReadonlyMap<string, Position>): WorkflowDocument {
  return mapTasks(document, (task) => {
    const to = positions.get(task.name);
    if (!to || (task.position?.x === to.x && task.position?.y === to.y)) return task;
    return { ...task, position: { x: to.x, y: to.y } };
  });
}

export function shiftTasks(document: WorkflowDocument, names: ReadonlySet<string>, by: Position): WorkflowDocument {
  return mapTasks(document, (task) => {
    if (!names.has(task.name)) return task;
    const at = task.position ?? { x: 0, y: 0 };
    return { ...task, position: { x: at.x + by.x, y: at.y + by.y } };
  });
}

export function setProhibited(document: WorkflowDocument, names: ReadonlySet<string>, prohibited: boolean): WorkflowDocument {
  return mapTasks(document, (task) => (names.has(task.name) && isProhibited(task) !== prohibited ? { ...task, flag: prohibited ? 'NO' : 'YES' } : task));
}
