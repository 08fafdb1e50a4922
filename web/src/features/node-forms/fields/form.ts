import { createContext, useContext } from 'react';
import type { EditorProblem } from '@/ui';
import type { VisibleParameter } from '../model/visibleParams';
import type { TaskDocument, WorkflowDocument } from '../types';
import { readAt } from '../model/task';

/** What the fields of a node's form share. Paths here are without `$.`: `taskParams.tableMappings`. */
export interface NodeForm {
  task: TaskDocument;
  document: WorkflowDocument;
  projectCode: string;
  readOnly: boolean;
  change: (update: (task: TaskDocument) => TaskDocument) => void;
  set: (path: string, value: unknown) => void;
  /** What is wrong at the path or below it. */
  errorAt: (path: string) => string | undefined;
  warningAt: (path: string) => string | undefined;
  /** Problems in the document that stands at the path; their paths begin at the document. */
  problemsIn: (path: string) => EditorProblem[];
  /** Names for `${…}`. */
  parameters: VisibleParameter[];
}

export const NodeFormContext = createContext<NodeForm | undefined>(undefined);

export function useNodeForm(): NodeForm {
  const form = useContext(NodeFormContext);
  if (!form) throw new Error('useNodeForm needs NodeFormDrawer');
  return form;
}

/** A field's value and how to change it. */
export function useField(path: string) {
  const form = useNodeForm();
  return {
    form,
    value: readAt(form.task, path),
    set: (value: unknown) => form.set(path, value),
    error: form.errorAt(path),
    warning: form.warningAt(path),
    readOnly: form.readOnly,
    /** The field's own name, and the beginning of its words. */
    name: path.split('.').at(-1) ?? path,
  };
}

export const isBelow = (path: string, field: string) => path === field || (path.startsWith(field) && /^[.[(]/.test(path.slice(field.length)));

/** Puts the cursor into the field that the problem's path belongs to; opens what hides it. */
export function focusField(root: HTMLElement | null, path: string): boolean {
  const fields = [...(root?.querySelectorAll<HTMLElement>('[data-field]') ?? [])].filter((element) => isBelow(path, `$.${element.dataset['field']}`));
  const field = fields.sort((a, b) => (b.dataset['field'] ?? '').length - (a.dataset['field'] ?? '').length)[0];
  if (!field) return false;
  const fold = field.closest<HTMLElement>('[data-fold="closed"]');
  fold?.querySelector<HTMLElement>('button')?.click();
  // After the fold has opened.
  setTimeout(() => {
    field.scrollIntoView({ block: 'center' });
    const inner = '[contenteditable="true"], input:not([type="hidden"]):not([disabled]), textarea, [role="radio"], button';
    (field.matches(inner) ? field : field.querySelector<HTMLElement>(inner))?.focus();
  }, 0);
  return true;
}
