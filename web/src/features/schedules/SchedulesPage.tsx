import { ActionIcon, Anchor, Group, Popover, Switch, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { CalendarClock, Pencil, Plus, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router-dom';
import { useSchedules } from '@/api/queries';
import type { Schedule } from '@/api/types';
import { usePreferences } from '@/app/preferences';
import { useRights } from '@/app/session';
import { ConfirmAction, DataTable, EmptyState, notifyDone, notifyError, PageHeader, RightButton, SearchInput, TimeText, type Column } from '@/ui';
import { usePreview, useScheduleCommands } from './api';
import { cronWords } from './cronWords';
import { FirePreview } from './FirePreview';
import { ScheduleDrawer, type ScheduledWorkflow } from './ScheduleDrawer';

export default function SchedulesPage() {
  const { t } = useTranslation('schedules');
  const { projectCode = '' } = useParams();
  const schedules = useSchedules(projectCode);
  const reason = useRights(projectCode).why('project.edit');
  const [wanted, setWanted] = useState('');
  const [opened, setOpened] = useState(false);
  const [edited, setEdited] = useState<ScheduledWorkflow>();
  const open = (workflow?: ScheduledWorkflow) => {
    setEdited(workflow);
    setOpened(true);
  };
  const columns = useColumns(projectCode, open);
  const rows = useMemo(() => schedules.data?.filter((schedule) => schedule.workflowName.toLowerCase().includes(wanted.toLowerCase())), [schedules.data, wanted]);
  const create = (
    <RightButton leftSection={<Plus size={15} aria-hidden />} reason={reason} onClick={() => open()}>
      {t('list.create')}
    </RightButton>
  );
  const none = schedules.data?.length === 0;
  return (
    <>
      <PageHeader title={t('list.title')} actions={none ? undefined : create} />
      {!none && (
        <Group mb="sm">
          <SearchInput value={wanted} onChange={setWanted} label={t('list.search')} />
        </Group>
      )}
      <DataTable
        label={t('list.title')}
        columns={columns}
        query={{ ...schedules, data: rows }}
        rowKey={(schedule) => schedule.code}
        sort={{ id: 'workflow' }}
        onRow={(schedule) => open({ code: schedule.workflowCode, name: schedule.workflowName })}
        empty={none ? <EmptyState icon={CalendarClock} title={t('list.empty')} text={t('list.emptyText')} action={create} /> : <EmptyState icon={CalendarClock} title={t('list.noneFits')} />}
      />
      <ScheduleDrawer projectCode={projectCode} workflow={edited} opened={opened} onClose={() => setOpened(false)} />
    </>
  );
}

function useColumns(projectCode: string, open: (workflow: ScheduledWorkflow) => void): Column<Schedule>[] {
  const { t } = useTranslation('schedules');
  const { language } = usePreferences();
  const { why } = useRights(projectCode);
  const commands = useScheduleCommands(projectCode);
  return [
    { id: 'online', header: t('field.online'), width: 90, sortBy: (row) => row.releaseState, cell: (row) => <OnlineSwitch projectCode={projectCode} schedule={row} /> },
    {
      id: 'workflow',
      header: t('field.workflow'),
      sortBy: (row) => row.workflowName,
      cell: (row) => (
        <Anchor component={Link} to={`/projects/${projectCode}/workflows/${row.workflowCode}`} size="sm" fw={500}>
          {row.workflowName}
        </Anchor>
      ),
    },
    {
      id: 'cron',
      header: t('field.when'),
      cell: (row) => (
        <div style={{ minWidth: 220 }}>
          <Text size="sm">{cronWords(row.crontab, t, language) ?? row.crontab}</Text>
          <Text size="xs" c="dimmed" component="div">
            <span className="mono">{row.crontab}</span> · {row.timezoneId ?? 'UTC'}
          </Text>
        </div>
      ),
    },
    { id: 'next', header: t('field.next'), width: 190, sortBy: (row) => row.nextFire, cell: (row) => <NextFires projectCode={projectCode} schedule={row} /> },
    { id: 'end', header: t('field.end'), width: 165, hideBelow: 1100, sortBy: (row) => row.endTime, cell: (row) => (row.endTime ? <TimeText time={row.endTime} /> : <Text size="sm" c="dimmed">{t('list.forever')}</Text>) },
    { id: 'updated', header: t('common:field.updated'), width: 130, hideBelow: 1280, sortBy: (row) => row.updated, cell: (row) => <TimeText time={row.updated} relative /> },
    {
      id: 'actions',
      header: t('common:field.actions'),
      headerHidden: true,
      width: 84,
      align: 'right',
      cell: (row) => (
        <Group gap={0} wrap="nowrap" justify="flex-end">
          <Tooltip label={t('common:action.edit')}>
            <ActionIcon aria-label={t('list.edit', { name: row.workflowName })} onClick={() => open({ code: row.workflowCode, name: row.workflowName })}>
              <Pencil size={15} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <ConfirmAction
            as="icon"
            icon={Trash2}
            danger
            label={t('common:action.delete')}
            title={t('list.deleteTitle', { name: row.workflowName })}
            text={t('list.deleteText')}
            reason={why('project.edit')}
            onConfirm={async () => {
              await commands.remove(row.workflowCode);
              notifyDone(t('list.deleted', { name: row.workflowName }));
            }}
          />
        </Group>
      ),
    },
  ];
}

function OnlineSwitch({ projectCode, schedule }: { projectCode: string; schedule: Schedule }) {
  const { t } = useTranslation('schedules');
  const reason = useRights(projectCode).why('project.operate');
  const commands = useScheduleCommands(projectCode);
  const [busy, setBusy] = useState(false);
  const online = schedule.releaseState === 'ONLINE';
  const change = async (next: boolean) => {
    setBusy(true);
    try {
      await commands.release(schedule.workflowCode, next);
      notifyDone(t(next ? 'list.nowOnline' : 'list.nowOffline', { name: schedule.workflowName }));
    } catch (error) {
      notifyError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Tooltip label={reason} disabled={reason === undefined}>
      <label>
        <Switch checked={online} disabled={busy || reason !== undefined} onChange={(event) => void change(event.currentTarget.checked)} aria-label={t('list.switch', { name: schedule.workflowName })} />
      </label>
    </Tooltip>
  );
}

function NextFires({ projectCode, schedule }: { projectCode: string; schedule: Schedule }) {
  const { t } = useTranslation('schedules');
  const [opened, setOpened] = useState(false);
  return (
    <Popover width={440} position="bottom-start" shadow="md" withArrow opened={opened} onChange={setOpened} trapFocus={false}>
      <Popover.Target>
        <UnstyledButton fz="sm" onClick={() => setOpened((old) => !old)} style={{ textDecoration: 'underline dotted', textUnderlineOffset: 3 }}>
          {schedule.releaseState === 'ONLINE' && schedule.nextFire ? <TimeText time={schedule.nextFire} /> : t('list.wouldFire')}
          <span className="visually-hidden">{t('list.showFires', { name: schedule.workflowName })}</span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>{opened && <Fires projectCode={projectCode} schedule={schedule} />}</Popover.Dropdown>
    </Popover>
  );
}

function Fires({ projectCode, schedule }: { projectCode: string; schedule: Schedule }) {
  const preview = usePreview(projectCode, schedule.workflowCode, undefined, 10);
  return <FirePreview preview={preview} zone={schedule.timezoneId ?? 'UTC'} />;
}
