export { NodeFormDrawer } from './NodeFormDrawer';
export type { JsonObject, NodeFormProps, TaskDocument, TaskProblem, WorkflowDocument } from './types';
