import type { TaskDocument, WorkflowDocument } from '../types';

const predecessorsOf = (task: TaskDocument) => (Array.isArray(task.predecessors) ? task.predecessors.filter((name): name is string => typeof name === 'string') : []);

/** Names of the nodes that may come before the one of that name: those that do not come after it. */
export function possiblePredecessors(document: WorkflowDocument, name: string): string[] {
  const tasks = document.tasks ?? [];
  const after = new Set([name]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const task of tasks) {
      if (after.has(task.name) || !predecessorsOf(task).some((each) => after.has(each))) continue;
      after.add(task.name);
      grown = true;
    }
  }
  return tasks.map((task) => task.name).filter((each) => each !== '' && !after.has(each));
}

/** All nodes before a node that has these predecessors, the nearest first. */
export function ancestors(document: WorkflowDocument, predecessors: string[]): TaskDocument[] {
  const byName = new Map((document.tasks ?? []).map((task) => [task.name, task]));
  const found = new Map<string, TaskDocument>();
  const queue = [...predecessors];
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const task = byName.get(name);
    if (!task || found.has(name)) continue;
    found.set(name, task);
    queue.push(...predecessorsOf(task));
  }
  return [...found.values()];
}
