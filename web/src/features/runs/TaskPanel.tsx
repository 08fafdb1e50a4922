import { ActionIcon, Button, Group, Text, Title, Tooltip } from '@mantine/core';
import { Maximize2, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attempt, WorkflowInstance } from '@/api/types';
import { KindIcon } from '@/features/editor';
import { ErrorState, LoadingState, StateBadge, TimeText } from '@/ui';
import { useAttempts } from './api';
import { AttemptTable } from './AttemptTable';
import { AttemptSelect } from './AttemptSelect';
import { DmsPanel } from './dms/DmsPanel';
import { dmsTaskOf } from './dms/progress';
import { tasksOf, type WorkflowDocument } from './document';
import { Pair } from './InstanceHeader';
import classes from './InstancePage.module.css';
import { LogViewer } from './log/LogViewer';
import { isMoving } from './states';
import { TaskActions } from './TaskActions';
import type { TaskRow } from './TasksTable';

interface Props {
  instance: WorkflowInstance;
  row: TaskRow;
  document: WorkflowDocument | undefined;
  onClose: () => void;
  onOpenLog: (attempt: Attempt) => void;
}

/** All about one node of an instance. */
export function TaskPanel({ instance, row, document, onClose, onOpenLog }: Props) {
  const { t } = useTranslation('runs');
  const { task, causes } = row;
  const moving = isMoving(instance.state) || task.state === 'running';
  const attempts = useAttempts(instance.projectCode, instance.code, { taskName: task.name, refetchInterval: moving ? (task.state === 'running' ? 1_500 : 4_000) : false });
  const own = attempts.data?.filter((attempt) => attempt.taskName === task.name);
  const [chosen, setChosen] = useState<string>();
  const attempt = own?.find((one) => one.code === chosen) ?? own?.at(-1);
  const connection = tasksOf(document).find((one) => one.name === task.name)?.connection ?? 'embedded';
  const outputs = Object.entries(attempt?.outputs ?? task.outputs ?? {});
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = panel.current;
    if (!element) return;
    const close = (event: KeyboardEvent) => event.key === 'Escape' && !event.defaultPrevented && onClose();
    element.addEventListener('keydown', close);
    return () => element.removeEventListener('keydown', close);
  }, [onClose]);

  return (
    <div ref={panel} style={{ display: 'contents' }}>
      <div className={classes.sideHead}>
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Group gap="xs" wrap="nowrap" style={{ minWidth: 0 }}>
            <KindIcon kind={task.taskType} size={20} />
            <Title order={2} style={{ overflowWrap: 'anywhere' }}>
              {task.name}
            </Title>
          </Group>
          <Tooltip label={t('common:action.close')}>
            <ActionIcon aria-label={t('common:action.close')} onClick={onClose}>
              <X size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Group>
        <Group gap="xs" mt={6}>
          <StateBadge state={task.state} />
          <Text size="xs" c="dimmed" component="span">
            {t('panel.since')} <TimeText time={task.changed} relative />
          </Text>
          {task.wake && (
            <Text size="xs" c="dimmed" component="span">
              {t('panel.wake')} <TimeText time={task.wake} />
            </Text>
          )}
          <div style={{ flex: 1 }} />
          <TaskActions instance={instance} task={task} />
        </Group>
        <Reason causes={causes} state={task.state} />
      </div>
      <div className={classes.sideBody}>
        {task.taskType === 'DMS' && attempt && <DmsPanel key={attempt.code} attempt={attempt} task={dmsTaskOf(attempt, task, connection)} running={attempt.state === 'running'} />}
        <section className={classes.section} aria-label={t('attempt.title')}>
          <h3 className={classes.sectionTitle}>{t('attempt.title')}</h3>
          {attempts.error && !attempts.data && <ErrorState error={attempts.error} onRetry={() => void attempts.refetch()} />}
          {!own && !attempts.error && <LoadingState rows={2} />}
          {own && own.length === 0 && (
            <Text size="sm" c="dimmed">
              {t('attempt.none')}
            </Text>
          )}
          {own && attempt && <AttemptTable attempts={own} current={attempt} onChoose={setChosen} />}
        </section>
        {outputs.length > 0 && (
          <section className={classes.section} aria-label={t('panel.outputs')}>
            <h3 className={classes.sectionTitle}>{t('panel.outputs')}</h3>
            <dl className={classes.pairs}>
              {outputs.map(([name, value]) => (
                <Pair key={name} name={name} value={value} />
              ))}
            </dl>
          </section>
        )}
        {attempt && own && (
          <section aria-label={t('log.label')}>
            <Group justify="space-between" px={14} pt={10} pb={4}>
              <h3 className={classes.sectionTitle} style={{ margin: 0 }}>
                {t('log.label')}
              </h3>
              <Button size="compact-xs" variant="subtle" leftSection={<Maximize2 size={13} aria-hidden />} onClick={() => onOpenLog(attempt)}>
                {t('log.enlarge')}
              </Button>
            </Group>
            <div className={classes.logBox}>
              <LogViewer key={attempt.code} projectCode={instance.projectCode} instanceCode={instance.code} attemptCode={attempt.code} fileName={`${instance.name}-${task.name}-${attempt.number}.log`}>
                {own.length > 1 && <AttemptSelect attempts={own} value={attempt.code} onChange={setChosen} />}
              </LogViewer>
            </div>
          </section>
        )}
      </div>
    </div>
  );
}

/** Why the node is in its state, where the state alone does not say it. */
function Reason({ causes, state }: { causes: string[]; state: string }) {
  const { t } = useTranslation('runs');
  const text = causes.length > 0 ? t('reason.upstream', { names: causes.join(', ') }) : state === 'passed over' ? t('reason.passedOver') : undefined;
  return text ? (
    <Text size="sm" mt={6}>
      {text}
    </Text>
  ) : null;
}
