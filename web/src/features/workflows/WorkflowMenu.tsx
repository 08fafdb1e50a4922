import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { CalendarClock, Copy, Ellipsis, FileDown, History, Pencil, Play, Power, PowerOff, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import type { Workflow } from '@/api/types';
import { useRights } from '@/app/session';
import { ConfirmAction, notifyError } from '@/ui';
import { useWorkflowActions, type ExportForm } from './useWorkflowActions';

const exportForms: ExportForm[] = ['yaml', '3.2', '3.3'];

interface Props {
  workflow: Workflow;
  /** For the name of a copy. */
  names: Iterable<string>;
  onStart: () => void;
}

/** What can be done with a workflow of the list: the two most used actions as buttons, the rest in a menu. */
export function WorkflowMenu({ workflow, names, onStart }: Props) {
  const { t } = useTranslation('workflows');
  const { why } = useRights(workflow.projectCode);
  const actions = useWorkflowActions(workflow.projectCode);
  const online = workflow.releaseState === 'ONLINE';
  const at = `/projects/${workflow.projectCode}/workflows/${workflow.code}`;
  const whyNotStart = why('project.operate') ?? (online ? undefined : t('why.offline'));
  const whyNotEdit = why('project.edit');
  const run = (work: Promise<unknown>) => void work.catch(notifyError);
  const off = (reason: string | undefined) => reason !== undefined && ({ 'data-disabled': true, 'aria-disabled': true } as const);
  return (
    <div style={{ display: 'flex', gap: 2, justifyContent: 'flex-end' }}>
      <Tooltip label={whyNotStart ?? t('action.start')}>
        <ActionIcon aria-label={t('action.startOf', { name: workflow.name })} onClick={() => whyNotStart === undefined && onStart()} {...off(whyNotStart)}>
          <Play size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      {online ? (
        <ConfirmAction as="icon" icon={PowerOff} label={t('action.offline')} reason={whyNotEdit} title={t('offline.title', { name: workflow.name })} text={t('offline.text')} onConfirm={() => actions.setOnline(workflow, false)} />
      ) : (
        <Tooltip label={whyNotEdit ?? t('action.online')}>
          <ActionIcon aria-label={t('action.online')} onClick={() => whyNotEdit === undefined && run(actions.setOnline(workflow, true))} {...off(whyNotEdit)}>
            <Power size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
      <Menu width={220}>
        <Menu.Target>
          <ActionIcon aria-label={t('common:action.moreFor', { name: workflow.name })}>
            <Ellipsis size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component={Link} to={at} leftSection={<Pencil size={15} aria-hidden />}>
            {t(whyNotEdit ? 'action.view' : 'common:action.edit')}
          </Menu.Item>
          <Menu.Item component={Link} to={`/projects/${workflow.projectCode}/schedules?workflow=${workflow.code}`} leftSection={<CalendarClock size={15} aria-hidden />}>
            {t('action.schedule')}
          </Menu.Item>
          <Menu.Item component={Link} to={`${at}/versions`} leftSection={<History size={15} aria-hidden />}>
            {t('action.versions')}
          </Menu.Item>
          <Menu.Item leftSection={<Copy size={15} aria-hidden />} disabled={whyNotEdit !== undefined} title={whyNotEdit} onClick={() => run(actions.copy(workflow, names))}>
            {t('action.copy')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>{t('action.export')}</Menu.Label>
          {exportForms.map((form) => (
            <Menu.Item key={form} leftSection={<FileDown size={15} aria-hidden />} onClick={() => run(actions.exportFile(workflow, form))}>
              {t(`export.${form}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <ConfirmAction as="menu" icon={Trash2} danger label={t('common:action.delete')} reason={whyNotEdit ?? (online ? t('why.online') : undefined)} title={t('delete.title', { name: workflow.name })} text={t('delete.text')} confirmLabel={t('delete.confirm')} onConfirm={() => actions.remove(workflow)} />
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
