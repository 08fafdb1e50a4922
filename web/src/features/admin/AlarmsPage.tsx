import { Button, Drawer, Group, Select, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { BellRing, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '@/api/client';
import { usePages } from '@/api/pages';
import { useRights } from '@/app/session';
import { Denied, IconAction } from '@/features/crud';
import { DataTable, EmptyState, notifyDone, notifyError, PagedTable, PageHeader, RightButton, StateBadge, TimeText, type Column } from '@/ui';
import { alarmsAlone, worstState, type DeliveryState } from './alarms';
import type { Alarm } from './types';

const alarmsKey = ['alarms'] as const;
const states: DeliveryState[] = ['failed', 'waiting', 'sending', 'sent'];

function useRetry() {
  const { t } = useTranslation('admin');
  const client = useQueryClient();
  return async (alarm: Alarm) => {
    try {
      const { deliveries } = await ok(api.POST('/alarms/{alarmCode}/retry', { params: { path: { alarmCode: alarm.code } } }));
      await client.invalidateQueries({ queryKey: alarmsKey });
      notifyDone(t('alarms.retried', { count: deliveries }));
    } catch (error) {
      notifyError(error);
    }
  };
}

export default function AlarmsPage() {
  const { t } = useTranslation('admin');
  const { can, why } = useRights();
  const retry = useRetry();
  const [state, setState] = useState<string>('');
  const [shown, setShown] = useState<{ code?: string; opened: boolean }>({ opened: false });
  const pages = usePages<Alarm>(alarmsKey, (cursor, signal) => ok(api.GET('/alarms', { params: { query: { limit: 100, ...(cursor && { cursor }) } }, signal })), { enabled: can('alarms.read'), refetchInterval: 10_000 });
  const rows = pages.rows && alarmsAlone(pages.rows, state);
  const alarm = pages.rows?.find((each) => each.code === shown.code);
  const whyNot = why('alarms.operate');
  const columns: Column<Alarm>[] = [
    { id: 'created', header: t('field.when'), width: 150, cell: (row) => <TimeText time={row.created} relative /> },
    { id: 'kind', header: t('alarms.kind'), nowrap: true, cell: (row) => <Text size="sm">{t(`kind.${row.kind}`, { defaultValue: row.kind })}</Text> },
    { id: 'title', header: t('alarms.what'), fill: true, cell: (row) => <Text size="sm" fw={550} truncate title={row.title}>{row.title}</Text> },
    { id: 'group', header: t('alarms.group'), nowrap: true, hideBelow: 1100, cell: (row) => row.groupName },
    { id: 'state', header: t('alarms.deliveries'), nowrap: true, cell: (row) => <DeliverySummary alarm={row} /> },
    {
      id: 'retry',
      header: t('common:field.actions'),
      headerHidden: true,
      width: 56,
      align: 'right',
      cell: (row) => worstState(row) === 'failed' && <IconAction icon={RotateCw} label={t('alarms.retry')} reason={whyNot} onClick={() => void retry(row)} />,
    },
  ];
  const more = pages.hasMore && (
    <Button variant="default" loading={pages.loadingMore} onClick={pages.loadMore}>
      {t('common:table.more')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('alarms.title')} description={t('alarms.intro')} />
      <Group mb="sm">
        <Select
          aria-label={t('alarms.filter')}
          w={220}
          value={state}
          onChange={(next) => setState(next ?? '')}
          allowDeselect={false}
          data={[{ value: '', label: t('alarms.all') }, ...states.map((each) => ({ value: each, label: t(`alarms.with.${each}`) }))]}
        />
      </Group>
      {can('alarms.read') ? (
        <PagedTable
          label={t('alarms.title')}
          columns={columns}
          pages={{ ...pages, rows }}
          rowKey={(row) => row.code}
          onRow={(row) => setShown({ code: row.code, opened: true })}
          empty={state ? <EmptyState icon={BellRing} title={t('alarms.noneSuch')} text={pages.hasMore ? t('alarms.noneSuchText', { count: pages.rows?.length ?? 0 }) : undefined} action={more} /> : <EmptyState icon={BellRing} title={t('alarms.none')} text={t('alarms.noneText')} />}
        />
      ) : (
        <Denied icon={BellRing} reason={why('alarms.read')} />
      )}
      <Drawer opened={shown.opened && alarm !== undefined} onClose={() => setShown((old) => ({ ...old, opened: false }))} title={alarm?.title} size={620} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
        {alarm && <AlarmDetails alarm={alarm} reason={whyNot} onRetry={() => void retry(alarm)} />}
      </Drawer>
    </>
  );
}

function DeliverySummary({ alarm }: { alarm: Alarm }) {
  const { t } = useTranslation('admin');
  const worst = worstState(alarm);
  if (!worst) return <Text size="sm" c="dimmed">{t('alarms.nobody')}</Text>;
  const others = alarm.deliveries.length;
  return (
    <Group gap={8} wrap="nowrap">
      <StateBadge state={worst} />
      {others > 1 && <Text size="xs" c="dimmed">{t('alarms.ofChannels', { count: alarm.deliveries.filter((each) => each.state === worst).length, all: others })}</Text>}
    </Group>
  );
}

function AlarmDetails({ alarm, reason, onRetry }: { alarm: Alarm; reason: string | undefined; onRetry: () => void }) {
  const { t } = useTranslation('admin');
  type Delivery = Alarm['deliveries'][number];
  const fields: Column<Alarm['fields'][number]>[] = [
    { id: 'name', header: t('common:field.name'), width: 140, cell: (row) => <Text size="sm" c="dimmed">{row.name}</Text> },
    { id: 'value', header: t('common:field.value'), cell: (row) => <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{row.value}</Text> },
  ];
  const deliveries: Column<Delivery>[] = [
    { id: 'channel', header: t('alarms.channel'), nowrap: true, cell: (row) => <Text size="sm" fw={550}>{row.channelName}</Text> },
    { id: 'state', header: t('common:field.state'), width: 120, cell: (row) => <StateBadge state={row.state} /> },
    { id: 'attempts', header: t('alarms.attempts'), width: 80, align: 'right', cell: (row) => row.attempts },
    { id: 'next', header: t('alarms.next'), width: 140, cell: (row) => <TimeText time={row.nextAttempt ?? row.ended} relative /> },
  ];
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t(`kind.${alarm.kind}`, { defaultValue: alarm.kind })} · {alarm.groupName} · <TimeText time={alarm.created} />
      </Text>
      <DataTable label={t('alarms.fields')} columns={fields} rows={alarm.fields} rowKey={(row) => `${row.name}=${row.value}`} empty={<EmptyState title={t('alarms.noFields')} />} />
      <DataTable label={t('alarms.deliveries')} columns={deliveries} rows={alarm.deliveries} rowKey={(row) => row.channelName} empty={<EmptyState title={t('alarms.nobody')} text={t('alarms.nobodyText')} />} />
      {alarm.deliveries
        .filter((each) => each.lastError)
        .map((each) => (
          <div key={each.channelName}>
            <Text size="xs" c="dimmed">
              {t('alarms.lastError', { channel: each.channelName })}
            </Text>
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {each.lastError}
            </Text>
          </div>
        ))}
      {worstState(alarm) === 'failed' && (
        <Group>
          <RightButton leftSection={<RotateCw size={15} aria-hidden />} reason={reason} onClick={onRetry}>
            {t('alarms.retry')}
          </RightButton>
        </Group>
      )}
    </Stack>
  );
}
