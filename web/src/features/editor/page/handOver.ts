import type { EditorStore } from '../state/EditorStore';

let handed: { code: string; store: EditorStore } | undefined;

/** The first save leads to the workflow's own address: the editor there goes on with the same history. */
export function handOver(code: string, store: EditorStore) {
  handed = { code, store };
}

export function takeOver(code: string): EditorStore | undefined {
  const found = handed?.code === code ? handed.store : undefined;
  handed = undefined;
  return found;
}
