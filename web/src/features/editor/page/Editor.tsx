import { ReactFlowProvider } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import type { WorkflowDetails } from '@/api/types';
import { useRights } from '@/app/session';
import { StartDialog, type StartScope } from '@/features/workflows/StartDialog';
import { useUnsavedGuard } from '@/ui';
import { EditorCanvas } from '../canvas/EditorCanvas';
import { useCanvasTools } from '../canvas/useCanvasTools';
import { BasicInfoDialog } from '../dialogs/BasicInfoDialog';
import { CompareDialog } from '../dialogs/CompareDialog';
import { ConflictDialog } from '../dialogs/ConflictDialog';
import { HelpSheet } from '../dialogs/HelpSheet';
import { Dock, type DockTab } from '../panels/Dock';
import { LeftPanel } from '../panels/LeftPanel';
import type { EditorStore } from '../state/EditorStore';
import { useActions } from '../state/useActions';
import { EditorContext, isDirty, useDocument, useEditor } from '../state/useEditor';
import { FailureNotice } from './FailureNotice';
import { NodeForm } from './NodeForm';
import classes from './page.module.css';
import { Toolbar } from './Toolbar';
import { TopBar } from './TopBar';
import { useFullScreen } from './useFullScreen';
import { usePageKeys } from './usePageKeys';
import { useSaving } from './useSaving';
import { useValidation } from './useValidation';

interface Props {
  store: EditorStore;
  projectCode: string;
  details: WorkflowDetails | undefined;
  /** A new workflow was saved for the first time. */
  onCreated?: (code: string) => void;
}

export function Editor(props: Props) {
  return (
    <EditorContext.Provider value={props.store}>
      <ReactFlowProvider>
        <Body {...props} />
      </ReactFlowProvider>
    </EditorContext.Provider>
  );
}

type Run = { nodes: string[]; scope: StartScope } | 'all';

