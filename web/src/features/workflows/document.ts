/** What the pages of this feature read of a workflow document (docs/workflow-files.md); the editor knows all of it. */
export interface DocumentParameter {
  prop: string;
  direct?: 'IN' | 'OUT';
  type?: string;
  value?: string;
}

export interface WorkflowDocument {
  name?: string;
  globalParams?: DocumentParameter[] | string | Record<string, string>;
  tasks?: Record<string, unknown>[];
}

/** Global parameters that a start may set, in each of the three forms that a document may have them in. */
export function inputParameters(document: WorkflowDocument): { prop: string; value: string }[] {
  let params: unknown = document.globalParams ?? [];
  if (typeof params === 'string') {
    try {
      params = JSON.parse(params) as unknown;
    } catch {
      return [];
    }
  }
  if (Array.isArray(params)) {
    return (params as DocumentParameter[]).filter((param) => param.direct !== 'OUT').map(({ prop, value }) => ({ prop, value: value ?? '' }));
  }
  return Object.entries(params as Record<string, unknown>).map(([prop, value]) => ({ prop, value: String(value) }));
}

/** A document for a new workflow: the nodes get codes of their own. */
export function copyOf(document: WorkflowDocument, name: string): WorkflowDocument {
  return { ...document, name, tasks: (document.tasks ?? []).map(({ code, ...task }) => task) };
}

/** "load copy", "load copy 2", … : the first that is free. */
export function copyName(name: string, taken: Set<string>, suffix: string): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? `${name}-${suffix}` : `${name}-${suffix}-${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}
