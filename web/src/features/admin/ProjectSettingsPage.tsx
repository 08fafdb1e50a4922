import { Tabs } from '@mantine/core';
import { Braces, Layers, OctagonAlert, SquareTerminal, Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router-dom';
import { useProject } from '@/api/queries';
import { ErrorState, LoadingState, PageHeader } from '@/ui';
import { DangerZone } from './DangerZone';
import { EnvironmentList } from './EnvironmentList';
import { MemberList } from './MemberList';
import { ParameterList } from './ParameterList';
import { TaskGroupList } from './TaskGroupList';

const tabs = [
  { name: 'members', icon: Users },
  { name: 'parameters', icon: Braces },
  { name: 'environments', icon: SquareTerminal },
  { name: 'taskGroups', icon: Layers },
  { name: 'danger', icon: OctagonAlert },
] as const;

export default function ProjectSettingsPage() {
  const { projectCode = '' } = useParams();
  const { t } = useTranslation('admin');
  const project = useProject(projectCode);
  const [search, setSearch] = useSearchParams();
  const tab = tabs.find((each) => each.name === search.get('tab'))?.name ?? 'members';
  if (project.error) return <ErrorState error={project.error} onRetry={() => void project.refetch()} />;
  if (!project.data) return <LoadingState />;
  return (
    <>
      <PageHeader title={t('settings.title')} crumbs={[{ label: t('settings.projects'), to: '/projects' }, { label: project.data.name, to: `/projects/${projectCode}` }]} />
      <Tabs value={tab} onChange={(next) => setSearch({ tab: next ?? 'members' }, { replace: true })} keepMounted={false}>
        <Tabs.List mb="md">
          {tabs.map(({ name, icon: Icon }) => (
            <Tabs.Tab key={name} value={name} leftSection={<Icon size={15} aria-hidden />}>
              {t(`settings.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="members">
          <MemberList projectCode={projectCode} />
        </Tabs.Panel>
        <Tabs.Panel value="parameters">
          <ParameterList projectCode={projectCode} />
        </Tabs.Panel>
        <Tabs.Panel value="environments">
          <EnvironmentList projectCode={projectCode} />
        </Tabs.Panel>
        <Tabs.Panel value="taskGroups">
          <TaskGroupList projectCode={projectCode} />
        </Tabs.Panel>
        <Tabs.Panel value="danger">
          <DangerZone project={project.data} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
