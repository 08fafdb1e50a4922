export { WorkflowGraph, type WorkflowGraphProps } from './canvas/WorkflowGraph';
export type { Change, NodeState } from './canvas/elements';
export { KindIcon } from './kinds';
export { kindOf, predecessorsOf, type Position, type TaskDocument, type WorkflowDocument } from './model/types';
