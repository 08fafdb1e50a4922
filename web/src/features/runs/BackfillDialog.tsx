import { Button, Group, Input, Modal, NumberInput, SegmentedControl, Select, Stack, Switch, Text } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import '@mantine/dates/styles.css';
import { CalendarRange } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import { api, isProblem, ok, randomKey } from '@/api/client';
import { usePreferences } from '@/app/preferences';
import { useSchedule } from '@/features/schedules/api';
import { zoneNames } from '@/features/schedules/zones';
import { ErrorState, HelpText, KeyValueRows, LoadingState, notifyDone, type KeyValue } from '@/ui';
import { dayPlus, plannedDates, rangeOf } from './backfill';
import { BackfillDates } from './BackfillDates';

export interface BackfillWorkflow {
  code: string;
  name: string;
}

interface Props {
  projectCode: string;
  workflow: BackfillWorkflow;
  opened: boolean;
  onClose: () => void;
}

/** Runs a workflow for the schedule times of a range of days. */
export function BackfillDialog({ projectCode, workflow, opened, onClose }: Props) {
  const { t } = useTranslation('runs');
  return (
    <Modal opened={opened} onClose={onClose} title={t('backfill.title', { name: workflow.name })} size="lg" closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      {opened && <Form projectCode={projectCode} workflow={workflow} onClose={onClose} />}
    </Modal>
  );
}

function Form({ projectCode, workflow, onClose }: Omit<Props, 'opened'>) {
  const { t } = useTranslation('runs');
  const { shownZone } = usePreferences();
  const navigate = useNavigate();
  const schedule = useSchedule(projectCode, workflow.code);
  const today = new Date().toISOString().slice(0, 10);
  const [days, setDays] = useState<[string | null, string | null]>([dayPlus(today, -7), dayPlus(today, -1)]);
  const [ownZone, setOwnZone] = useState(shownZone);
  const [parallel, setParallel] = useState(false);
  const [width, setWidth] = useState(2);
  const [order, setOrder] = useState<'ASCENDING' | 'DESCENDING'>('ASCENDING');
  const [failureStrategy, setFailureStrategy] = useState<'CONTINUE' | 'END'>('CONTINUE');
  const [dryRun, setDryRun] = useState(false);
  const [parameters, setParameters] = useState<KeyValue[]>([]);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [key] = useState(randomKey);

  const crontab = schedule.data?.crontab;
  const zone = schedule.data ? (schedule.data.timezoneId ?? 'UTC') : ownZone;
  const [from, to] = days;
  const planned = useMemo(() => (from && to && schedule.data !== undefined ? plannedDates(from, to, zone, crontab, order === 'DESCENDING') : undefined), [from, to, zone, crontab, order, schedule.data]);
  const kept = planned?.dates.filter((date) => !left.has(date)) ?? [];
  const problem = isProblem(error) ? error : undefined;
  const reason = !from || !to ? t('backfill.needsDays') : planned?.dates.length === 0 ? t('backfill.noDates') : kept.length === 0 ? t('backfill.allLeft') : undefined;

  const start = async () => {
    if (reason !== undefined || !from || !to) return;
    setBusy(true);
    setError(undefined);
    const chosen = left.size > 0 && planned?.whole ? { dates: kept } : rangeOf(from, to, zone);
    try {
      const made = await ok(
        api.POST('/projects/{projectCode}/workflows/{workflowCode}/backfill', {
          params: { path: { projectCode, workflowCode: workflow.code }, header: { 'Idempotency-Key': key } },
          body: {
            ...chosen,
            order,
            parallelism: parallel ? width : 1,
            failureStrategy,
            dryRun,
            ...(!schedule.data && { timeZone: zone }),
            ...(parameters.length > 0 && { startParams: Object.fromEntries(parameters.filter((row) => row.key).map((row) => [row.key, row.value])) }),
          },
        }),
      );
      notifyDone(t('backfill.started', { count: made.dates }));
      onClose();
      void navigate(`/projects/${projectCode}/instances?backfill=${made.code}`);
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  };

  if (schedule.error) return <ErrorState error={schedule.error} onRetry={() => void schedule.refetch()} />;
  if (schedule.data === undefined) return <LoadingState />;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        void start();
      }}
    >
      <Stack gap="md">
        {error !== undefined && <ErrorState error={error} />}
        <Group grow align="flex-start">
          <DatePickerInput type="range" allowSingleDateInRange label={t('backfill.days')} data-autofocus value={days} onChange={(value) => { setDays(value); setLeft(new Set()); }} valueFormat="YYYY-MM-DD" required leftSection={<CalendarRange size={15} aria-hidden />} error={problem?.at('$.from') ?? problem?.at('$.to')} />
          {schedule.data ? (
            <div>
              <Input.Label labelElement="div">{t('backfill.bySchedule')}</Input.Label>
              <Text size="sm" ff="monospace" mt={6}>
                {schedule.data.crontab}
              </Text>
              <Text size="xs" c="dimmed">
                {zone}
              </Text>
            </div>
          ) : (
            <Select label={<HelpText label={t('backfill.zone')} name="timeZone" help={t('backfill.zoneHelp')} />} data={zoneNames(shownZone)} value={ownZone} onChange={(value) => value && setOwnZone(value)} searchable allowDeselect={false} limit={100} />
          )}
        </Group>
        <BackfillDates planned={planned} zone={zone} left={left} onLeft={setLeft} />
        <Group grow align="flex-start">
          <Stack gap={4}>
            <Input.Label labelElement="div">{t('backfill.mode')}</Input.Label>
            <Group gap="xs" wrap="nowrap">
              <SegmentedControl value={parallel ? 'parallel' : 'serial'} onChange={(value) => setParallel(value === 'parallel')} aria-label={t('backfill.mode')} data={[{ value: 'serial', label: t('backfill.serial') }, { value: 'parallel', label: t('backfill.parallel') }]} />
              {parallel && <NumberInput w={76} min={2} max={1000} value={width} onChange={(value) => setWidth(Number(value) || 2)} aria-label={t('backfill.width')} error={problem?.at('$.parallelism')} />}
            </Group>
          </Stack>
          <Stack gap={4}>
            <Input.Label labelElement="div">{t('backfill.order')}</Input.Label>
            <SegmentedControl value={order} onChange={(value) => setOrder(value === 'ASCENDING' ? 'ASCENDING' : 'DESCENDING')} aria-label={t('backfill.order')} data={[{ value: 'ASCENDING', label: t('backfill.oldest') }, { value: 'DESCENDING', label: t('backfill.newest') }]} />
          </Stack>
        </Group>
        <Stack gap={4}>
          <Input.Label labelElement="div">{t('fact.failureStrategy')}</Input.Label>
          <SegmentedControl value={failureStrategy} onChange={(value) => setFailureStrategy(value === 'END' ? 'END' : 'CONTINUE')} aria-label={t('fact.failureStrategy')} data={(['CONTINUE', 'END'] as const).map((value) => ({ value, label: t(`failureStrategy.${value}`) }))} />
        </Stack>
        <KeyValueRows label={t('backfill.parameters')} rows={parameters} onChange={setParameters} addLabel={t('backfill.addParameter')} />
        <Switch label={t('list.dryRun')} description={t('backfill.dryRunHelp')} checked={dryRun} onChange={(event) => setDryRun(event.currentTarget.checked)} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button type="submit" loading={busy} disabled={reason !== undefined} title={reason}>
            {planned?.whole ? t('backfill.startCount', { count: kept.length }) : t('backfill.start')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
