import '@xyflow/react/dist/base.css';
import { useComputedColorScheme } from '@mantine/core';
import { applyEdgeChanges, applyNodeChanges, Background, BackgroundVariant, Controls, MiniMap, Panel, ReactFlow, SelectionMode, type Connection, type EdgeChange, type NodeChange } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore, type DragEvent, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useStateWord } from '@/ui';
import { gridStep, positionsOf, refusalOf, refusalsFrom, snap } from '../model';
import type { Actions } from '../state/useActions';
import { useDocument, useEditor, useEditorStore } from '../state/useEditor';
import { domIdOf, makeEdges, makeNodes, type TaskFlowEdge, type TaskFlowNode } from './elements';
import { FarView } from './FarView';
import { Connecting, GraphContext } from './graphContext';
import classes from './graph.module.css';
import { NodeMenu, type MenuPlace, type RunScope } from './NodeMenu';
import { nodeTypes } from './TaskNode';
import { useCanvasKeys } from './useCanvasKeys';
import type { CanvasTools } from './useCanvasTools';
import { useClipboard } from './useClipboard';

/** Type of what the palette drags. */
export const kindMime = 'application/x-dmsnode-kind';

interface Props {
  actions: Actions;
  tools: CanvasTools;
  readOnly: boolean;
  onEdit: (name: string) => void;
  onRun: (names: string[], scope: RunScope) => void;
  runReason: string | undefined;
}

const grid: [number, number] = [gridStep, gridStep];
const deleteByOurKeys = null;
const selectKeys = ['Shift', 'Control', 'Meta'];
const fit = { padding: 0.2, maxZoom: 1.1 };
const miniColor = (node: TaskFlowNode) => (node.data.problems.length > 0 ? 'var(--tone-danger-fg)' : 'var(--xy-minimap-node-background-color)');

