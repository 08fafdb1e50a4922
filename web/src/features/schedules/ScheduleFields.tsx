import { Group, Input, SegmentedControl, Select, Stack, Switch } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import '@mantine/dates/styles.css';
import { useTranslation } from 'react-i18next';
import { useAlarmGroups, useEnvironments, useWorkerGroups } from '@/api/queries';
import type { ApiProblem } from '@/api/problem';
import { HelpText, KeyValueRows } from '@/ui';
import { withRows, type ScheduleDraft } from './draft';

interface Props {
  projectCode: string;
  draft: ScheduleDraft;
  change: (part: Partial<ScheduleDraft>) => void;
  problem: ApiProblem | undefined;
  readOnly: boolean;
}

const priorities = ['HIGHEST', 'HIGH', 'MEDIUM', 'LOW', 'LOWEST'] as const;
const missed = ['RUN_ALL', 'RUN_LAST', 'SKIP'] as const;
const notices = ['NONE', 'SUCCESS', 'FAILURE', 'ALL'] as const;

/** What belongs to a schedule beside its times. */
export function ScheduleFields({ projectCode, draft, change, problem, readOnly }: Props) {
  const { t } = useTranslation('schedules');
  const workerGroups = useWorkerGroups();
  const environments = useEnvironments(projectCode);
  const alarmGroups = useAlarmGroups();
  const names = (list: readonly { name: string }[] | undefined, own: string) => [...new Set([...(own ? [own] : []), ...(list ?? []).map((item) => item.name)])];
  return (
    <>
      <Group grow align="flex-start">
        {(['start', 'end'] as const).map((field) => (
          <DateTimePicker
            key={field}
            size="sm"
            label={<HelpText label={t(`field.${field}`)} name={`${field}Time`} help={t(`help.${field}`)} />}
            value={draft[field] || null}
            onChange={(value) => change({ [field]: value ?? '' })}
            valueFormat="YYYY-MM-DD HH:mm:ss"
            withSeconds
            clearable
            readOnly={readOnly}
            error={problem?.at(`$.${field}Time`)}
            clearButtonProps={{ 'aria-label': t('action.clearTime') }}
          />
        ))}
      </Group>
      <Choice label={t('field.failureStrategy')} name="failureStrategy" help={t('help.failureStrategy')}>
        <SegmentedControl fullWidth readOnly={readOnly} value={draft.failureStrategy} onChange={(value) => change({ failureStrategy: value as ScheduleDraft['failureStrategy'] })} aria-label={t('field.failureStrategy')} data={(['CONTINUE', 'END'] as const).map((value) => ({ value, label: t(`failureStrategy.${value}`) }))} />
      </Choice>
      <Choice label={t('field.missedFires')} name="missedFires" help={t('help.missedFires')}>
        <SegmentedControl fullWidth readOnly={readOnly} value={draft.missedFires} onChange={(value) => change({ missedFires: value as ScheduleDraft['missedFires'] })} aria-label={t('field.missedFires')} data={missed.map((value) => ({ value, label: t(`missedFires.${value}`) }))} />
      </Choice>
      <Group grow align="flex-start">
        <Select label={<HelpText label={t('field.priority')} name="priority" />} data={priorities.map((value) => ({ value, label: t(`priority.${value}`) }))} value={draft.priority} onChange={(value) => change({ priority: priorities.find((one) => one === value) ?? 'MEDIUM' })} allowDeselect={false} readOnly={readOnly} />
        <Select label={<HelpText label={t('field.workerGroup')} name="workerGroup" help={t('help.workerGroup')} />} data={names(workerGroups.data, draft.workerGroup)} value={draft.workerGroup || null} onChange={(value) => change({ workerGroup: value ?? '' })} searchable readOnly={readOnly} error={problem?.at('$.workerGroup')} />
      </Group>
      <Group grow align="flex-start">
        <Select label={<HelpText label={t('field.environment')} name="environment" />} data={names(environments.data, draft.environment)} value={draft.environment || null} onChange={(value) => change({ environment: value ?? '' })} placeholder={t('field.none')} clearable clearButtonProps={{ 'aria-label': t('action.clearEnvironment') }} searchable readOnly={readOnly} error={problem?.at('$.environment')} />
        <Select label={<HelpText label={t('field.notify')} name="notify" help={t('help.notify')} />} data={notices.map((value) => ({ value, label: t(`notify.${value}`) }))} value={draft.notify} onChange={(value) => change({ notify: notices.find((one) => one === value) ?? 'NONE' })} allowDeselect={false} readOnly={readOnly} />
      </Group>
      {draft.notify !== 'NONE' && (
        <Select label={<HelpText label={t('field.alarmGroup')} name="alarmGroup" />} data={names(alarmGroups.data, draft.alarmGroup)} value={draft.alarmGroup || null} onChange={(value) => change({ alarmGroup: value ?? '' })} searchable required readOnly={readOnly} error={problem?.at('$.alarmGroup')} />
      )}
      <KeyValueRows
        label={t('field.startParams')}
        rows={draft.startParams.map(({ prop, value }) => ({ key: prop, value }))}
        onChange={(rows) => change({ startParams: withRows(draft.startParams, rows) })}
        addLabel={t('action.addParameter')}
        errorAt={(index) => problem?.at(`$.startParams[${index}].prop`) ?? problem?.at(`$.startParams[${index}].value`)}
        readOnly={readOnly}
      />
      <Switch label={t('field.online')} description={t('help.online')} checked={draft.online} onChange={(event) => change({ online: event.currentTarget.checked })} disabled={readOnly} />
    </>
  );
}

function Choice({ label, name, help, children }: { label: string; name: string; help: string; children: React.ReactNode }) {
  return (
    <Stack gap={4}>
      <Input.Label labelElement="div">
        <HelpText label={label} name={name} help={help} />
      </Input.Label>
      {children}
    </Stack>
  );
}
