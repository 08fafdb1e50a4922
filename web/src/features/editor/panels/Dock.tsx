import { CloseButton } from '@mantine/core';
import { lazy, Suspense, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { LoadingState } from '@/ui';
import { useEditor } from '../state/useEditor';
import classes from './panels.module.css';
import { ProblemsPanel } from './ProblemsPanel';
import { VersionsPanel } from './VersionsPanel';

// The YAML reader comes with it.
const TextPanel = lazy(() => import('./TextPanel'));

export const dockTabs = ['text', 'problems', 'versions'] as const;
export type DockTab = (typeof dockTabs)[number];

interface Props {
  tab: DockTab;
  onTab: (tab: DockTab | undefined) => void;
  readOnly: boolean;
  onOpenNode: (name: string) => void;
  versions: Parameters<typeof VersionsPanel>[0];
}

const least = 300;

/** What stands beside the canvas at the right: the text, the problems, the versions. */
export function Dock({ tab, onTab, readOnly, onOpenNode, versions }: Props) {
  const { t } = useTranslation('editor');
  const count = useEditor((state) => state.allProblems.length);
  const [width, setWidth] = useState(() => (window.innerWidth < 1200 ? 340 : 420));
  const resize = (next: number) => setWidth(Math.min(Math.max(least, next), window.innerWidth * 0.6));
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    const bar = event.currentTarget;
    bar.setPointerCapture(event.pointerId);
    const start = { x: event.clientX, width };
    const move = (moved: globalThis.PointerEvent) => resize(start.width + start.x - moved.clientX);
    bar.addEventListener('pointermove', move);
    bar.addEventListener('pointerup', () => bar.removeEventListener('pointermove', move), { once: true });
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') resize(width + 20);
    if (event.key === 'ArrowRight') resize(width - 20);
  };
  return (
    <aside className={classes.dock} style={{ width, position: 'relative' }} aria-label={t('dock.label')}>
      <div className={classes.resize} role="separator" aria-orientation="vertical" aria-label={t('dock.resize')} aria-valuenow={Math.round(width)} aria-valuemin={least} tabIndex={0} onPointerDown={drag} onKeyDown={keys} />
      <div className={classes.tabs}>
        <div role="tablist" aria-label={t('dock.label')}>
          {dockTabs.map((name) => (
            <button key={name} type="button" role="tab" id={`dock-tab-${name}`} aria-selected={tab === name} aria-controls="dock-panel" className={classes.tab} onClick={() => onTab(name)}>
              {t(`dock.${name}`)}
              {name === 'problems' && count > 0 && ` (${count})`}
            </button>
          ))}
        </div>
        <span className={classes.space} />
        <CloseButton size="sm" aria-label={t('dock.close')} onClick={() => onTab(undefined)} />
      </div>
      <div id="dock-panel" role="tabpanel" aria-labelledby={`dock-tab-${tab}`} className={classes.panel}>
        <Suspense fallback={<LoadingState />}>
          {tab === 'text' && <TextPanel readOnly={readOnly} />}
          {tab === 'problems' && <ProblemsPanel onOpen={onOpenNode} />}
          {tab === 'versions' && <VersionsPanel {...versions} />}
        </Suspense>
      </div>
    </aside>
  );
}
