/** JSON as it stands in a workflow document. Members that nobody here knows are kept as they are. */
export interface JsonObject {
  [member: string]: unknown;
}

export interface TaskDocument extends JsonObject {
  name: string;
  taskType?: string;
  predecessors?: string[];
  taskParams?: unknown;
}

export interface WorkflowDocument extends JsonObject {
  name?: string;
  tasks?: TaskDocument[];
}

/** What the server says about the node; the path is relative to it: `$.taskParams.tableMappings`. */
export interface TaskProblem {
  path: string;
  message: string;
  hint?: string | undefined;
  warning?: boolean | undefined;
}

export interface NodeFormProps {
  task: TaskDocument;
  document: WorkflowDocument;
  projectCode: string;
  problems: TaskProblem[];
  readOnly: boolean;
  isNew: boolean;
  onApply: (task: TaskDocument) => void;
  onCancel: () => void;
}
