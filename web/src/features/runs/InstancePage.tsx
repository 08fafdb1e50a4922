import { Tabs } from '@mantine/core';
import { ChartGantt, FileText, ListTree, Network } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router-dom';
import type { Attempt } from '@/api/types';
import { WorkflowGraph } from '@/features/editor';
import { ErrorState, LoadingState } from '@/ui';
import { useRun } from './api';
import { isDrawn, predecessorsOf, tasksOf, topologicalOrder } from './document';
import { Gantt } from './Gantt';
import { InstanceHeader } from './InstanceHeader';
import classes from './InstancePage.module.css';
import { nodeStates } from './nodeStates';
import { LogTab } from './LogTab';
import { SidePanel } from './SidePanel';
import { causesOf, isMoving } from './states';
import { TaskPanel } from './TaskPanel';
import { TasksTable, type TaskRow } from './TasksTable';
import { tabs, useRunAddress } from './useRunAddress';

const icons = { graph: Network, nodes: ListTree, gantt: ChartGantt, log: FileText };

export default function InstancePage() {
  const { t } = useTranslation('runs');
  const { projectCode = '', instanceCode = '' } = useParams();
  const navigate = useNavigate();
  const run = useRun(projectCode, instanceCode);
  const address = useRunAddress();
  const { node, select, openLog } = address;
  const { instance, tasks, attempts, version } = run;
  const document = version.data?.document;

  const predecessors = useMemo(() => predecessorsOf(document), [document]);
  const order = useMemo(() => (document ? topologicalOrder(tasksOf(document)) : tasks.data?.map((task) => task.name)) ?? [], [document, tasks.data]);
  const rows = useMemo<TaskRow[] | undefined>(() => {
    if (!tasks.data) return undefined;
    const last = new Map<string, Attempt>();
    for (const attempt of attempts.data ?? []) if ((last.get(attempt.taskName)?.number ?? 0) < attempt.number) last.set(attempt.taskName, attempt);
    const states = new Map(tasks.data.map((task) => [task.name, task.state]));
    return tasks.data.map((task) => ({ task, attempt: last.get(task.name), causes: task.state === 'upstream failed' ? causesOf(task.name, predecessors, states) : [] }));
  }, [tasks.data, attempts.data, predecessors]);
  const states = useMemo(() => (rows ? nodeStates(rows, t) : undefined), [rows, t]);
  const openAttempt = useCallback((attempt: Attempt) => openLog(attempt.taskName, attempt.code), [openLog]);

  if (instance.error && !instance.data) return <div className={classes.scrolled}><ErrorState error={instance.error} onRetry={() => void instance.refetch()} /></div>;
  if (!instance.data) return <div className={classes.scrolled}><LoadingState rows={10} /></div>;
  const selected = rows?.find((row) => row.task.name === node);
  const reload = () => void Promise.all([tasks.refetch(), attempts.refetch()]);
  return (
    <div className={classes.page}>
      <InstanceHeader instance={instance.data} tasks={tasks.data} live={run.live} onDeleted={() => void navigate(`/projects/${projectCode}/instances`)} />
      <div className={classes.body}>
        <div className={classes.main}>
          <Tabs value={address.tab} onChange={address.show} className={classes.tabs} keepMounted={false}>
            <Tabs.List className={classes.list} aria-label={t('tab.label')}>
              {tabs.map((tab) => {
                const Icon = icons[tab];
                return (
                  <Tabs.Tab key={tab} value={tab} leftSection={<Icon size={15} aria-hidden />}>
                    {t(`tab.${tab}`)}
                  </Tabs.Tab>
                );
              })}
            </Tabs.List>
            <Tabs.Panel value="graph" className={classes.panel}>
              {version.error && <div className={classes.scrolled}><ErrorState error={version.error} onRetry={() => void version.refetch()} /></div>}
              {isDrawn(document) && <WorkflowGraph document={document} states={states} selected={node} onSelect={select} onOpen={(name) => openLog(name, undefined)} label={t('graph.label', { name: instance.data.name })} />}
              {!document && !version.error && <div className={classes.scrolled}><LoadingState /></div>}
            </Tabs.Panel>
            <Tabs.Panel value="nodes" className={`${classes.panel} ${classes.scrolled}`}>
              <TasksTable rows={rows} error={tasks.error} onRetry={reload} onSelect={select} />
            </Tabs.Panel>
            <Tabs.Panel value="gantt" className={classes.panel}>
              {attempts.error && !attempts.data ? (
                <div className={classes.scrolled}><ErrorState error={attempts.error} onRetry={reload} /></div>
              ) : (
                <Gantt tasks={tasks.data ?? []} attempts={attempts.data ?? []} order={order} running={isMoving(instance.data.state)} selected={node} onSelect={select} onOpenLog={openAttempt} />
              )}
            </Tabs.Panel>
            <Tabs.Panel value="log" className={classes.panel}>
              <LogTab instance={instance.data} order={order} attempts={attempts.data} node={node} attemptCode={address.attempt} onChoose={openLog} />
            </Tabs.Panel>
          </Tabs>
        </div>
        {selected && address.tab !== 'log' && (
          <SidePanel label={t('panel.label', { name: selected.task.name })}>
            <TaskPanel key={selected.task.name} instance={instance.data} row={selected} document={document} onClose={() => select(undefined)} onOpenLog={openAttempt} />
          </SidePanel>
        )}
      </div>
    </div>
  );
}
