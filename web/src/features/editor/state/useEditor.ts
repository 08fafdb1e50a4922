import { createContext, useContext, useSyncExternalStore } from 'react';
import type { WorkflowDocument } from '../model';
import type { EditorState, EditorStore } from './EditorStore';

export const EditorContext = createContext<EditorStore | undefined>(undefined);

export function useEditorStore(): EditorStore {
  const store = useContext(EditorContext);
  if (!store) throw new Error('useEditorStore needs EditorContext');
  return store;
}

/** A part of the editor's state; drawn anew when that part is another object. */
export function useEditor<T>(part: (state: EditorState) => T): T {
  const store = useEditorStore();
  return useSyncExternalStore(store.subscribe, () => part(store.get()));
}

export function useDocument(): WorkflowDocument {
  return useEditor((state) => state.history.present.document);
}

export const isDirty = (state: EditorState) => state.history.present.document !== state.saved;