function Body({ store, projectCode, details, onCreated }: Props) {
  const { t } = useTranslation('editor');
  const navigate = useNavigate();
  const { why } = useRights(projectCode);
  const editReason = why('project.edit');
  const readOnly = editReason !== undefined;
  const document = useDocument();
  const dirty = useEditor(isDirty);
  const problems = useEditor((state) => state.problems);
  const said = useEditor((state) => state.said);
  const actions = useActions(store);
  const tools = useCanvasTools(store);
  const saving = useSaving(store, projectCode, details);
  const { meta, save, setOnline, takeTheirs } = saving;
  const fullScreen = useFullScreen();
  const [editing, setEditing] = useState<string>();
  const [dock, setDock] = useState<DockTab>();
  const [help, setHelp] = useState(false);
  const [run, setRun] = useState<Run>();
  const [compared, setCompared] = useState<{ from: number; to: number | undefined }>();
  /** Opened by hand, or on the way to the first save. */
  const [info, setInfo] = useState<'edit' | { online: boolean; thenStart: boolean }>();
  useValidation(projectCode, meta?.code);

  const fresh = details && meta && details.revision > meta.revision && !dirty ? details : undefined;
  useEffect(() => {
    if (fresh) takeTheirs(fresh);
  }, [fresh, takeTheirs]);

  const saveNow = useCallback(
    async (options: { online: boolean; thenStart?: boolean }): Promise<boolean> => {
      if (store.document.tasks.length === 0) return false;
      if (!store.document.name) {
        setInfo({ online: options.online, thenStart: options.thenStart ?? false });
        return false;
      }
      const saved = await save({ online: options.online });
      if (saved && options.thenStart) setRun('all');
      if (!saved && store.get().allProblems.length > 0) setDock('problems');
      return saved;
    },
    [store, save],
  );
  const guard = useUnsavedGuard(dirty, readOnly ? undefined : () => saveNow({ online: false }));
  // After the guard: it must know that nothing is unsaved any more.
  const at = `/projects/${projectCode}/workflows`;
  const home = meta ? `${at}/${meta.code}` : undefined;
  const created = onCreated && !dirty ? meta?.code : undefined;
  const announced = useRef(false);
  useEffect(() => {
    if (created === undefined || home === undefined || announced.current) return;
    announced.current = true;
    onCreated?.(created);
    navigate(home, { replace: true });
  }, [created, home, navigate, onCreated]);
  const title = meta?.name ?? t('top.untitled');
  useEffect(() => {
    window.document.title = `${title} · dmsnode`;
  }, [title]);

  const onSave = useCallback(() => void saveNow({ online: false }), [saveNow]);
  const onHelp = useCallback(() => setHelp(true), []);
  usePageKeys({ actions, readOnly, onSave, onHelp });

  const toggleOnline = async (online: boolean) => {
    if (online && !store.document.name) return setInfo({ online: true, thenStart: false });
    const done = await setOnline(online);
    if (!done && store.get().allProblems.length > 0) setDock('problems');
  };
  const online = meta?.releaseState === 'ONLINE';
  const start = async () => {
    if (!meta || dirty) return void (await saveNow({ online: true, thenStart: true }));
    if (online || (await setOnline(true))) setRun('all');
    else if (store.get().allProblems.length > 0) setDock('problems');
  };
  const runReason = why('project.operate') ?? (!meta || dirty ? t('run.saveFirst') : online ? undefined : t('run.onlineFirst'));
  const startReason = why('project.operate') ?? (document.tasks.length === 0 ? t('top.empty') : !meta || dirty || !online ? editReason : undefined);
  const onRun = useCallback((nodes: string[], scope: StartScope) => setRun({ nodes, scope }), []);

  const closeForm = () => {
    setEditing(undefined);
    // The form goes at once: what had the focus before it may be gone too.
    setTimeout(tools.focus, 60);
  };
  const openNode = (name: string) => {
    store.select([name]);
    tools.reveal(name);
    setEditing(name);
  };
  const find = (name: string) => {
    store.select([name]);
    tools.reveal(name, true);
    tools.focus();
  };
  const versions = useMemo(
    () => ({
      projectCode,
      workflowCode: meta?.code,
      current: meta?.version,
      revision: meta?.revision,
      reason: editReason,
      onCompare: (from: number, to: number | undefined) => setCompared({ from, to }),
      onRestored: takeTheirs,
    }),
    [projectCode, meta, editReason, takeTheirs],
  );

  return (
    <div className={classes.editor} data-full-screen={fullScreen.on || undefined}>
      <TopBar saving={saving} editReason={editReason} startReason={startReason} onInfo={() => setInfo('edit')} onSave={(goOnline) => void saveNow({ online: goOnline })} onOnline={(next) => void toggleOnline(next)} onStart={() => void start()} onClose={() => navigate(at)} />
      <Toolbar
        actions={actions}
        readOnly={readOnly}
        fullScreen={fullScreen.on}
        onFullScreen={fullScreen.toggle}
        dock={dock}
        onDock={setDock}
        onFind={find}
        onLayOut={() => {
          actions.layOut();
          requestAnimationFrame(tools.fit);
        }}
        onHelp={onHelp}
      />
      <div className={classes.notice}>
        {saving.failure && <FailureNotice failure={saving.failure} onShow={() => setDock('problems')} onClose={saving.dismiss} />}
      </div>
      <div className={classes.left}>
        <LeftPanel readOnly={readOnly} onAdd={(kind) => setEditing(actions.add(kind, tools.middle()))} onReveal={(name) => tools.reveal(name, true)} onEdit={openNode} />
      </div>
      <div className={classes.canvas}>
        <EditorCanvas actions={actions} tools={tools} readOnly={readOnly} onEdit={setEditing} onRun={onRun} runReason={runReason} />
        {document.tasks.length === 0 && (
          <div className={classes.empty}>
            <div className={classes.emptyBox}>
              <strong>{t('canvas.empty')}</strong>
              {!readOnly && t('canvas.emptyText')}
            </div>
          </div>
        )}
      </div>
      {dock && (
        <div className={classes.dock}>
          <Dock tab={dock} onTab={setDock} readOnly={readOnly} onOpenNode={openNode} versions={versions} />
        </div>
      )}
      <div className="visually-hidden" role="status" aria-live="polite">
        {said}
      </div>
      {editing !== undefined && <NodeForm name={editing} projectCode={projectCode} readOnly={readOnly} onClose={closeForm} />}
      {info && (
        <BasicInfoDialog
          document={document}
          readOnly={readOnly}
          submitLabel={info === 'edit' ? t('info.apply') : info.thenStart ? t('info.saveAndStart') : info.online ? t('top.saveOnline') : t('common:action.save')}
          problemAt={(path) => problems.rest.find((problem) => problem.path === path)?.message}
          onClose={() => setInfo(undefined)}
          onSubmit={(changed) => {
            setInfo(undefined);
            if (info === 'edit') return store.change(changed);
            store.settle(changed);
            void saveNow(info);
          }}
        />
      )}
      {compared && meta && <CompareDialog projectCode={projectCode} workflowCode={meta.code} newest={meta.version} from={compared.from} to={compared.to} drawn={document} onClose={() => setCompared(undefined)} />}
      {saving.conflict && (
        <ConflictDialog
          theirs={saving.conflict}
          mine={document}
          onClose={saving.dismissConflict}
          onTakeTheirs={() => takeTheirs(saving.conflict!)}
          onKeepMine={() => {
            const { revision } = saving.conflict!;
            saving.dismissConflict();
            void save({ revision });
          }}
        />
      )}
      {meta && <StartDialog projectCode={projectCode} workflow={meta} opened={run !== undefined} onClose={() => setRun(undefined)} {...(run !== undefined && run !== 'all' && { startNodes: run.nodes, scope: run.scope })} />}
      <HelpSheet opened={help} onClose={() => setHelp(false)} />
      {guard}
    </div>
  );
}
