import type { ProblemEntry } from '@/api/problem';
import { same } from './compare';
import type { WorkflowDocument } from './types';

export interface PlacedProblems {
  /** By node; paths are those of the node: `$.taskParams.migrationType`. */
  byTask: ReadonlyMap<string, readonly ProblemEntry[]>;
  /** What concerns the workflow itself. */
  rest: readonly ProblemEntry[];
}

export const nothingPlaced: PlacedProblems = { byTask: new Map(), rest: [] };

/** Puts the server's problems to the nodes they are of. Lists that did not change stay the same objects. */
export function placeProblems(document: WorkflowDocument, problems: readonly ProblemEntry[], old: PlacedProblems = nothingPlaced): PlacedProblems {
  const byTask = new Map<string, ProblemEntry[]>();
  const rest: ProblemEntry[] = [];
  for (const problem of problems) {
    const found = /^\$\.tasks\[(\d+)\](.*)$/.exec(problem.path);
    const task = found && document.tasks[Number(found[1])];
    if (!task) {
      rest.push(problem);
      continue;
    }
    byTask.set(task.name, [...(byTask.get(task.name) ?? []), { ...problem, path: `$${found[2] ?? ''}` }]);
  }
  const stable = new Map<string, readonly ProblemEntry[]>();
  for (const [name, list] of byTask) {
    const before = old.byTask.get(name);
    stable.set(name, before && same(before, list) ? before : list);
  }
  return { byTask: stable, rest };
}
