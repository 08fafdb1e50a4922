import { useEffect } from 'react';
import type { Actions } from '../state/useActions';

interface Options {
  actions: Actions;
  readOnly: boolean;
  onSave: () => void;
  onHelp: () => void;
}

const typing = (at: EventTarget | null) => at instanceof HTMLElement && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName));

/** Keys that count wherever the focus is, but not below a dialog. */
export function usePageKeys({ actions, readOnly, onSave, onHelp }: Options) {
  useEffect(() => {
    const act = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector('[role="dialog"][aria-modal="true"]')) return;
      const key = event.key.toLowerCase();
      const mod = event.ctrlKey || event.metaKey;
      if (mod && key === 's') {
        event.preventDefault();
        if (!readOnly) onSave();
      } else if (typing(event.target)) {
        return;
      } else if (mod && !readOnly && (key === 'y' || (key === 'z' && event.shiftKey))) {
        event.preventDefault();
        actions.redo();
      } else if (mod && !readOnly && key === 'z') {
        event.preventDefault();
        actions.undo();
      } else if (key === '?') {
        event.preventDefault();
        onHelp();
      }
    };
    document.addEventListener('keydown', act);
    return () => document.removeEventListener('keydown', act);
  }, [actions, readOnly, onSave, onHelp]);
}
