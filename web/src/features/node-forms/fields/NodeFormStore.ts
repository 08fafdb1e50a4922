import type { TFunction } from 'i18next';
import type { EditorProblem } from '@/ui';
import { hintsFor, type Hint } from '../model/hints';
import { sameJson } from '../model/json';
import { readAt, writeAt } from '../model/task';
import type { TaskDocument, TaskProblem, WorkflowDocument } from '../types';

/** What is wrong, as it is shown. */
export interface Entry {
  path: string;
  message: string;
  warning: boolean;
}

/** What comes from outside of the form. */
export interface Inputs {
  document: WorkflowDocument;
  projectCode: string;
  problems: TaskProblem[];
  readOnly: boolean;
  projectParameters: string[];
  t: TFunction<'node-forms'>;
}

export interface FormState extends Inputs {
  task: TaskDocument;
  dirty: boolean;
  /** Somebody wanted to go on: what is missing is told now. */
  tried: boolean;
  hints: Hint[];
  entries: Entry[];
}

export const isBelow = (path: string, field: string) => path === field || (path.startsWith(field) && /^[.[(]/.test(path.slice(field.length)));

/** `$.taskParams.tableMappings.rules[1]` → `taskParams.tableMappings`: a change of that makes the server's word old. */
const memberOf = (path: string) => path.replace(/^\$\.?/, '').split(/[.[(]/).slice(0, path.startsWith('$.taskParams.') ? 2 : 1).join('.');

function hintText({ ruleMember, key, values = {} }: Hint, t: TFunction<'node-forms'>): string {
  if (ruleMember === undefined) return t(`hint.${key}`, values);
  return ruleMember === 'rules' ? t(`ruleHint.${key}`) : `${t(`member.${ruleMember}`)}: ${t(`ruleHint.${key}`, values)}`;
}

/**
 * The node as it is being edited. A form has a hundred inputs: each listens to its own part of this state, so that a
 * keystroke renders one of them.
 */
export class NodeFormStore {
  readonly original: TaskDocument;
  private state: FormState;
  private readonly listeners = new Set<() => void>();

  constructor(task: TaskDocument, inputs: Inputs) {
    this.original = task;
    this.state = this.complete({ ...inputs, task, tried: false });
  }

  readonly getState = () => this.state;

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly change = (update: (task: TaskDocument) => TaskDocument) => this.become({ ...this.state, task: update(this.state.task) });

  /** Paths here are without `$.`: `taskParams.tableMappings`. */
  readonly set = (path: string, value: unknown) => this.change((task) => writeAt(task, path, value));

  readonly setTried = () => this.become({ ...this.state, tried: true });

  readonly setInputs = (inputs: Inputs) => this.become({ ...this.state, ...inputs });

  private become(next: Omit<FormState, 'dirty' | 'hints' | 'entries'>) {
    this.state = this.complete(next);
    this.listeners.forEach((tell) => tell());
  }

  private complete(next: Omit<FormState, 'dirty' | 'hints' | 'entries'>): FormState {
    const hints = next.readOnly ? [] : hintsFor(next.task, next.document, this.original.name);
    const told = hints.filter((hint) => next.tried || !hint.missing).map<Entry>((hint) => ({ path: hint.path, message: hintText(hint, next.t), warning: false }));
    const current = next.problems.filter(({ path }) => sameJson(readAt(next.task, memberOf(path)), readAt(this.original, memberOf(path))));
    const server = current
      .filter(({ path }) => !told.some((hint) => isBelow(path, hint.path)))
      .map<Entry>(({ path, message, hint, warning = false }) => ({ path, message: hint ? `${message}; ${hint}` : message, warning }));
    return { ...next, dirty: !sameJson(next.task, this.original), hints, entries: [...told, ...server] };
  }
}

/** What is wrong at the path or below it. */
export function entryAt(state: FormState, path: string, warning: boolean): string | undefined {
  return state.entries.find((entry) => entry.warning === warning && isBelow(entry.path, `$.${path}`))?.message;
}

/** Problems in the document that stands at the path; their paths begin at the document. */
export function problemsIn(state: FormState, path: string): EditorProblem[] {
  return state.entries.filter((entry) => isBelow(entry.path, `$.${path}`)).map(({ path: full, message, warning }) => ({ path: `$${full.slice(path.length + 2)}`, message, warning }));
}
