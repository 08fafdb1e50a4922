import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Mail, Send, UserCog, Webhook } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '@/api/client';
import { usePreferences } from '@/app/preferences';
import { useRights } from '@/app/session';
import { CrudPage, IconAction, TestDialog } from '@/features/crud';
import { TimeText, type Column } from '@/ui';
import { ChannelForm, channelsKey } from './ChannelForm';
import type { AlarmChannel } from './types';

export default function AlarmChannelsPage() {
  const { t } = useTranslation('admin');
  const { why } = useRights();
  const { language } = usePreferences();
  const [testing, setTesting] = useState<{ channel?: AlarmChannel; opened: boolean }>({ opened: false });
  const query = useQuery({ queryKey: channelsKey, queryFn: async ({ signal }) => (await ok(api.GET('/alarm-channels', { signal }))).items });
  const columns: Column<AlarmChannel>[] = [
    { id: 'name', header: t('common:field.name'), nowrap: true, sortBy: (row) => row.name, cell: (row) => <Text size="sm" fw={550}>{row.name}</Text> },
    {
      id: 'kind',
      header: t('channels.kind'),
      width: 150,
      sortBy: (row) => row.kind,
      cell: (row) => (
        <Text size="sm" style={{ display: 'flex', alignItems: 'center', gap: 6 }}>
          {row.kind === 'email' ? <Mail size={15} aria-hidden /> : <Webhook size={15} aria-hidden />}
          {t(`channels.${row.kind}`)}
        </Text>
      ),
    },
    { id: 'address', header: t('channels.address'), fill: true, sortBy: (row) => row.address, cell: (row) => <Text size="sm" truncate title={row.address}>{row.address}</Text> },
    { id: 'updated', header: t('common:field.updated'), width: 170, sortBy: (row) => row.updated, cell: (row) => <TimeText time={row.updated} /> },
  ];
  return (
    <CrudPage
      title={t('channels.title')}
      intro={t('channels.intro')}
      query={query}
      columns={columns}
      rowKey={(row) => row.code}
      nameOf={(row) => row.name}
      textOf={(row) => row.address}
      sort={{ id: 'name' }}
      reason={why('shared.edit')}
      icon={UserCog}
      createLabel={t('channels.create')}
      empty={{ title: t('channels.none'), text: t('channels.noneText') }}
      form={(props) => <ChannelForm {...props} />}
      removal={(row) => ({
        text: t('channels.deleteText'),
        refresh: channelsKey,
        run: () => ok(api.DELETE('/alarm-channels/{channelName}', { params: { path: { channelName: row.name } } })),
      })}
      actionCount={1}
      actions={(row) => <IconAction icon={Send} label={t('channels.test', { name: row.name })} reason={why('alarms.operate')} onClick={() => setTesting({ channel: row, opened: true })} />}
    >
      <TestDialog
        title={t('channels.test', { name: testing.channel?.name })}
        opened={testing.opened}
        onClose={() => setTesting((old) => ({ ...old, opened: false }))}
        run={async () => {
          await ok(api.POST('/alarm-channels/{channelName}/test', { params: { path: { channelName: testing.channel?.name ?? '' } }, body: { language } }));
          return t('channels.testSent', { address: testing.channel?.address });
        }}
      />
    </CrudPage>
  );
}
