import { Button, Group, SimpleGrid, Title } from '@mantine/core';
import { Activity, CalendarClock, CircleX, Pencil, Play, Plus, Trash2, Workflow as WorkflowIcon } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router-dom';
import { useInstances, useProject, useSchedules, useWorkflows } from '@/api/queries';
import { usePreferences } from '@/app/preferences';
import { useRights } from '@/app/session';
import { ConfirmAction, EmptyState, ErrorState, formatTime, LoadingState, PageHeader, RightButton, StatCard } from '@/ui';
import { countStates, nextFire } from './counts';
import { InstanceTable } from './InstanceTable';
import { ProjectForm } from './ProjectForm';
import { useDeleteProject } from './useDeleteProject';

const shown = 12;

export default function ProjectOverviewPage() {
  const { projectCode = '' } = useParams();
  const { t } = useTranslation('projects');
  const { why } = useRights(projectCode);
  const { shownZone } = usePreferences();
  const navigate = useNavigate();
  const remove = useDeleteProject();
  const [form, setForm] = useState({ key: 0, opened: false });
  const project = useProject(projectCode);
  const workflows = useWorkflows(projectCode);
  const schedules = useSchedules(projectCode);
  const instances = useInstances(projectCode, {}, { limit: 200, refetchInterval: 10_000 });

  if (project.error) return <ErrorState error={project.error} onRetry={() => void project.refetch()} />;
  if (!project.data) return <LoadingState />;

  const at = `/projects/${projectCode}`;
  const counts = instances.rows && countStates(instances.rows);
  const online = workflows.rows?.filter((workflow) => workflow.releaseState === 'ONLINE').length;
  const fires = schedules.data && nextFire(schedules.data);
  const scope = t('overview.ofLatest', { count: instances.rows?.length ?? 0 });
  const create = (
    <RightButton leftSection={<Plus size={15} aria-hidden />} reason={why('project.edit')} onClick={() => navigate(`${at}/workflows/new`)}>
      {t('overview.createWorkflow')}
    </RightButton>
  );
  return (
    <>
      <PageHeader
        title={project.data.name}
        crumbs={[{ label: t('title'), to: '/projects' }]}
        description={project.data.description}
        actions={
          <>
            <RightButton variant="default" leftSection={<Pencil size={15} aria-hidden />} reason={why('project.edit')} onClick={() => setForm((old) => ({ key: old.key + 1, opened: true }))}>
              {t('common:action.edit')}
            </RightButton>
            <ConfirmAction icon={Trash2} danger label={t('common:action.delete')} reason={why('project.create')} title={t('delete.title', { name: project.data.name })} text={t('delete.text')} confirmLabel={t('delete.confirm')} onConfirm={() => remove(project.data).then(() => navigate('/projects'))} />
            {create}
          </>
        }
      />
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm" mb="lg">
        <StatCard icon={WorkflowIcon} label={t('overview.workflows')} value={workflows.rows && `${workflows.rows.length}${workflows.hasMore ? '+' : ''}`} note={online !== undefined && t('overview.online', { count: online })} to={`${at}/workflows`} />
        <StatCard icon={CalendarClock} label={t('overview.schedules')} value={schedules.data?.filter((schedule) => schedule.releaseState === 'ONLINE').length} note={fires ? t('overview.nextFire', { time: formatTime(fires, shownZone, false) }) : t('overview.noFire')} to={`${at}/schedules`} />
        <StatCard icon={Play} label={t('overview.running')} value={counts?.running} tone={counts?.running ? 'info' : undefined} note={scope} to={`${at}/instances?state=running`} />
        <StatCard icon={CircleX} label={t('overview.failed')} value={counts?.failed} tone={counts?.failed ? 'danger' : undefined} note={scope} to={`${at}/instances?state=failure`} />
      </SimpleGrid>
      <Group justify="space-between" mb="xs">
        <Title order={2}>{t('overview.latest')}</Title>
        <Button component={Link} to={`${at}/instances`} variant="subtle" size="xs">
          {t('overview.all')}
        </Button>
      </Group>
      <InstanceTable
        label={t('overview.latest')}
        query={{ data: instances.rows?.slice(0, shown), isPending: instances.isPending, error: instances.error, refetch: instances.refetch }}
        empty={
          workflows.rows?.length === 0 ? (
            <EmptyState icon={WorkflowIcon} title={t('overview.noWorkflow')} text={t('overview.noWorkflowText')} action={create} />
          ) : (
            <EmptyState
              icon={Activity}
              title={t('overview.noInstance')}
              text={t('overview.noInstanceText')}
              action={
                <Button component={Link} to={`${at}/workflows`} variant="default">
                  {t('overview.toWorkflows')}
                </Button>
              }
            />
          )
        }
      />
      <ProjectForm key={form.key} project={project.data} opened={form.opened} onClose={() => setForm((old) => ({ ...old, opened: false }))} />
    </>
  );
}
