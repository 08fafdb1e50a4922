export { WorkflowGraph, type WorkflowGraphProps } from './canvas/WorkflowGraph';
export type { NodeState } from './canvas/elements';
export type { Change } from './model/compare';
export { KindIcon } from './kinds';
export { kindOf, predecessorsOf, type Position, type TaskDocument, type WorkflowDocument } from './model/types';
