import '@xyflow/react/dist/base.css';
import { useComputedColorScheme } from '@mantine/core';
import { Background, BackgroundVariant, Controls, MiniMap, ReactFlow, ReactFlowProvider, useReactFlow } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { lookOf, useStateWord } from '@/ui';
import { neighbour, positionsOf, sideOfKey, type Change, type WorkflowDocument } from '../model';
import { domIdOf, makeEdges, makeNodes, type NodeState, type TaskFlowEdge, type TaskFlowNode } from './elements';
import { FarView } from './FarView';
import { Connecting, GraphContext } from './graphContext';
import classes from './graph.module.css';
import { nodeTypes } from './TaskNode';

export interface WorkflowGraphProps {
  document: WorkflowDocument;
  states?: Readonly<Record<string, NodeState>> | undefined;
  /** Nodes and edges (by id) that differ from another version. */
  changes?: ReadonlyMap<string, Change> | undefined;
  selected?: string | undefined;
  onSelect?: ((taskName: string | undefined) => void) | undefined;
  /** Double click or Enter. */
  onOpen?: ((taskName: string) => void) | undefined;
  label?: string;
}

/** A workflow drawn to look at: of an instance with its states, or of versions with what differs. Fills its box. */
export function WorkflowGraph(props: WorkflowGraphProps) {
  return (
    <ReactFlowProvider>
      <Graph {...props} />
    </ReactFlowProvider>
  );
}

const miniColor = (node: TaskFlowNode) => {
  const { state, change } = node.data;
  if (state) return `var(--tone-${lookOf(state.state).tone}-fg)`;
  return change ? `var(--edge-${change})` : 'var(--xy-minimap-node-background-color)';
};

const fit = { padding: 0.15, maxZoom: 1.1 };

function Graph({ document, states, changes, selected, onSelect, onOpen, label }: WorkflowGraphProps) {
  const { t } = useTranslation('editor');
  const stateWord = useStateWord();
  const scheme = useComputedColorScheme('light');
  const flow = useReactFlow<TaskFlowNode, TaskFlowEdge>();
  const [connecting] = useState(() => new Connecting());
  const context = useMemo(() => ({ t, stateWord, connecting, editable: false }), [t, stateWord, connecting]);
  const positions = useMemo(() => positionsOf(document), [document]);
  const [nodes, setNodes] = useState<TaskFlowNode[]>([]);
  const [edges, setEdges] = useState<TaskFlowEdge[]>([]);
  const fitted = useRef(false);

  useEffect(() => {
    setNodes((old) =>
      makeNodes(document, { positions, states, changes }, old).map((node) => ((node.selected ?? false) === (node.id === selected) ? node : { ...node, selected: node.id === selected })),
    );
    setEdges((old) => makeEdges(document, old, changes));
  }, [document, positions, states, changes, selected]);

  useEffect(() => {
    if (fitted.current || nodes.length === 0) return;
    fitted.current = true;
    requestAnimationFrame(() => void flow.fitView(fit));
  }, [nodes, flow]);

  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const side = sideOfKey(event.key);
      if (side) {
        event.preventDefault();
        const next = neighbour(positions, selected, side);
        if (next === undefined) return;
        onSelect?.(next);
        const at = positions.get(next)!;
        void flow.setCenter(at.x + 110, at.y + 24, { zoom: flow.getZoom(), duration: 150 });
      } else if (event.key === 'Enter' && selected !== undefined) {
        event.preventDefault();
        onOpen?.(selected);
      } else if (event.key === 'Escape') {
        onSelect?.(undefined);
      }
    },
    [positions, selected, onSelect, onOpen, flow],
  );

  return (
    <div
      className={classes.canvas}
      role="application"
      tabIndex={0}
      aria-label={label ?? t('canvas.graph')}
      aria-roledescription={t('canvas.role')}
      aria-activedescendant={selected !== undefined ? domIdOf(selected) : undefined}
      data-comparison={changes ? true : undefined}
      onKeyDown={onKeyDown}
    >
      <GraphContext.Provider value={context}>
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          colorMode={scheme}
          minZoom={0.05}
          maxZoom={2}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          onlyRenderVisibleElements={document.tasks.length > 150}
          onNodeClick={(_, node) => onSelect?.(node.id)}
          onNodeDoubleClick={(_, node) => onOpen?.(node.id)}
          onPaneClick={() => onSelect?.(undefined)}
          zoomOnDoubleClick={false}
        >
          <FarView />
          <Background variant={BackgroundVariant.Dots} gap={20} size={1.5} />
          <Controls showInteractive={false} position="bottom-left" aria-label={t('canvas.controls')} />
          {document.tasks.length > 6 && <MiniMap<TaskFlowNode> pannable zoomable nodeColor={miniColor} nodeStrokeWidth={0} ariaLabel={t('canvas.minimap')} style={{ width: 200, height: 120 }} />}
        </ReactFlow>
      </GraphContext.Provider>
    </div>
  );
}
