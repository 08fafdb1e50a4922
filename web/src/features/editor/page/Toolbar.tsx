import { ActionIcon, Divider, Menu, Select, Tooltip } from '@mantine/core';
import { Code, Download, History, Keyboard, Maximize, Minimize, Redo2, Trash2, TriangleAlert, Undo2, Waypoints, type LucideIcon } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Kbd, notifyError } from '@/ui';
import { dockTabs, type DockTab } from '../panels/Dock';
import type { Actions } from '../state/useActions';
import { useDocument, useEditor, useEditorStore } from '../state/useEditor';
import { downloadPicture, type PictureFormat } from './download';
import classes from './page.module.css';

interface Props {
  actions: Actions;
  readOnly: boolean;
  fullScreen: boolean;
  onFullScreen: () => void;
  dock: DockTab | undefined;
  onDock: (tab: DockTab | undefined) => void;
  onFind: (name: string) => void;
  onLayOut: () => void;
  onHelp: () => void;
}

const dockIcons: Record<DockTab, LucideIcon> = { text: Code, problems: TriangleAlert, versions: History };

/** Tools of the canvas. */
export function Toolbar({ actions, readOnly, fullScreen, onFullScreen, dock, onDock, onFind, onLayOut, onHelp }: Props) {
  const { t } = useTranslation('editor');
  const canUndo = useEditor((state) => state.history.past.length > 0);
  const canRedo = useEditor((state) => state.history.future.length > 0);
  const chosen = useEditor((state) => state.selection.size + state.selectedEdges.length);
  const problems = useEditor((state) => state.allProblems.length);
  const store = useEditorStore();
  const download = (format: PictureFormat) => void downloadPicture(store.document, format).catch(notifyError);
  return (
    <div className={classes.tools} role="toolbar" aria-label={t('tools.label')}>
      <FindNode onFind={onFind} />
      {!readOnly && (
        <>
          <Divider orientation="vertical" my={8} />
          <Tool icon={Undo2} label={t('tools.undo')} keys="mod+z" disabled={!canUndo} onClick={actions.undo} />
          <Tool icon={Redo2} label={t('tools.redo')} keys="mod+Shift+z" disabled={!canRedo} onClick={actions.redo} />
          <Tool icon={Trash2} label={t('tools.delete')} keys="Del" disabled={chosen === 0} onClick={() => actions.remove()} />
          <Tool icon={Waypoints} label={t('tools.layout')} onClick={onLayOut} />
        </>
      )}
      <Divider orientation="vertical" my={8} />
      <Menu position="bottom-start">
        <Menu.Target>
          <Tooltip label={t('tools.download')}>
            <ActionIcon size={30} aria-label={t('tools.download')}>
              <Download size={17} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => download('png')}>{t('tools.png')}</Menu.Item>
          <Menu.Item onClick={() => download('svg')}>{t('tools.svg')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Tool icon={fullScreen ? Minimize : Maximize} label={fullScreen ? t('tools.window') : t('tools.fullScreen')} onClick={onFullScreen} />
      <Tool icon={Keyboard} label={t('tools.help')} keys="?" onClick={onHelp} />
      <span className={classes.space} />
      {dockTabs.map((tab) => (
        <DockButton key={tab} icon={dockIcons[tab]} label={t(`dock.${tab}`)} pressed={dock === tab} count={tab === 'problems' ? problems : 0} onClick={() => onDock(dock === tab ? undefined : tab)} />
      ))}
    </div>
  );
}

interface ToolProps {
  icon: LucideIcon;
  label: string;
  keys?: string;
  disabled?: boolean;
  onClick: () => void;
}

function Tool({ icon: Icon, label, keys, disabled = false, onClick }: ToolProps) {
  const shown = keys ? (
    <>
      {label} <Kbd keys={keys} />
    </>
  ) : (
    label
  );
  return (
    <Tooltip label={shown}>
      <ActionIcon size={30} aria-label={label} disabled={disabled} onClick={onClick}>
        <Icon size={17} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

function DockButton({ icon: Icon, label, pressed, count, onClick }: { icon: LucideIcon; label: string; pressed: boolean; count: number; onClick: () => void }) {
  return (
    <button type="button" className={classes.dockButton} aria-pressed={pressed} onClick={onClick} data-level={count > 0 ? 'error' : undefined}>
      <Icon size={15} aria-hidden />
      {label}
      {count > 0 && <span className={classes.dockCount}>{count}</span>}
    </button>
  );
}

function FindNode({ onFind }: { onFind: (name: string) => void }) {
  const { t } = useTranslation('editor');
  const document = useDocument();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const at = event.target as HTMLElement;
      if (event.key !== '/' || event.ctrlKey || event.metaKey || at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)) return;
      event.preventDefault();
      input.current?.focus();
    };
    window.document.addEventListener('keydown', focus);
    return () => window.document.removeEventListener('keydown', focus);
  }, []);
  return (
    <Select
      ref={input}
      size="xs"
      w={210}
      aria-label={t('tools.find')}
      placeholder={t('tools.find')}
      searchable
      limit={50}
      data={document.tasks.map((task) => task.name)}
      value={null}
      searchValue={typed}
      onSearchChange={setTyped}
      nothingFoundMessage={t('nodes.noneFound')}
      rightSection={<Kbd keys="/" />}
      onChange={(name) => {
        if (name === null) return;
        setTyped('');
        onFind(name);
      }}
    />
  );
}
