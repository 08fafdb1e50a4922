import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, isProblem, ok, randomKey } from '@/api/client';
import { keys, refreshProject } from '@/api/queries';
import type { WorkflowDetails } from '@/api/types';
import { notifyDone } from '@/ui';
import type { WorkflowDocument } from '../model';
import type { EditorStore } from '../state/EditorStore';
import { isDirty } from '../state/useEditor';

/** The workflow as the server has it; undefined: it was never saved. */
export type Meta = Pick<WorkflowDetails, 'code' | 'name' | 'releaseState' | 'version' | 'revision'>;

const metaOf = ({ code, name, releaseState, version, revision }: WorkflowDetails): Meta => ({ code, name, releaseState, version, revision });
const asDocument = (details: WorkflowDetails) => details.document as WorkflowDocument;

/** What was not done; `saved`: the document was kept all the same. */
export interface Failure {
  cause: unknown;
  saved: boolean;
}

export type Busy = 'save' | 'online' | undefined;

export function useSaving(store: EditorStore, projectCode: string, details: WorkflowDetails | undefined) {
  const { t } = useTranslation('editor');
  const client = useQueryClient();
  const [meta, setMeta] = useState<Meta | undefined>(details && metaOf(details));
  const [busy, setBusy] = useState<Busy>();
  const [failure, setFailure] = useState<Failure>();
  /** Somebody else's version, saved since ours was read. */
  const [conflict, setConflict] = useState<WorkflowDetails>();

  const adopt = useCallback(
    (next: WorkflowDetails) => {
      setMeta(metaOf(next));
      client.setQueryData(keys.workflow(projectCode, next.code), next);
      void client.invalidateQueries({ queryKey: keys.versions(projectCode, next.code) });
      void client.invalidateQueries({ queryKey: ['project', projectCode, 'workflows'] });
    },
    [client, projectCode],
  );

  /** Runs a request; what the server refuses is shown at the nodes and above the canvas. */
  const attempt = useCallback(
    async (kind: Busy, sent: WorkflowDocument, request: (kept: () => void) => Promise<void>): Promise<boolean> => {
      setBusy(kind);
      setFailure(undefined);
      let saved = false;
      try {
        await request(() => {
          saved = true;
        });
        return true;
      } catch (cause) {
        if (isProblem(cause) && cause.conflict && meta) {
          const path = { projectCode, workflowCode: meta.code };
          const theirs = await ok(api.GET('/projects/{projectCode}/workflows/{workflowCode}', { params: { path } })).catch(() => undefined);
          if (theirs && theirs.revision !== meta.revision) {
            setConflict(theirs);
            return false;
          }
        }
        if (isProblem(cause) && cause.problems.length > 0) {
          store.setProblems(
            sent,
            cause.problems.map((problem) => ({ ...problem, path: problem.path.replace(/^\$\.document/, '$') })),
          );
        }
        setFailure({ cause, saved });
        return false;
      } finally {
        setBusy(undefined);
      }
    },
    [meta, projectCode, store],
  );

  const write = useCallback(
    async (document: WorkflowDocument, revision: number | undefined): Promise<WorkflowDetails> => {
      const saved = meta
        ? await ok(
            api.PUT('/projects/{projectCode}/workflows/{workflowCode}', {
              params: { path: { projectCode, workflowCode: meta.code } },
              body: { document, revision: revision ?? meta.revision },
            }),
          )
        : await ok(api.POST('/projects/{projectCode}/workflows', { params: { path: { projectCode }, header: { 'Idempotency-Key': randomKey() } }, body: { document } }));
      adopt(saved);
      store.markSaved(document, asDocument(saved));
      return saved;
    },
    [meta, projectCode, adopt, store],
  );

  const bring = useCallback(
    async (state: 'online' | 'offline', { code, revision }: Meta) => {
      const options = { params: { path: { projectCode, workflowCode: code } }, body: { revision } };
      adopt(
        state === 'online'
          ? await ok(api.POST('/projects/{projectCode}/workflows/{workflowCode}/online', options))
          : await ok(api.POST('/projects/{projectCode}/workflows/{workflowCode}/offline', options)),
      );
      void refreshProject(client, projectCode);
    },
    [projectCode, adopt, client],
  );

  const save = useCallback(
    (options: { online?: boolean; revision?: number } = {}) => {
      const document = store.document;
      return attempt('save', document, async (kept) => {
        const saved = await write(document, options.revision);
        kept();
        if (options.online && saved.releaseState === 'OFFLINE') await bring('online', saved);
        notifyDone(options.online || saved.releaseState === 'ONLINE' ? t('saved.online', { version: saved.version }) : t('saved.offline', { version: saved.version }));
      });
    },
    [store, attempt, write, bring, t],
  );

  const setOnline = useCallback(
    (online: boolean) => {
      if (online && (!meta || isDirty(store.get()))) return save({ online: true });
      return attempt('online', store.document, async () => {
        await bring(online ? 'online' : 'offline', meta!);
        notifyDone(t(online ? 'saved.nowOnline' : 'saved.nowOffline'));
      });
    },
    [meta, store, save, attempt, bring, t],
  );

  /** Takes the server's version; what was drawn here is gone. */
  const takeTheirs = useCallback(
    (theirs: WorkflowDetails) => {
      setConflict(undefined);
      setFailure(undefined);
      adopt(theirs);
      store.load(asDocument(theirs));
    },
    [adopt, store],
  );

  return useMemo(
    () => ({ meta, busy, failure, conflict, save, setOnline, takeTheirs, dismiss: () => setFailure(undefined), dismissConflict: () => setConflict(undefined) }),
    [meta, busy, failure, conflict, save, setOnline, takeTheirs],
  );
}

export type Saving = ReturnType<typeof useSaving>;
