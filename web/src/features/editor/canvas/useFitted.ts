import { useReactFlow, useStore, type Viewport } from '@xyflow/react';
import { useCallback, useEffect, useRef } from 'react';

export const fitOptions = { padding: 0.15, maxZoom: 1.1 };

const same = (a: Viewport, b: Viewport) => Math.abs(a.x - b.x) < 1 && Math.abs(a.y - b.y) < 1 && Math.abs(a.zoom - b.zoom) < 0.001;
const margin = 24;

/**
 * Fits the graph into its box at first and whenever the box changes, as long as the view is the fitted one. Once the user has moved it, it stays;
 * only the selected node is drawn back into sight.
 */
export function useFitted(ready: boolean, selected: string | undefined) {
  const flow = useReactFlow();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const fitted = useRef<Viewport>(undefined);
  const shown = useRef(selected);
  useEffect(() => {
    shown.current = selected;
  }, [selected]);

  const fit = useCallback(async () => {
    await flow.fitView(fitOptions);
    fitted.current = flow.getViewport();
  }, [flow]);

  useEffect(() => {
    if (!ready || width === 0 || height === 0) return;
    const frame = requestAnimationFrame(() => {
      const now = flow.getViewport();
      if (!fitted.current || same(now, fitted.current)) return void fit();
      const node = shown.current === undefined ? undefined : flow.getInternalNode(shown.current);
      if (!node) return;
      const right = (node.internals.positionAbsolute.x + (node.measured.width ?? 0)) * now.zoom + now.x + margin;
      const bottom = (node.internals.positionAbsolute.y + (node.measured.height ?? 0)) * now.zoom + now.y + margin;
      if (right > width || bottom > height) void flow.setViewport({ ...now, x: now.x - Math.max(0, right - width), y: now.y - Math.max(0, bottom - height) });
    });
    return () => cancelAnimationFrame(frame);
  }, [ready, width, height, flow, fit]);

  const isFitted = useCallback(() => fitted.current !== undefined && same(flow.getViewport(), fitted.current), [flow]);
  return { fit, isFitted };
}
