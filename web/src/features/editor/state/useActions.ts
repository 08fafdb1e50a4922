import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { connect, copyTasks, disconnect, freePlace, graphOf, isProhibited, layOut, moveTasks, nodeHeight, nodeWidth, paste, positionsOf, removeTasks, setProhibited, shiftTasks, taskOf, uniqueName, type Edge, type Position, type TaskDocument } from '../model';
import type { EditorStore } from './EditorStore';

/** What the user can do to the document, each with the words that a screen reader is told. */
export function useActions(store: EditorStore) {
  const { t } = useTranslation('editor');
  return useMemo(() => {
    let pastes = 0;
    const names = () => store.get().selection;
    /** Copies lie beside what they were made of, and further on with each paste. */
    const put = (tasks: readonly TaskDocument[], times: number) => {
      if (tasks.length === 0) return;
      const pasted = paste(store.document, tasks, { x: 30 * times, y: (nodeHeight + 22) * times });
      store.change(pasted.document, { select: pasted.names, say: t('said.pasted', { count: tasks.length }) });
    };
    return {
      /** A new node with its middle at a point of the canvas; its name comes back. */
      add(kind: string, middle: Position): string {
        const document = store.document;
        const name = uniqueName(graphOf(document).names, kind.toLowerCase());
        const position = freePlace(positionsOf(document).values(), { x: middle.x - nodeWidth / 2, y: middle.y - nodeHeight / 2 });
        const task: TaskDocument = { name, taskType: kind, taskParams: {}, position };
        store.begin({ ...document, tasks: [...document.tasks, task] }, name, t('said.added', { name }));
        return name;
      },
      connect(from: string, to: string) {
        const next = connect(store.document, from, to);
        if (typeof next === 'string') store.say(t(`refusal.${next}`));
        else store.change(next, { say: t('said.connected', { from, to }) });
      },
      disconnect(edges: readonly Edge[]) {
        store.change(disconnect(store.document, edges), { say: t('said.disconnected', { count: edges.length }) });
      },
      /** The selected nodes and edges. */
      remove() {
        const { selection, selectedEdges } = store.get();
        if (selection.size > 0) store.change(removeTasks(disconnect(store.document, selectedEdges), selection), { say: t('said.deleted', { count: selection.size }) });
        else if (selectedEdges.length > 0) this.disconnect(selectedEdges);
      },
      copy(): TaskDocument[] {
        pastes = 0;
        const copies = copyTasks(store.document, names());
        if (copies.length > 0) store.say(t('said.copied', { count: copies.length }));
        return copies;
      },
      paste(tasks: readonly TaskDocument[]) {
        pastes++;
        put(tasks, pastes);
      },
      duplicate() {
        put(copyTasks(store.document, names()), 1);
      },
      toggleProhibited() {
        const selected = names();
        const all = [...selected].every((name) => isProhibited(taskOf(store.document, name)!));
        store.change(setProhibited(store.document, selected, !all), { say: t(all ? 'said.allowed' : 'said.prohibited', { count: selected.size }) });
      },
      moveTo(positions: ReadonlyMap<string, Position>) {
        store.change(moveTasks(store.document, positions));
      },
      nudge(by: Position) {
        store.change(shiftTasks(store.document, names(), by), { merge: `nudge:${[...names()].join('\n')}` });
      },
      layOut() {
        store.change(moveTasks(store.document, layOut(store.document)), { say: t('said.laidOut') });
      },
      undo: () => store.undo(t('said.undone')),
      redo: () => store.redo(t('said.redone')),
      selectAll: () => store.select(graphOf(store.document).names),
    };
  }, [store, t]);
}

export type Actions = ReturnType<typeof useActions>;