export function EditorCanvas({ actions, tools, readOnly, onEdit, onRun, runReason }: Props) {
  const { t } = useTranslation('editor');
  const stateWord = useStateWord();
  const scheme = useComputedColorScheme('light');
  const store = useEditorStore();
  const document = useDocument();
  const problems = useEditor((state) => state.problems.byTask);
  const selection = useEditor((state) => state.selection);
  const cursor = useEditor((state) => state.cursor);
  const [connecting] = useState(() => new Connecting());
  const context = useMemo(() => ({ t, stateWord, connecting, editable: !readOnly }), [t, stateWord, connecting, readOnly]);
  const [nodes, setNodes] = useState<TaskFlowNode[]>(() => makeNodes(document, { positions: positionsOf(document) }, []));
  const [edges, setEdges] = useState<TaskFlowEdge[]>(() => makeEdges(document, []));
  const [menu, setMenu] = useState<MenuPlace>();
  const frame = useRef<HTMLDivElement>(null);
  const drawing = useSyncExternalStore(connecting.subscribe, () => connecting.byKeys);
  // An empty canvas must not jump when its first node comes.
  const [begins] = useState(document.tasks.length > 0);
  useClipboard(frame, actions, readOnly);

  useEffect(() => {
    setNodes((old) => {
      const dragged = new Map(old.filter((node) => node.dragging).map((node) => [node.id, node.position]));
      const positions = new Map([...positionsOf(document), ...dragged]);
      return makeNodes(document, { positions, problems }, old).map((node) => ((node.selected ?? false) === selection.has(node.id) ? node : { ...node, selected: selection.has(node.id) }));
    });
    setEdges((old) => makeEdges(document, old));
  }, [document, problems, selection]);

  const onNodesChange = useCallback(
    (changes: NodeChange<TaskFlowNode>[]) => {
      setNodes((old) => applyNodeChanges(changes, old));
      const selects = changes.filter((change) => change.type === 'select');
      if (selects.length === 0) return;
      const next = new Set(store.get().selection);
      for (const change of selects) {
        if (change.selected) next.add(change.id);
        else next.delete(change.id);
      }
      store.select(next, store.get().selectedEdges, selects.filter((change) => change.selected).at(-1)?.id);
    },
    [store],
  );

  const onEdgesChange = useCallback(
    (changes: EdgeChange<TaskFlowEdge>[]) => {
      setEdges((old) => {
        const next = applyEdgeChanges(changes, old);
        const chosen = next.flatMap((edge) => (edge.selected && edge.data ? [edge.data] : []));
        queueMicrotask(() => store.select(store.get().selection, chosen));
        return next;
      });
    },
    [store],
  );

  const onDragEnd = useCallback(
    (_: unknown, __: unknown, moved: TaskFlowNode[]) => actions.moveTo(new Map(moved.map((node) => [node.id, snap(node.position)]))),
    [actions],
  );
  const onSelectionDragEnd = useCallback((event: unknown, moved: TaskFlowNode[]) => onDragEnd(event, undefined, moved), [onDragEnd]);

  const openMenu = useCallback(
    (name: string | undefined, x: number, y: number) => {
      if (name !== undefined && !store.get().selection.has(name)) store.select([name]);
      setMenu({ name, x, y });
    },
    [store],
  );
  const onNodeMenu = (event: MouseEvent, node: TaskFlowNode) => {
    event.preventDefault();
    openMenu(node.id, event.clientX, event.clientY);
  };
  const onKeyDown = useCanvasKeys({ store, actions, tools, connecting, readOnly, onEdit, onMenu: openMenu });

  const onDrop = (event: DragEvent) => {
    const kind = event.dataTransfer.getData(kindMime);
    if (!kind) return;
    event.preventDefault();
    onEdit(actions.add(kind, tools.at(event.clientX, event.clientY)));
  };
  const startFrom = (from: string, byKeys: boolean) => connecting.start(from, refusalsFrom(store.document, from), byKeys);

  return (
    <div
      ref={frame}
      className={classes.canvas}
      role="application"
      tabIndex={0}
      aria-label={t('canvas.label', { count: document.tasks.length })}
      aria-roledescription={t('canvas.role')}
      aria-activedescendant={cursor !== undefined ? domIdOf(cursor) : undefined}
      data-testid="canvas"
      onKeyDown={onKeyDown}
      onPointerDown={() => frame.current?.focus({ preventScroll: true })}
      onDragOver={(event) => {
        if (readOnly || !event.dataTransfer.types.includes(kindMime)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
      }}
      onDrop={onDrop}
    >
      <GraphContext.Provider value={context}>
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          onNodesChange={onNodesChange}
          onEdgesChange={onEdgesChange}
          onNodeDragStop={onDragEnd}
          onSelectionDragStop={onSelectionDragEnd}
          onNodeDoubleClick={(_, node) => onEdit(node.id)}
          onNodeContextMenu={onNodeMenu}
          onConnect={({ source, target }) => actions.connect(source, target)}
          onConnectStart={(_, { nodeId }) => nodeId !== null && startFrom(nodeId, false)}
          onConnectEnd={() => connecting.end()}
          isValidConnection={({ source, target }: Connection | TaskFlowEdge) => refusalOf(store.document, source, target) === undefined}
          colorMode={scheme}
          fitView={begins}
          fitViewOptions={fit}
          minZoom={0.05}
          maxZoom={2}
          snapToGrid
          snapGrid={grid}
          nodesDraggable={!readOnly}
          nodesConnectable={!readOnly}
          nodesFocusable={false}
          edgesFocusable={false}
          disableKeyboardA11y
          deleteKeyCode={deleteByOurKeys}
          selectionKeyCode="Shift"
          multiSelectionKeyCode={selectKeys}
          selectionMode={SelectionMode.Partial}
          elevateNodesOnSelect={false}
          connectionRadius={30}
          onlyRenderVisibleElements={document.tasks.length > 150}
          zoomOnDoubleClick={false}
        >
          <FarView />
          <Background variant={BackgroundVariant.Dots} gap={gridStep * 2} size={1.5} />
          <Controls showInteractive={false} position="bottom-left" aria-label={t('canvas.controls')} />
          <MiniMap<TaskFlowNode> pannable zoomable nodeColor={miniColor} nodeStrokeWidth={0} ariaLabel={t('canvas.minimap')} style={{ width: 200, height: 120 }} />
          {drawing !== undefined && (
            <Panel position="top-center">
              <div className={classes.hint}>{t('canvas.connecting', { name: drawing })}</div>
            </Panel>
          )}
        </ReactFlow>
      </GraphContext.Provider>
      <NodeMenu
        place={menu}
        onClose={() => {
          setMenu(undefined);
          frame.current?.focus({ preventScroll: true });
        }}
        actions={actions}
        readOnly={readOnly}
        onEdit={onEdit}
        onConnect={(name) => startFrom(name, true)}
        onRun={onRun}
        runReason={runReason}
      />
    </div>
  );
}
