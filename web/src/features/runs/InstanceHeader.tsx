import { Badge, Button, Code, Group, Popover, Text, Title, Tooltip } from '@mantine/core';
import { Braces, Radio, RefreshCw } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Anchor } from '@mantine/core';
import { Link } from 'react-router-dom';
import type { InstanceTask, WorkflowInstance } from '@/api/types';
import { CopyText, Duration, StateBadge, StateIcon, TimeText, useStateWord } from '@/ui';
import { InstanceActions } from './InstanceActions';
import classes from './InstancePage.module.css';
import { commandKey, countStates, isMoving } from './states';

interface Props {
  instance: WorkflowInstance;
  tasks: InstanceTask[] | undefined;
  live: boolean;
  onDeleted: () => void;
}

export function InstanceHeader({ instance, tasks, live, onDeleted }: Props) {
  const { t } = useTranslation('runs');
  const at = `/projects/${instance.projectCode}`;
  useEffect(() => {
    document.title = `${instance.workflowName} · dmsnode`;
  }, [instance.workflowName]);
  return (
    <header className={classes.head}>
      <Group justify="space-between" gap="xs" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <Group gap="xs">
            <Anchor component={Link} to={`${at}/instances`} size="xs">
              {t('list.title')}
            </Anchor>
            <Text size="xs" c="dimmed" component="span">
              /
            </Text>
            <CopyText text={instance.name} mono />
          </Group>
          <Group gap="sm" mt={2}>
            <Title order={1}>
              <Anchor component={Link} to={`${at}/workflows/${instance.workflowCode}`} inherit c="inherit">
                {instance.workflowName}
              </Anchor>
            </Title>
            <StateBadge state={instance.state} />
            {instance.dryRun && <Badge variant="light" color="gray">{t('list.dryRun')}</Badge>}
            <Counts tasks={tasks} />
          </Group>
        </div>
        <Group gap={6}>
          {isMoving(instance.state) && (
            <Tooltip label={t(live ? 'live.onText' : 'live.offText')}>
              <Badge variant="light" color={live ? 'teal' : 'gray'} leftSection={live ? <Radio size={12} aria-hidden /> : <RefreshCw size={12} aria-hidden />} tabIndex={0}>
                {t(live ? 'live.on' : 'live.off')}
              </Badge>
            </Tooltip>
          )}
          {instance.startParams.length > 0 && <Parameters instance={instance} />}
          <InstanceActions instance={instance} as="buttons" onDeleted={onDeleted} />
        </Group>
      </Group>
      <div className={classes.facts} style={{ marginTop: 6 }}>
        <Fact label={t('column.started')}>
          <TimeText time={instance.started ?? instance.created} />
        </Fact>
        {instance.ended && (
          <Fact label={t('column.ended')}>
            <TimeText time={instance.ended} />
          </Fact>
        )}
        <Fact label={t('column.duration')}>
          <Duration from={instance.started} to={instance.ended} />
        </Fact>
        <Fact label={t('column.command')}>{t(`command.${commandKey(instance)}`, { defaultValue: instance.command })}</Fact>
        {instance.runNumber > 1 && <Fact label={t('fact.run')}>{instance.runNumber}</Fact>}
        {instance.scheduleTime && (
          <Fact label={t('column.scheduleTime')}>
            <TimeText time={instance.scheduleTime} />
          </Fact>
        )}
        <Fact label={t('common:field.version')}>{instance.workflowVersion}</Fact>
        <Fact label={t('fact.failureStrategy')}>{t(`failureStrategy.${instance.failureStrategy}`, { defaultValue: instance.failureStrategy })}</Fact>
        {instance.startNodes.length > 0 && <Fact label={t('fact.startNodes')}>{instance.startNodes.join(', ')}</Fact>}
        {instance.backfillCode && (
          <Fact label={t('command.backfill')}>
            <Anchor component={Link} to={`${at}/instances?backfill=${instance.backfillCode}`} size="xs">
              {t('fact.showBackfill')}
            </Anchor>
          </Fact>
        )}
      </div>
      {instance.message && (
        <Text size="sm" mt={6} c="var(--tone-danger-fg)">
          {instance.message}
        </Text>
      )}
    </header>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <span>
      {label} <b>{children}</b>
    </span>
  );
}

function Counts({ tasks }: { tasks: InstanceTask[] | undefined }) {
  const word = useStateWord();
  if (!tasks) return null;
  return (
    <Group gap={10}>
      {countStates(tasks).map(({ state, count }) => (
        <Tooltip key={state} label={word(state)}>
          <Text component="span" size="xs" className="tabular" style={{ display: 'inline-flex', alignItems: 'center', gap: 4 }} aria-label={`${count} ${word(state)}`} role="img">
            <StateIcon state={state} size={13} />
            {count}
          </Text>
        </Tooltip>
      ))}
    </Group>
  );
}

function Parameters({ instance }: { instance: WorkflowInstance }) {
  const { t } = useTranslation('runs');
  return (
    <Popover position="bottom-end" width={420} shadow="md" withArrow trapFocus>
      <Popover.Target>
        <Button size="xs" variant="default" leftSection={<Braces size={14} aria-hidden />}>
          {t('fact.parameters', { count: instance.startParams.length })}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <dl className={classes.pairs}>
          {instance.startParams.map((parameter) => (
            <Pair key={parameter.prop} name={parameter.prop} value={parameter.value} />
          ))}
        </dl>
      </Popover.Dropdown>
    </Popover>
  );
}

export function Pair({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>
        <Code>{name}</Code>
      </dt>
      <dd>
        <CopyText text={value} mono />
      </dd>
    </>
  );
}
