import { useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './InstancePage.module.css';

const least = 380;
const most = 1100;
const storeKey = 'dmsnode.run-panel';

function kept(): number {
  const width = Number(localStorage.getItem(storeKey));
  return width >= least && width <= most ? width : 520;
}

/** At the right edge, as wide as the user draws it. */
export function SidePanel({ label, children }: { label: string; children: ReactNode }) {
  const { t } = useTranslation('runs');
  const [width, setWidth] = useState(kept);
  const resize = (next: number) => {
    const bounded = Math.round(Math.min(most, window.innerWidth - 200, Math.max(least, next)));
    setWidth(bounded);
    localStorage.setItem(storeKey, String(bounded));
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => event.currentTarget.setPointerCapture(event.pointerId);
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) resize(window.innerWidth - event.clientX);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') resize(width + 40);
    if (event.key === 'ArrowRight') resize(width - 40);
  };
  return (
    <aside className={classes.side} style={{ width }} aria-label={label}>
      <div
        className={classes.grip}
        role="separator"
        aria-orientation="vertical"
        aria-label={t('panel.resize')}
        aria-valuenow={width}
        aria-valuemin={least}
        aria-valuemax={most}
        tabIndex={0}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onKeyDown={onKeyDown}
      />
      {children}
    </aside>
  );
}
