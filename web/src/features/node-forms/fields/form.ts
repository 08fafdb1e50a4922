import { createContext, useContext, useRef, useSyncExternalStore } from 'react';
import { sameJson } from '../model/json';
import { paramsOf, readAt } from '../model/task';
import { entryAt, isBelow, type FormState, type NodeFormStore } from './NodeFormStore';

export const NodeFormContext = createContext<NodeFormStore | undefined>(undefined);

export function useForm(): NodeFormStore {
  const form = useContext(NodeFormContext);
  if (!form) throw new Error('useForm needs NodeFormDrawer');
  return form;
}

/** A part of the form's state; the component is rendered again when the part is another. */
export function useFormPart<T>(select: (state: FormState) => T): T {
  const form = useForm();
  const last = useRef<{ part: T }>(undefined);
  return useSyncExternalStore(form.subscribe, () => {
    const part = select(form.getState());
    if (!last.current || !sameJson(last.current.part, part)) last.current = { part };
    return last.current.part;
  });
}

/** One of the node's own parameters. */
export const useParam = (name: string): unknown => useFormPart((state) => paramsOf(state.task)[name]);

/** How many of these parameters have a value. */
export function useFilled(names: readonly string[]): number {
  return useFormPart(({ task }) => names.filter((name) => ![undefined, null, ''].includes(paramsOf(task)[name] as undefined)).length);
}

/** A field's value and how to change it. */
export function useField(path: string) {
  const form = useForm();
  return {
    form,
    value: useFormPart((state) => readAt(state.task, path)),
    set: (value: unknown) => form.set(path, value),
    error: useFormPart((state) => entryAt(state, path, false)),
    warning: useFormPart((state) => entryAt(state, path, true)),
    readOnly: useFormPart((state) => state.readOnly),
    /** The field's own name, and the beginning of its words. */
    name: path.split('.').at(-1) ?? path,
  };
}

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
    const inputs = ['[contenteditable="true"]', 'input:not([type="hidden"]):not([disabled]), textarea', '[role="radio"]', 'button'];
    inputs.map((each) => field.querySelector<HTMLElement>(each)).find((each) => each !== null)?.focus();
  }, 0);
  return true;
}
