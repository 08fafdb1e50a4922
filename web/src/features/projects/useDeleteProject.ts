import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ok } from '@/api/client';
import { keys } from '@/api/queries';
import type { Project } from '@/api/types';
import { notifyDone } from '@/ui';

export function useDeleteProject() {
  const { t } = useTranslation('projects');
  const client = useQueryClient();
  return async (project: Project) => {
    await ok(api.DELETE('/projects/{projectCode}', { params: { path: { projectCode: project.code } } }));
    client.removeQueries({ queryKey: keys.project(project.code) });
    await client.invalidateQueries({ queryKey: ['projects'] });
    notifyDone(t('deleted', { name: project.name }));
  };
}
