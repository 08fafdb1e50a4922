import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useMemo } from 'react';
import { nodeHeight, nodeWidth, type Position } from '../model';
import type { EditorStore } from '../state/EditorStore';

/** Ways to look at the canvas, for what stands beside it. */
export function useCanvasTools(store: EditorStore) {
  const flow = useReactFlow();
  const api = useStoreApi();
  return useMemo(
    () => ({
      /** Middle of what is seen, in canvas coordinates. */
      middle(): Position {
        const box = api.getState().domNode?.getBoundingClientRect();
        return box ? flow.screenToFlowPosition({ x: box.x + box.width / 2, y: box.y + box.height / 2 }) : { x: 0, y: 0 };
      },
      at: (x: number, y: number): Position => flow.screenToFlowPosition({ x, y }),
      /** Where a node's middle is on the screen. */
      screenOf(name: string): Position | undefined {
        const position = store.document.tasks.find((task) => task.name === name)?.position;
        return position && flow.flowToScreenPosition({ x: position.x + nodeWidth / 2, y: position.y + nodeHeight / 2 });
      },
      /** Brings a node into sight; `always` puts it into the middle. */
      reveal(name: string, always = false) {
        const position = store.document.tasks.find((task) => task.name === name)?.position;
        const { width, height, transform } = api.getState();
        if (!position) return;
        const [shiftX, shiftY, zoom] = transform;
        const x = position.x * zoom + shiftX;
        const y = position.y * zoom + shiftY;
        const inside = x >= 0 && y >= 0 && x + nodeWidth * zoom <= width && y + nodeHeight * zoom <= height;
        if (inside && !always) return;
        void flow.setCenter(position.x + nodeWidth / 2, position.y + nodeHeight / 2, { zoom: Math.max(zoom, 0.6), duration: 200 });
      },
      /** Keys go to the canvas. */
      focus: () => api.getState().domNode?.closest<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: true }),
      fit: () => void flow.fitView({ padding: 0.15, maxZoom: 1.1, duration: 200 }),
    }),
    [flow, api, store],
  );
}

export type CanvasTools = ReturnType<typeof useCanvasTools>;
