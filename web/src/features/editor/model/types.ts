/** What a workflow file holds (docs/workflow-files.md). Members that are not named here are kept as they came. */

export interface Position {
  x: number;
  y: number;
}

export interface TaskDocument {
  name: string;
  taskType?: string;
  taskParams?: unknown;
  predecessors?: string[];
  /** `NO`: the node is passed over. */
  flag?: string;
  description?: string;
  position?: Position;
  code?: string | number;
  [member: string]: unknown;
}

export interface WorkflowDocument {
  name: string;
  description?: string;
  globalParams?: unknown;
  timeout?: number | string;
  executionType?: string;
  tasks: TaskDocument[];
  [member: string]: unknown;
}

/** Why an edge cannot be drawn. */
export type Refusal = 'self' | 'double' | 'cycle' | 'unknown';

/** Older files say `type`. */
export function kindOf(task: TaskDocument): string {
  const kind = task.taskType ?? task['type'];
  return typeof kind === 'string' && kind !== '' ? kind : '?';
}

export function predecessorsOf(task: TaskDocument): string[] {
  return task.predecessors ?? [];
}

export function isProhibited(task: TaskDocument): boolean {
  return task.flag === 'NO';
}

/** Size of a node on the canvas, in pixels; positions are its left upper corner. */
export const nodeWidth = 220;
export const nodeHeight = 48;
export const gridStep = 10;

export function snap(position: Position): Position {
  return { x: Math.round(position.x / gridStep) * gridStep, y: Math.round(position.y / gridStep) * gridStep };
}

export function edgeIdOf(from: string, to: string): string {
  return JSON.stringify([from, to]);
}
