import { MarkerType, Position as Side, type Edge, type Node } from '@xyflow/react';
import type { ProblemEntry } from '@/api/problem';
import { edgeIdOf, graphOf, nodeHeight, nodeWidth, type Change, type Position, type TaskDocument, type WorkflowDocument } from '../model';

export interface NodeState {
  state: string;
  /** A few words beside the state: rows, a phase. */
  note?: string | undefined;
  /** Percent. */
  progress?: number | undefined;
}

export interface NodeData extends Record<string, unknown> {
  task: TaskDocument;
  state: NodeState | undefined;
  problems: readonly ProblemEntry[];
  change: Change | undefined;
}

export type TaskFlowNode = Node<NodeData, 'task'>;
export type TaskFlowEdge = Edge<{ from: string; to: string }>;

export const noProblems: readonly ProblemEntry[] = [];

const measured = { width: nodeWidth, height: nodeHeight };
// Told, so that nothing has to be measured: edges to nodes out of sight are drawn at once.
const handles = [
  { type: 'target' as const, position: Side.Left, x: 0, y: nodeHeight / 2, width: 0, height: 0 },
  { type: 'source' as const, position: Side.Right, x: nodeWidth, y: nodeHeight / 2, width: 0, height: 0 },
];

/** DOM id of a node; names may hold anything. */
export function domIdOf(name: string): string {
  return `node-${encodeURIComponent(name)}`;
}

export function sameState(a: NodeState | undefined, b: NodeState | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.state === b.state && a.note === b.note && a.progress === b.progress);
}

export interface NodeExtras {
  positions: ReadonlyMap<string, Position>;
  states?: Readonly<Record<string, NodeState>> | undefined;
  problems?: ReadonlyMap<string, readonly ProblemEntry[]> | undefined;
  changes?: ReadonlyMap<string, Change> | undefined;
}

/** The canvas's nodes. Those that did not change stay the same objects, which is what keeps a large canvas fast. */
export function makeNodes(document: WorkflowDocument, extras: NodeExtras, old: readonly TaskFlowNode[]): TaskFlowNode[] {
  const known = new Map(old.map((node) => [node.id, node]));
  return document.tasks.map((task) => {
    const { name } = task;
    const position = extras.positions.get(name) ?? { x: 0, y: 0 };
    const state = extras.states?.[name];
    const problems = extras.problems?.get(name) ?? noProblems;
    const change = extras.changes?.get(name);
    const before = known.get(name);
    if (before && before.data.task === task && before.data.problems === problems && before.data.change === change && sameState(before.data.state, state)) {
      const still = before.position.x === position.x && before.position.y === position.y;
      return still ? before : { ...before, position };
    }
    const data: NodeData = { task, state, problems, change };
    return before ? { ...before, position, data } : { id: name, type: 'task', position, data, width: nodeWidth, height: nodeHeight, measured, handles };
  });
}

export function makeEdges(document: WorkflowDocument, old: readonly TaskFlowEdge[], changes?: ReadonlyMap<string, Change>): TaskFlowEdge[] {
  const known = new Map(old.map((edge) => [edge.id, edge]));
  const { before } = graphOf(document);
  const edges: TaskFlowEdge[] = [];
  for (const [to, names] of before) {
    for (const from of names) {
      const id = edgeIdOf(from, to);
      const change = changes?.get(id);
      const className = change ? `change-${change}` : '';
      const existing = known.get(id);
      if (existing && existing.className === className) edges.push(existing);
      else edges.push({ id, source: from, target: to, data: { from, to }, className, markerEnd: { type: MarkerType.ArrowClosed, width: 16, height: 16, color: `var(--edge-${change ?? 'plain'})` } });
    }
  }
  return edges;
}
