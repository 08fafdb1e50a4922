import type { WorkflowDetails } from '@/api/types';
import type { WorkflowDocument as DrawnDocument } from '@/features/editor';

export type WorkflowDocument = WorkflowDetails['document'];

/** A node of a workflow document, as far as the run views look at it. */
export interface DocumentTask {
  name: string;
  taskType: string;
  predecessors: string[];
  connection: string;
}

/** The nodes of a document; what is not as it should be is left out, since only the server judges documents. */
export function tasksOf(document: unknown): DocumentTask[] {
  const tasks = isRecord(document) && Array.isArray(document['tasks']) ? document['tasks'] : [];
  return tasks.filter(isRecord).map((task) => {
    const params = isRecord(task['taskParams']) ? task['taskParams'] : {};
    return {
      name: text(task['name']),
      taskType: text(task['taskType'] ?? task['type']),
      predecessors: Array.isArray(task['predecessors']) ? task['predecessors'].filter((name) => typeof name === 'string') : [],
      connection: text(task['connection'] ?? params['connection']) || 'embedded',
    };
  });
}

/** The server has checked the rest when the document was saved. */
export function isDrawn(document: unknown): document is DrawnDocument {
  return isRecord(document) && Array.isArray(document['tasks']);
}

export function predecessorsOf(document: unknown): Map<string, string[]> {
  return new Map(tasksOf(document).map((task) => [task.name, task.predecessors]));
}

/** Names in an order in which each comes after those before it, else in the document's order. A circle ends the list in the document's order. */
export function topologicalOrder(tasks: readonly Pick<DocumentTask, 'name' | 'predecessors'>[]): string[] {
  const names = new Set(tasks.map((task) => task.name));
  const missing = new Map(tasks.map((task) => [task.name, new Set(task.predecessors.filter((name) => names.has(name)))]));
  const after = new Map<string, string[]>();
  for (const task of tasks) for (const name of task.predecessors) after.set(name, [...(after.get(name) ?? []), task.name]);
  const place = new Map(tasks.map((task, index) => [task.name, index]));
  const free = tasks.filter((task) => missing.get(task.name)?.size === 0).map((task) => task.name);
  const order: string[] = [];
  const done = new Set<string>();
  for (let name = free.shift(); name !== undefined; name = free.shift()) {
    order.push(name);
    done.add(name);
    const freed = (after.get(name) ?? []).filter((next) => {
      const waits = missing.get(next);
      return waits?.delete(name) && waits.size === 0;
    });
    // What has just become free stands right behind what freed it: chains stay together.
    free.unshift(...freed.sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0)));
  }
  return [...order, ...tasks.map((task) => task.name).filter((name) => !done.has(name))];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');
