import { Menu } from '@mantine/core';
import { Ban, Copy, Pencil, Play, SkipBack, SkipForward, Spline, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Kbd } from '@/ui';
import { isProhibited, taskOf } from '../model';
import type { Actions } from '../state/useActions';
import { useEditorStore } from '../state/useEditor';

export type RunScope = 'TASK_ONLY' | 'TASK_PRE' | 'TASK_POST';

export interface MenuPlace {
  name: string | undefined;
  x: number;
  y: number;
}

interface Props {
  place: MenuPlace | undefined;
  onClose: () => void;
  actions: Actions;
  readOnly: boolean;
  onEdit: (name: string) => void;
  onConnect: (name: string) => void;
  onRun: (names: string[], scope: RunScope) => void;
  /** Why nodes cannot be run now; undefined: they can. */
  runReason: string | undefined;
}

const size = 15;

/** The menu of a node or of the selected ones, at the pointer. */
export function NodeMenu({ place, onClose, actions, readOnly, onEdit, onConnect, onRun, runReason }: Props) {
  const { t } = useTranslation('editor');
  const store = useEditorStore();
  const { selection } = store.get();
  const name = place?.name;
  const task = name === undefined ? undefined : taskOf(store.document, name);
  const many = selection.size > 1;
  const run = (scope: RunScope) => onRun([...selection], scope);
  if (!place || !task || name === undefined) return null;
  return (
    <Menu opened onClose={onClose} position="bottom-start" offset={2} width={240}>
      <Menu.Target>
        <button type="button" tabIndex={-1} aria-label={t('menu.label')} style={{ position: 'fixed', left: place.x, top: place.y, width: 1, height: 1, padding: 0, border: 0, opacity: 0 }} />
      </Menu.Target>
      <Menu.Dropdown aria-label={t('menu.label')}>
        {!many && (
          <Menu.Item leftSection={<Pencil size={size} aria-hidden />} rightSection={<Kbd keys="Enter" />} onClick={() => onEdit(name)}>
            {readOnly ? t('menu.view') : t('menu.edit')}
          </Menu.Item>
        )}
        {!readOnly && (
          <>
            {!many && (
              <Menu.Item leftSection={<Spline size={size} aria-hidden />} rightSection={<Kbd keys="c" />} onClick={() => onConnect(name)}>
                {t('menu.connect')}
              </Menu.Item>
            )}
            <Menu.Item leftSection={<Copy size={size} aria-hidden />} rightSection={<Kbd keys="mod+d" />} onClick={() => actions.duplicate()}>
              {t('menu.duplicate')}
            </Menu.Item>
            <Menu.Item leftSection={<Ban size={size} aria-hidden />} rightSection={<Kbd keys="p" />} onClick={() => actions.toggleProhibited()}>
              {isProhibited(task) ? t('menu.allow') : t('menu.prohibit')}
            </Menu.Item>
            <Menu.Item c="var(--tone-danger-fg)" leftSection={<Trash2 size={size} aria-hidden />} rightSection={<Kbd keys="Del" />} onClick={() => actions.remove()}>
              {t('menu.delete')}
            </Menu.Item>
          </>
        )}
        <Menu.Divider />
        {runReason !== undefined && <Menu.Label>{runReason}</Menu.Label>}
        <Menu.Item disabled={runReason !== undefined} leftSection={<Play size={size} aria-hidden />} onClick={() => run('TASK_ONLY')}>
          {t('menu.runOnly')}
        </Menu.Item>
        <Menu.Item disabled={runReason !== undefined} leftSection={<SkipBack size={size} aria-hidden />} onClick={() => run('TASK_PRE')}>
          {t('menu.runUpstream')}
        </Menu.Item>
        <Menu.Item disabled={runReason !== undefined} leftSection={<SkipForward size={size} aria-hidden />} onClick={() => run('TASK_POST')}>
          {t('menu.runDownstream')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
