import { cycleOf } from './graph';
import { predecessorsOf, type WorkflowDocument } from './types';

/** What keeps a value from being drawn; all else the server says better. */
export type ShapeFault =
  | { kind: 'noObject' | 'noTasks' | 'noTask' | 'noName' | 'noPredecessors'; path: string }
  | { kind: 'twice' | 'noNode'; path: string; name: string }
  | { kind: 'cycle'; path: string; names: string };

const isObject = (value: unknown): value is Record<string, unknown> => value !== null && typeof value === 'object' && !Array.isArray(value);

function taskFaults(tasks: readonly unknown[]): ShapeFault[] {
  const faults: ShapeFault[] = [];
  const names = new Set<string>();
  tasks.forEach((task, index) => {
    const path = `$.tasks[${index}]`;
    if (!isObject(task)) return faults.push({ kind: 'noTask', path });
    const name = task['name'];
    if (typeof name !== 'string' || name === '') return faults.push({ kind: 'noName', path: `${path}.name` });
    if (names.has(name)) faults.push({ kind: 'twice', path: `${path}.name`, name });
    names.add(name);
    const predecessors = task['predecessors'];
    if (predecessors !== undefined && !(Array.isArray(predecessors) && predecessors.every((each) => typeof each === 'string'))) {
      faults.push({ kind: 'noPredecessors', path: `${path}.predecessors` });
    }
  });
  return faults;
}

export function documentOf(value: unknown): { document: WorkflowDocument } | { faults: ShapeFault[] } {
  if (!isObject(value)) return { faults: [{ kind: 'noObject', path: '$' }] };
  const tasks = value['tasks'] ?? [];
  if (!Array.isArray(tasks)) return { faults: [{ kind: 'noTasks', path: '$.tasks' }] };
  const faults = taskFaults(tasks);
  if (faults.length > 0) return { faults };
  const name = typeof value['name'] === 'string' ? value['name'] : '';
  const document = { ...value, name, tasks } as WorkflowDocument;
  const names = new Set(document.tasks.map((task) => task.name));
  document.tasks.forEach((task, index) => {
    predecessorsOf(task).forEach((before, at) => {
      if (!names.has(before)) faults.push({ kind: 'noNode', path: `$.tasks[${index}].predecessors[${at}]`, name: before });
    });
  });
  const cycle = faults.length === 0 ? cycleOf(document) : undefined;
  if (cycle) faults.push({ kind: 'cycle', path: `$.tasks[${document.tasks.findIndex((task) => task.name === cycle[0])}]`, names: [...cycle, cycle[0]].join(' → ') });
  return faults.length > 0 ? { faults } : { document };
}
