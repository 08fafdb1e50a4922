import { Alert, Button, Group, Select, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem } from '@/api/client';
import { useSchedules, useWorkflows } from '@/api/queries';
import type { Schedule } from '@/api/types';
import { usePreferences } from '@/app/preferences';
import { useRights } from '@/app/session';
import { ErrorState, FormDrawer, HelpText, LoadingState, notifyDone } from '@/ui';
import { usePreview, useSchedule, useScheduleCommands } from './api';
import { CronField } from './CronField';
import { draftOf, instantOf, type ScheduleDraft } from './draft';
import { FirePreview } from './FirePreview';
import { ScheduleFields } from './ScheduleFields';
import classes from './schedules.module.css';
import { zoneNames } from './zones';

export interface ScheduledWorkflow {
  code: string;
  name: string;
}

interface Props {
  projectCode: string;
  /** Whose schedule; none: it is chosen among the workflows that have none. */
  workflow?: ScheduledWorkflow | undefined;
  opened: boolean;
  onClose: () => void;
}

/** Makes or changes the schedule of a workflow. */
export function ScheduleDrawer({ projectCode, workflow, opened, onClose }: Props) {
  const [chosen, setChosen] = useState<ScheduledWorkflow>();
  const of = workflow ?? chosen;
  const schedule = useSchedule(projectCode, opened ? of?.code : undefined);
  const { t } = useTranslation('schedules');
  const close = () => {
    setChosen(undefined);
    onClose();
  };
  const picker = workflow ? null : <WorkflowPicker projectCode={projectCode} value={chosen} onChange={setChosen} />;
  if (of && opened && schedule.data !== undefined) {
    return (
      <Form key={`${of.code} ${schedule.data?.revision ?? 0}`} projectCode={projectCode} workflow={of} schedule={schedule.data} opened={opened} onClose={close} reload={() => void schedule.refetch()}>
        {picker}
      </Form>
    );
  }
  return (
    <FormDrawer title={of ? t('drawer.title', { name: of.name }) : t('drawer.new')} opened={opened} onClose={close} onSubmit={() => undefined} dirty={false} reason={t('drawer.notYet')} size={560}>
      {picker}
      {of && (schedule.error ? <ErrorState error={schedule.error} onRetry={() => void schedule.refetch()} /> : <LoadingState rows={8} />)}
    </FormDrawer>
  );
}

function WorkflowPicker({ projectCode, value, onChange }: { projectCode: string; value: ScheduledWorkflow | undefined; onChange: (workflow: ScheduledWorkflow | undefined) => void }) {
  const { t } = useTranslation('schedules');
  const workflows = useWorkflows(projectCode);
  const schedules = useSchedules(projectCode);
  const taken = new Set(schedules.data?.map((schedule) => schedule.workflowCode));
  const free = (workflows.rows ?? []).filter((workflow) => !taken.has(workflow.code));
  return (
    <Select
      label={t('field.workflow')}
      required
      searchable
      data={free.map((workflow) => ({ value: workflow.code, label: workflow.name }))}
      value={value?.code ?? null}
      onChange={(code) => onChange(free.find((workflow) => workflow.code === code))}
      onSearchChange={() => workflows.hasMore && workflows.loadMore()}
      nothingFoundMessage={t('field.noWorkflow')}
      data-autofocus
    />
  );
}

interface FormProps {
  projectCode: string;
  workflow: ScheduledWorkflow;
  schedule: Schedule | null;
  opened: boolean;
  onClose: () => void;
  reload: () => void;
  children: React.ReactNode;
}

function Form({ projectCode, workflow, schedule, opened, onClose, reload, children }: FormProps) {
  const { t } = useTranslation('schedules');
  const { shownZone } = usePreferences();
  const reason = useRights(projectCode).why('project.edit');
  const commands = useScheduleCommands(projectCode);
  const [first] = useState(() => draftOf(schedule, shownZone));
  const [draft, setDraft] = useState(first);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const change = (part: Partial<ScheduleDraft>) => setDraft((old) => ({ ...old, ...part }));
  const [asked] = useDebouncedValue(draft, 300);
  const preview = usePreview(projectCode, workflow.code, { crontab: asked.crontab, timezoneId: asked.timezoneId, startTime: instantOf(asked.start, asked.timezoneId), endTime: instantOf(asked.end, asked.timezoneId) });
  const told = isProblem(preview.error) ? preview.error : undefined;
  const problem = isProblem(error) ? error : undefined;
  const conflict = problem?.conflict && problem.type === 'conflict' && schedule !== null;

  const save = async (overwrite = false) => {
    setBusy(true);
    setError(undefined);
    try {
      const saved = await commands.save(workflow.code, draft, overwrite ? '*' : schedule?.revision);
      if (draft.online !== (saved.releaseState === 'ONLINE')) await commands.release(workflow.code, draft.online);
      await commands.refresh();
      notifyDone(t('drawer.saved', { name: workflow.name }));
      onClose();
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <FormDrawer title={t('drawer.title', { name: workflow.name })} opened={opened} onClose={onClose} onSubmit={() => void save()} dirty={JSON.stringify(draft) !== JSON.stringify(first)} busy={busy} error={conflict ? undefined : error} reason={reason} size={560}>
      {children}
      {conflict && (
        <Alert title={t('common:conflict.title')} color="yellow" variant="light">
          <Stack gap="xs">
            <Text size="sm">{problem?.detail}</Text>
            <Group gap="xs">
              <Button size="xs" onClick={() => void save(true)}>
                {t('common:conflict.overwrite')}
              </Button>
              <Button size="xs" variant="default" onClick={reload}>
                {t('common:conflict.reload')}
              </Button>
            </Group>
          </Stack>
        </Alert>
      )}
      <CronField value={draft.crontab} onChange={(crontab) => change({ crontab })} error={told?.at('query.crontab') ?? problem?.at('$.crontab')} readOnly={reason !== undefined} />
      <Select
        label={<HelpText label={t('field.timezone')} name="timezoneId" help={t('help.timezone')} />}
        data={zoneNames(shownZone)}
        value={draft.timezoneId}
        onChange={(timezoneId) => timezoneId && change({ timezoneId })}
        searchable
        allowDeselect={false}
        limit={100}
        readOnly={reason !== undefined}
        error={told?.at('query.timezoneId') ?? problem?.at('$.timezoneId')}
      />
      <div className={classes.box}>
        <Text size="sm" fw={600} mb={4}>
          {t('preview.title')}
        </Text>
        <FirePreview preview={preview} zone={asked.timezoneId} />
      </div>
      <ScheduleFields projectCode={projectCode} draft={draft} change={change} problem={problem} readOnly={reason !== undefined} />
    </FormDrawer>
  );
}
