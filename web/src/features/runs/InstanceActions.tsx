import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { CirclePause, CirclePlay, Ellipsis, RotateCcw, Square, Trash2, Wrench, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { WorkflowInstance } from '@/api/types';
import { useRights } from '@/app/session';
import { ConfirmAction, notifyDone } from '@/ui';
import { useInstanceCommand } from './api';
import { actionsOf, type InstanceAction } from './states';

const icons: Record<InstanceAction, LucideIcon> = { pause: CirclePause, resume: CirclePlay, stop: Square, rerun: RotateCcw, recover: Wrench, delete: Trash2 };
const dangerous = new Set<InstanceAction>(['stop', 'delete']);

interface Props {
  instance: WorkflowInstance;
  /** Buttons with words, or a menu behind one button. */
  as: 'buttons' | 'menu';
  onDeleted?: () => void;
}

/** What may be asked of an instance in its present state. */
export function InstanceActions({ instance, as, onDeleted }: Props) {
  const { t } = useTranslation('runs');
  const { why } = useRights(instance.projectCode);
  const command = useInstanceCommand(instance.projectCode);
  const actions = actionsOf(instance.state);
  const reasonOf = (name: InstanceAction) => why(name === 'delete' ? 'project.edit' : 'project.operate');

  const run = async (action: InstanceAction) => {
    if (action === 'delete') {
      await command(instance.code, '', 'DELETE');
      onDeleted?.();
    } else {
      await command(instance.code, action);
    }
    notifyDone(t(`done.${action}`, { name: instance.name }));
  };
  const action = (name: InstanceAction, kind: 'button' | 'menu') => (
    <ConfirmAction
      key={name}
      as={kind}
      icon={icons[name]}
      label={t(`action.${name}`)}
      title={t(`confirm.${name}`, { name: instance.name })}
      text={t(`explain.${name}`)}
      danger={dangerous.has(name)}
      reason={reasonOf(name)}
      buttonProps={{ size: 'xs' }}
      onConfirm={() => run(name)}
    />
  );

  if (as === 'buttons') {
    return (
      <>
        {actions.filter((name) => name !== 'delete').map((name) => action(name, 'button'))}
        {actions.includes('delete') && <MoreMenu label={t('action.more')}>{action('delete', 'menu')}</MoreMenu>}
      </>
    );
  }
  if (actions.length === 0) return null;
  return <MoreMenu label={t('common:action.moreFor', { name: instance.name })}>{actions.map((name) => action(name, 'menu'))}</MoreMenu>;
}

function MoreMenu({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <Menu>
      <Menu.Target>
        <Tooltip label={label}>
          <ActionIcon aria-label={label}>
            <Ellipsis size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
