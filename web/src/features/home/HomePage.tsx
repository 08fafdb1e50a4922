import { Group, Stack, Text, Title } from '@mantine/core';
import { Activity, CircleCheck, FolderKanban } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { useProjects } from '@/api/queries';
import type { Project, WorkflowInstance } from '@/api/types';
import { useMe } from '@/app/session';
import { InstanceTable, instancePath } from '@/features/projects/InstanceTable';
import { EmptyState, ErrorState, LoadingState, PageHeader, StateBadge, TimeText } from '@/ui';
import classes from './HomePage.module.css';
import { QuickStart } from './QuickStart';
import { needsAttention } from './recent';
import { projectsAsked, useRecentInstances } from './useRecentInstances';

export default function HomePage() {
  const { t } = useTranslation('home');
  const me = useMe();
  const projects = useProjects();
  const recent = useRecentInstances(projects.rows);
  const names = useMemo(() => new Map(projects.rows?.map((project) => [project.code, project.name])), [projects.rows]);

  if (projects.error && !projects.rows) return <ErrorState error={projects.error} onRetry={projects.refetch} />;
  if (!projects.rows) return <LoadingState rows={8} />;
  if (projects.rows.length === 0) {
    return (
      <>
        <PageHeader title={t('start.title')} />
        <QuickStart />
      </>
    );
  }
  const more = projects.rows.length > projectsAsked || projects.hasMore;
  return (
    <>
      <PageHeader title={t('hello', { name: me.name })} tabTitle={t('title')} />
      <div className={classes.layout}>
        <section aria-labelledby="home-recent">
          <Group justify="space-between" mb="xs" mih={24}>
            <Title order={2} id="home-recent">
              {t('recent')}
            </Title>
            {more && (
              <Text size="xs" c="dimmed">
                {t('recentOf', { count: projectsAsked })}
              </Text>
            )}
          </Group>
          <InstanceTable label={t('recent')} projects={names} query={{ ...recent, data: recent.data?.slice(0, 20) }} empty={<EmptyState icon={Activity} title={t('noRuns')} text={t('noRunsText')} />} />
        </section>
        <Stack gap="lg">
          <Attention instances={recent.data} names={names} />
          <ProjectLinks projects={projects.rows} />
        </Stack>
      </div>
    </>
  );
}

function Attention({ instances, names }: { instances: WorkflowInstance[] | undefined; names: Map<string, string> }) {
  const { t } = useTranslation('home');
  const failed = instances && needsAttention(instances);
  return (
    <section aria-labelledby="home-attention">
      <Title order={2} id="home-attention" mb="xs" mih={24}>
        {t('attention')}
      </Title>
      {!failed ? (
        <LoadingState rows={2} />
      ) : failed.length === 0 ? (
        <div className={classes.fine}>
          <CircleCheck size={18} aria-hidden />
          {t('allFine')}
        </div>
      ) : (
        <ul className={classes.list}>
          {failed.slice(0, 8).map((instance) => (
            <li key={instance.code}>
              <Link to={instancePath(instance)} className={classes.item}>
                <span className={classes.itemText}>
                  <Text component="span" size="sm" fw={550} truncate display="block">
                    {instance.workflowName}
                  </Text>
                  <Text component="span" size="xs" c="dimmed">
                    {names.get(instance.projectCode)} · <TimeText time={instance.ended ?? instance.created} relative />
                  </Text>
                </span>
                <StateBadge state={instance.state} />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function ProjectLinks({ projects }: { projects: Project[] }) {
  const { t } = useTranslation('home');
  return (
    <section aria-labelledby="home-projects">
      <Group justify="space-between" mb="xs">
        <Title order={2} id="home-projects">
          {t('projects')}
        </Title>
      </Group>
      <ul className={classes.list}>
        {projects.slice(0, 10).map((project) => (
          <li key={project.code}>
            <Link to={`/projects/${project.code}/workflows`} className={classes.item}>
              <FolderKanban size={16} aria-hidden style={{ color: 'var(--mantine-color-dimmed)', flex: 'none' }} />
              <span className={classes.itemText}>{project.name}</span>
            </Link>
          </li>
        ))}
        {projects.length > 10 && (
          <li>
            <Link to="/projects" className={classes.item}>
              {t('allProjects')}
            </Link>
          </li>
        )}
      </ul>
    </section>
  );
}
