import { useEffect, type RefObject } from 'react';
import { documentOf, type TaskDocument } from '../model';
import type { Actions } from '../state/useActions';

const marker = 'dmsnode/tasks';

function tasksIn(text: string): TaskDocument[] {
  try {
    const value = JSON.parse(text) as { kind?: unknown };
    if (value.kind !== marker) return [];
    const read = documentOf(value);
    return 'document' in read ? read.document.tasks : [];
  } catch {
    return [];
  }
}

/** Nodes go over the system's clipboard, so that they can be pasted into another workflow's window. */
export function useClipboard(canvas: RefObject<HTMLElement | null>, actions: Actions, readOnly: boolean) {
  useEffect(() => {
    const onCanvas = () => canvas.current?.contains(window.document.activeElement) ?? false;
    const take = (event: ClipboardEvent) => {
      const tasks = onCanvas() ? actions.copy() : [];
      if (tasks.length === 0) return false;
      event.preventDefault();
      event.clipboardData?.setData('text/plain', JSON.stringify({ kind: marker, tasks }, null, 1));
      return true;
    };
    const cut = (event: ClipboardEvent) => {
      if (!readOnly && take(event)) actions.remove();
    };
    const put = (event: ClipboardEvent) => {
      if (readOnly || !onCanvas()) return;
      const tasks = tasksIn(event.clipboardData?.getData('text/plain') ?? '');
      if (tasks.length === 0) return;
      event.preventDefault();
      actions.paste(tasks);
    };
    window.document.addEventListener('copy', take);
    window.document.addEventListener('cut', cut);
    window.document.addEventListener('paste', put);
    return () => {
      window.document.removeEventListener('copy', take);
      window.document.removeEventListener('cut', cut);
      window.document.removeEventListener('paste', put);
    };
  }, [canvas, actions, readOnly]);
}
