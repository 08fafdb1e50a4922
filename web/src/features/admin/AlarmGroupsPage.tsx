import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Megaphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '@/api/client';
import { keys, useAlarmGroups } from '@/api/queries';
import type { AlarmGroup } from '@/api/types';
import { useRights } from '@/app/session';
import { CrudPage, Tag } from '@/features/crud';
import type { Column } from '@/ui';
import { AlarmGroupForm } from './AlarmGroupForm';
import { channelsKey } from './ChannelForm';

export default function AlarmGroupsPage() {
  const { t } = useTranslation('admin');
  const { why } = useRights();
  const query = useAlarmGroups();
  const channels = useQuery({ queryKey: channelsKey, queryFn: async ({ signal }) => (await ok(api.GET('/alarm-channels', { signal }))).items });
  const columns: Column<AlarmGroup>[] = [
    { id: 'name', header: t('common:field.name'), nowrap: true, sortBy: (row) => row.name, cell: (row) => <Text size="sm" fw={550}>{row.name}</Text> },
    {
      id: 'channels',
      header: t('groups.channels'),
      cell: (row) => (row.channels.length === 0 ? <Text size="sm" c="var(--tone-warning-fg)">{t('groups.noChannel')}</Text> : <Group gap={4}>{row.channels.map((name) => <Tag key={name}>{name}</Tag>)}</Group>),
    },
    { id: 'language', header: t('groups.language'), width: 120, sortBy: (row) => row.language, cell: (row) => t(`language.${row.language}`) },
    { id: 'templates', header: t('groups.templates'), width: 130, cell: (row) => <Text size="sm" c="dimmed">{t('groups.templateCount', { count: Object.keys(row.templates ?? {}).length })}</Text> },
    { id: 'description', header: t('common:field.description'), fill: true, cell: (row) => <Text size="sm" c="dimmed" truncate>{row.description}</Text> },
  ];
  return (
    <CrudPage
      title={t('groups.title')}
      intro={t('groups.intro')}
      query={query}
      columns={columns}
      rowKey={(row) => row.code}
      nameOf={(row) => row.name}
      textOf={(row) => `${row.channels.join(' ')} ${row.description}`}
      sort={{ id: 'name' }}
      reason={why('shared.edit')}
      icon={Megaphone}
      createLabel={t('groups.create')}
      empty={{ title: t('groups.none'), text: t('groups.noneText') }}
      form={(props) => <AlarmGroupForm {...props} channels={(channels.data ?? []).map((channel) => channel.name)} />}
      removal={(row) => ({
        text: t('groups.deleteText'),
        refresh: keys.alarmGroups,
        run: () => ok(api.DELETE('/alarm-groups/{groupName}', { params: { path: { groupName: row.name } } })),
      })}
    />
  );
}
