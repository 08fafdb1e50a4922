import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { ChevronDown, Play, RotateCw, SkipForward, Square, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useRights } from '@/app/session';
import { ConfirmAction, notifyDone, notifyError, useConfirm } from '@/ui';
import { callDms, refreshDms, type ReplicationTask } from './api';
import { canDelete, canStop, startTypes, type StartType } from './tasks';

const icons = { 'start-replication': Play, 'resume-processing': SkipForward, 'reload-target': RotateCw } as const;

interface Props {
  connection: string;
  task: ReplicationTask;
  /** Icons of a row, or buttons of a page. */
  compact?: boolean;
  onDeleted?: () => void;
}

/** Start, stop and delete of a replication task, as its state allows. */
export function TaskActions({ connection, task, compact = false, onDeleted }: Props) {
  const { t } = useTranslation('dms');
  const { why } = useRights();
  const client = useQueryClient();
  const ask = useConfirm();
  const name = task.ReplicationTaskIdentifier;
  const ReplicationTaskArn = task.ReplicationTaskArn;
  const notAllowed = why('dms.operate');
  const call = async (operation: string, done: string, extra: object = {}) => {
    await callDms(connection, operation, { ReplicationTaskArn, ...extra });
    await refreshDms(client, connection);
    notifyDone(done);
  };
  const start = (type: StartType) => {
    const run = () => call('StartReplicationTask', t('tasks.started', { name }), { StartReplicationTaskType: type });
    if (type !== 'reload-target') return void run().catch(notifyError);
    ask({ title: t('tasks.reloadTitle', { name }), text: t('tasks.reloadText'), confirmLabel: t('tasks.start.reload-target'), danger: true, onConfirm: run });
  };
  const types = startTypes(task);
  const whyNotStart = notAllowed ?? (types.length === 0 ? t('tasks.notStartable', { state: task.Status ?? '' }) : undefined);
  const startLabel = t('tasks.startOf', { name });
  const off = whyNotStart !== undefined && ({ 'data-disabled': true, 'aria-disabled': true } as const);
  const stop = {
    icon: Square,
    label: t(compact ? 'tasks.stopOf' : 'tasks.stop', { name }),
    confirmLabel: t('tasks.stop'),
    reason: notAllowed ?? (canStop(task) ? undefined : t('tasks.notRunning')),
    title: t('tasks.stopTitle', { name }),
    text: t('tasks.stopText'),
    onConfirm: () => call('StopReplicationTask', t('tasks.stopping', { name })),
  };
  const remove = {
    icon: Trash2,
    danger: true,
    label: t(compact ? 'tasks.deleteOf' : 'common:action.delete', { name }),
    confirmLabel: t('common:action.delete'),
    reason: notAllowed ?? (canDelete(task) ? undefined : t('tasks.stopFirst')),
    title: t('tasks.deleteTitle', { name }),
    text: t('tasks.deleteText'),
    onConfirm: async () => {
      await call('DeleteReplicationTask', t('tasks.deleted', { name }));
      onDeleted?.();
    },
  };
  const as = compact ? ('icon' as const) : ('button' as const);
  return (
    <div style={{ display: 'flex', gap: compact ? 2 : 8, justifyContent: 'flex-end' }}>
      <Menu disabled={whyNotStart !== undefined} position="bottom-end">
        <Menu.Target>
          {compact ? (
            <Tooltip label={whyNotStart ?? startLabel} multiline maw={280}>
              <ActionIcon aria-label={startLabel} {...off}>
                <Play size={16} aria-hidden />
              </ActionIcon>
            </Tooltip>
          ) : (
            <Tooltip label={whyNotStart} disabled={whyNotStart === undefined} multiline maw={280}>
              <Button leftSection={<Play size={15} aria-hidden />} rightSection={<ChevronDown size={14} aria-hidden />} {...off}>
                {t('tasks.startMenu')}
              </Button>
            </Tooltip>
          )}
        </Menu.Target>
        <Menu.Dropdown>
          {types.map((type) => {
            const Icon = icons[type];
            return (
              <Menu.Item key={type} leftSection={<Icon size={15} aria-hidden />} onClick={() => start(type)}>
                {t(`tasks.start.${type}`)}
              </Menu.Item>
            );
          })}
        </Menu.Dropdown>
      </Menu>
      <ConfirmAction as={as} {...stop} />
      <ConfirmAction as={as} {...remove} />
    </div>
  );
}
