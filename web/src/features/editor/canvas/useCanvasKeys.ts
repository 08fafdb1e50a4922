import { useCallback, type KeyboardEvent } from 'react';
import { gridStep, neighbour, positionsOf, refusalsFrom, sideOfKey, unit, type Side } from '../model';
import type { Actions } from '../state/useActions';
import type { EditorStore } from '../state/EditorStore';
import type { CanvasTools } from './useCanvasTools';
import type { Connecting } from './graphContext';

export interface CanvasKeysOptions {
  store: EditorStore;
  actions: Actions;
  tools: CanvasTools;
  connecting: Connecting;
  readOnly: boolean;
  onEdit: (name: string) => void;
  onMenu: (name: string | undefined, x: number, y: number) => void;
}

/** The canvas by keys: arrows go from node to node; `c` begins an edge that arrows lead and Enter ends. */
export function useCanvasKeys({ store, actions, tools, connecting, readOnly, onEdit, onMenu }: CanvasKeysOptions) {
  const step = useCallback(
    (side: Side, extend: boolean) => {
      const { cursor, selection } = store.get();
      const next = neighbour(positionsOf(store.document), cursor, side);
      if (next === undefined) return;
      const keep = extend || connecting.from !== undefined;
      store.select(keep ? [...selection, next] : [next], [], next);
      tools.reveal(next);
    },
    [store, tools, connecting],
  );

  return useCallback(
    (event: KeyboardEvent) => {
      const mod = event.ctrlKey || event.metaKey;
      const side = sideOfKey(event.key);
      const { cursor, selection } = store.get();
      const done = () => {
        event.preventDefault();
        event.stopPropagation();
      };
      if (side) {
        done();
        if (mod && !readOnly) actions.nudge({ x: unit[side].x * gridStep, y: unit[side].y * gridStep });
        else step(side, event.shiftKey);
        return;
      }
      if (event.key === 'Enter' && cursor !== undefined) {
        done();
        if (connecting.from === undefined) return onEdit(cursor);
        const from = connecting.from;
        connecting.end();
        actions.connect(from, cursor);
        store.select([cursor]);
      } else if (event.key === 'Escape') {
        connecting.end();
        store.select([]);
      } else if ((event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) && cursor !== undefined) {
        done();
        const at = tools.screenOf(cursor);
        if (at) onMenu(cursor, at.x, at.y);
      } else if (mod && event.key.toLowerCase() === 'a') {
        done();
        actions.selectAll();
      } else if (readOnly) {
        return;
      } else if (event.key === 'Delete' || event.key === 'Backspace') {
        done();
        actions.remove();
      } else if (mod && event.key.toLowerCase() === 'd') {
        done();
        actions.duplicate();
      } else if (!mod && event.key === 'c' && cursor !== undefined) {
        done();
        connecting.start(cursor, refusalsFrom(store.document, cursor), true);
        store.select([cursor]);
      } else if (!mod && event.key === 'p' && selection.size > 0) {
        done();
        actions.toggleProhibited();
      }
    },
    [store, actions, tools, connecting, readOnly, onEdit, onMenu, step],
  );
}
