import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, callText, isProblem, ok } from '@/api/client';
import { keys, refreshProject } from '@/api/queries';
import type { Workflow } from '@/api/types';
import { notifyDone, saveFile } from '@/ui';
import { copyName, copyOf, type WorkflowDocument } from './document';

export type ExportForm = 'yaml' | '3.2' | '3.3';

/** What may be done with a workflow from a list, a menu or the editor. Each throws an ApiProblem if it is refused. */
export function useWorkflowActions(projectCode: string) {
  const { t } = useTranslation('workflows');
  const client = useQueryClient();
  const at = (workflow: Pick<Workflow, 'code'>) => ({ path: { projectCode, workflowCode: workflow.code } });
  const refresh = () => refreshProject(client, projectCode);
  return {
    setOnline: async (workflow: Workflow, online: boolean) => {
      if (online) await ok(api.POST('/projects/{projectCode}/workflows/{workflowCode}/online', { params: at(workflow), body: {} }));
      else await ok(api.POST('/projects/{projectCode}/workflows/{workflowCode}/offline', { params: at(workflow), body: {} }));
      await refresh();
      notifyDone(t(online ? 'done.online' : 'done.offline', { name: workflow.name }));
    },
    remove: async (workflow: Workflow) => {
      await ok(api.DELETE('/projects/{projectCode}/workflows/{workflowCode}', { params: at(workflow) }));
      client.removeQueries({ queryKey: keys.workflow(projectCode, workflow.code) });
      await refresh();
      notifyDone(t('done.deleted', { name: workflow.name }));
    },
    copy: async (workflow: Workflow, namesSeen: Iterable<string>) => {
      const { document } = await ok(api.GET('/projects/{projectCode}/workflows/{workflowCode}', { params: at(workflow) }));
      const taken = new Set(namesSeen);
      for (;;) {
        const name = copyName(workflow.name, taken, t('copySuffix'));
        try {
          const body = { document: copyOf(document as WorkflowDocument, name) as Record<string, never> };
          const made = await ok(api.POST('/projects/{projectCode}/workflows', { params: { path: { projectCode } }, body }));
          await refresh();
          notifyDone(t('done.copied', { name }));
          return made;
        } catch (error) {
          // The list shows some of the names only: the server knows them all.
          if (!isProblem(error) || error.type !== 'already_exists') throw error;
          taken.add(name);
        }
      }
    },
    exportFile: async (workflow: Workflow, form: ExportForm) => {
      const query = form === 'yaml' ? 'format=yaml' : `family=${form}`;
      const text = await callText(`/projects/${projectCode}/workflows/${workflow.code}/export?${query}`);
      saveFile(form === 'yaml' ? `${workflow.name}.yaml` : `${workflow.name}.dolphinscheduler-${form}.json`, text);
    },
  };
}
