import { Button, Menu } from '@mantine/core';
import { ChevronDown, CircleCheck, Play, Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { InstanceTask, WorkflowInstance } from '@/api/types';
import { useRights } from '@/app/session';
import { ConfirmAction, notifyDone } from '@/ui';
import { useInstanceCommand } from './api';
import { taskActionsOf } from './states';

const scopes = ['TASK_ONLY', 'TASK_PRE', 'TASK_POST'] as const;

/** What may be asked of a node, by its state and its instance's. */
export function TaskActions({ instance, task }: { instance: WorkflowInstance; task: InstanceTask }) {
  const { t } = useTranslation('runs');
  const reason = useRights(instance.projectCode).why('project.operate');
  const command = useInstanceCommand(instance.projectCode);
  const actions = taskActionsOf(task, instance.state);
  const name = task.name;
  const run = async (what: string, done: string) => {
    await command(instance.code, `tasks/${encodeURIComponent(name)}/${what}`);
    notifyDone(done);
  };
  return (
    <>
      {actions.includes('kill') && (
        <ConfirmAction label={t('task.kill')} icon={Square} danger title={t('task.killTitle', { name })} text={t('task.killText')} reason={reason} buttonProps={{ size: 'compact-xs' }} onConfirm={() => run('kill', t('task.killed', { name }))} />
      )}
      {actions.includes('run') && (
        <Menu>
          <Menu.Target>
            <Button size="compact-xs" variant="default" leftSection={<Play size={13} aria-hidden />} rightSection={<ChevronDown size={13} aria-hidden />}>
              {t('task.run')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {scopes.map((scope) => (
              <ConfirmAction key={scope} as="menu" label={t(`scope.${scope}`)} title={t('task.runTitle', { name })} text={t(`scopeText.${scope}`)} reason={reason} onConfirm={() => run(`run?scope=${scope}`, t('task.started', { name }))} />
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {actions.includes('force-success') && (
        <ConfirmAction label={t('task.force')} icon={CircleCheck} title={t('task.forceTitle', { name })} text={t('task.forceText')} reason={reason} buttonProps={{ size: 'compact-xs' }} onConfirm={() => run('force-success', t('task.forced', { name }))} />
      )}
    </>
  );
}
