import { Graph as Dagre, layout as runDagre } from '@dagrejs/dagre';
import { graphOf } from './graph';
import { layered } from './layered';
import { nodeHeight, nodeWidth, snap, type Position, type WorkflowDocument } from './types';

const rankGap = 80;
const rowGap = 30;
/** dagre draws long edges around nodes, but takes seconds for some hundred nodes. */
const mostForDagre = 120;

/** Nodes that edges join, however far. */
function components(document: WorkflowDocument): string[][] {
  const { before, behind } = graphOf(document);
  const seen = new Set<string>();
  const found: string[][] = [];
  for (const { name: start } of document.tasks) {
    if (seen.has(start)) continue;
    seen.add(start);
    const part = [start];
    for (let index = 0; index < part.length; index++) {
      for (const next of [...(before.get(part[index]!) ?? []), ...(behind.get(part[index]!) ?? [])]) {
        if (seen.has(next)) continue;
        seen.add(next);
        part.push(next);
      }
    }
    found.push(part);
  }
  return found;
}

/** Middles of the nodes of one part, in any place. */
function middles(document: WorkflowDocument, names: string[]): Map<string, Position> {
  const edges = graphOf(document);
  if (names.length > mostForDagre) {
    const places = layered(names, edges, nodeHeight + rowGap);
    return new Map([...places].map(([name, { rank, y }]) => [name, { x: rank * (nodeWidth + rankGap), y }]));
  }
  const graph = new Dagre();
  graph.setGraph({ rankdir: 'LR', ranksep: rankGap, nodesep: rowGap });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const name of names) graph.setNode(name, { width: nodeWidth, height: nodeHeight });
  for (const name of names) for (const from of edges.before.get(name) ?? []) graph.setEdge(from, name);
  runDagre(graph);
  return new Map(names.map((name) => [name, graph.node(name) as Position]));
}

/** Puts a part below `top` and tells where it ends. */
function layOutPart(document: WorkflowDocument, names: string[], top: number, positions: Map<string, Position>): number {
  const places = middles(document, names);
  const left = Math.min(...[...places.values()].map((at) => at.x));
  const upper = Math.min(...[...places.values()].map((at) => at.y));
  let bottom = top;
  for (const [name, middle] of places) {
    const at = snap({ x: middle.x - left, y: top + middle.y - upper });
    positions.set(name, at);
    bottom = Math.max(bottom, at.y + nodeHeight);
  }
  return bottom;
}

/** Places for all nodes, left to right in the order of running; what is joined by no edge fills a grid below. */
export function layOut(document: WorkflowDocument): Map<string, Position> {
  const positions = new Map<string, Position>();
  const parts = components(document);
  const single = parts.filter((part) => part.length === 1).flat();
  let top = 0;
  for (const part of parts) if (part.length > 1) top = layOutPart(document, part, top, positions) + rowGap + 20;
  const columns = Math.max(1, Math.ceil(Math.sqrt(single.length / 3)));
  single.forEach((name, index) => {
    const at = { x: (index % columns) * (nodeWidth + rankGap / 2), y: top + Math.floor(index / columns) * (nodeHeight + rowGap) };
    positions.set(name, snap(at));
  });
  return positions;
}

function taken(positions: Iterable<Position>, at: Position): boolean {
  for (const other of positions) if (Math.abs(other.x - at.x) < nodeWidth + 10 && Math.abs(other.y - at.y) < nodeHeight + 10) return true;
  return false;
}

/** The nearest free place at or below `at`. */
export function freePlace(positions: Iterable<Position>, at: Position): Position {
  const all = [...positions];
  let place = snap(at);
  while (taken(all, place)) place = { x: place.x, y: place.y + nodeHeight + rowGap };
  return place;
}

/** Where each node is drawn: as the document says, and near its predecessors where it does not. */
export function positionsOf(document: WorkflowDocument): Map<string, Position> {
  const positions = new Map<string, Position>();
  for (const { name, position } of document.tasks) if (position) positions.set(name, { x: Number(position.x) || 0, y: Number(position.y) || 0 });
  if (positions.size === document.tasks.length) return positions;
  if (positions.size === 0) return layOut(document);
  const { before } = graphOf(document);
  for (const { name } of document.tasks) {
    if (positions.has(name)) continue;
    const sources = (before.get(name) ?? []).flatMap((from) => positions.get(from) ?? []);
    const right = sources.length > 0 ? Math.max(...sources.map((at) => at.x)) + nodeWidth + rankGap : 0;
    const y = sources[0]?.y ?? Math.max(...[...positions.values()].map((at) => at.y)) + nodeHeight + rowGap;
    positions.set(name, freePlace(positions.values(), { x: right, y }));
  }
  return positions;
}

/** The document with a position for each node. */
export function withPositions(document: WorkflowDocument): WorkflowDocument {
  if (document.tasks.every((task) => task.position)) return document;
  const positions = positionsOf(document);
  return { ...document, tasks: document.tasks.map((task) => (task.position ? task : { ...task, position: positions.get(task.name)! })) };
}
