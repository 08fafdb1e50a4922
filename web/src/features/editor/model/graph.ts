import { predecessorsOf, type Refusal, type WorkflowDocument } from './types';

/** The edges of a document, both ways. */
export interface Graph {
  names: Set<string>;
  before: Map<string, string[]>;
  behind: Map<string, string[]>;
}

const made = new WeakMap<WorkflowDocument, Graph>();

export function graphOf(document: WorkflowDocument): Graph {
  const known = made.get(document);
  if (known) return known;
  const names = new Set(document.tasks.map((task) => task.name));
  const before = new Map<string, string[]>();
  const behind = new Map<string, string[]>();
  for (const name of names) behind.set(name, []);
  for (const task of document.tasks) {
    const real = predecessorsOf(task).filter((name) => names.has(name));
    before.set(task.name, real);
    for (const name of real) behind.get(name)!.push(task.name);
  }
  const graph = { names, before, behind };
  made.set(document, graph);
  return graph;
}

/** All nodes that can be reached from these by edges of one way, themselves left out unless there is a cycle. */
export function reachable(edges: Map<string, string[]>, from: Iterable<string>): Set<string> {
  const found = new Set<string>();
  const open = [...from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const next of edges.get(name) ?? []) {
      if (found.has(next)) continue;
      found.add(next);
      open.push(next);
    }
  }
  return found;
}

export function refusalOf(document: WorkflowDocument, from: string, to: string): Refusal | undefined {
  const graph = graphOf(document);
  if (!graph.names.has(from) || !graph.names.has(to)) return 'unknown';
  if (from === to) return 'self';
  if (graph.before.get(to)!.includes(from)) return 'double';
  return reachable(graph.before, [from]).has(to) ? 'cycle' : undefined;
}

/** For each node that cannot be connected from this one, why not. */
export function refusalsFrom(document: WorkflowDocument, from: string): Map<string, Refusal> {
  const graph = graphOf(document);
  const refusals = new Map<string, Refusal>();
  for (const name of reachable(graph.before, [from])) refusals.set(name, 'cycle');
  for (const name of graph.behind.get(from) ?? []) refusals.set(name, 'double');
  refusals.set(from, 'self');
  return refusals;
}

/** Names of one cycle, in its order; undefined: there is none. */
export function cycleOf(document: WorkflowDocument): string[] | undefined {
  const { before, behind } = graphOf(document);
  const left = new Map([...before].map(([name, names]) => [name, names.length]));
  const free = [...left].filter(([, count]) => count === 0).map(([name]) => name);
  for (let name = free.pop(); name !== undefined; name = free.pop()) {
    left.delete(name);
    for (const next of behind.get(name) ?? []) {
      const count = left.get(next)! - 1;
      left.set(next, count);
      if (count === 0) free.push(next);
    }
  }
  const start = left.keys().next();
  if (start.done) return undefined;
  // Of what is left each node has one before it that is left too: going back must meet a node again.
  const path: string[] = [];
  let at = start.value;
  while (!path.includes(at)) {
    path.push(at);
    at = before.get(at)!.find((name) => left.has(name))!;
  }
  return path.slice(path.indexOf(at)).reverse();
}
