import type { WorkflowDocument } from './types';

export interface Step {
  document: WorkflowDocument;
  /** Steps that follow one another with the same key are one (typing, moving by keys). */
  merge?: string | undefined;
}

/** What was, is, and was undone. */
export interface History {
  past: readonly Step[];
  present: Step;
  future: readonly Step[];
}

const mostSteps = 300;

export function startHistory(document: WorkflowDocument): History {
  return { past: [], present: { document }, future: [] };
}

export function record(history: History, document: WorkflowDocument, merge?: string): History {
  const { past, present } = history;
  if (document === present.document) return history;
  if (merge !== undefined && merge === present.merge) return { past, present: { document, merge }, future: [] };
  return { past: [...past, present].slice(-mostSteps), present: { document, merge }, future: [] };
}

export function undo({ past, present, future }: History): History {
  const last = past.at(-1);
  if (!last) return { past, present, future };
  return { past: past.slice(0, -1), present: { document: last.document }, future: [present, ...future] };
}

export function redo({ past, present, future }: History): History {
  const [next, ...rest] = future;
  if (!next) return { past, present, future };
  return { past: [...past, present], present: { document: next.document }, future: rest };
}
