import { useEffect, useState, type KeyboardEvent, type PointerEvent } from 'react';

const storeKey = 'dmsnode.node-form.width';
const least = 480;
const usual = 960;

const fit = (width: number) => Math.round(Math.max(Math.min(least, window.innerWidth), Math.min(width, window.innerWidth - 48)));

function keptWidth(): number {
  try {
    return Number(localStorage.getItem(storeKey)) || usual;
  } catch {
    return usual;
  }
}

/** The width of a drawer at the right edge, dragged or moved by keys at its left edge, and kept. */
export function useDrawerWidth() {
  const [wanted, setWanted] = useState(keptWidth);
  const [, setWindow] = useState(0);
  const [dragging, setDragging] = useState(false);
  useEffect(() => {
    const follow = () => setWindow(window.innerWidth);
    window.addEventListener('resize', follow);
    return () => window.removeEventListener('resize', follow);
  }, []);
  const width = fit(wanted);
  const keep = (next: number) => {
    setWanted(fit(next));
    try {
      localStorage.setItem(storeKey, String(fit(next)));
    } catch {
      // Without storage it is as wide as usual the next time.
    }
  };
  const handle = {
    role: 'separator',
    tabIndex: 0,
    'aria-orientation': 'vertical',
    'aria-valuenow': width,
    'aria-valuemin': least,
    'aria-valuemax': Math.max(least, window.innerWidth - 48),
    'data-dragging': dragging || undefined,
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      setDragging(true);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (dragging) setWanted(fit(window.innerWidth - event.clientX));
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      if (dragging) keep(window.innerWidth - event.clientX);
      setDragging(false);
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      const step = { ArrowLeft: 40, ArrowRight: -40 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      keep(width + step);
    },
  } as const;
  return { width, handle };
}
