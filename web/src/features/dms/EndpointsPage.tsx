import { Select, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Cable, PlugZap } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router-dom';
import { useRights } from '@/app/session';
import { CrudPage, IconAction } from '@/features/crud';
import { StateBadge, type Column } from '@/ui';
import { callDms, dmsKey, refreshDms, useDmsList, useIsEmbedded, type Endpoint } from './api';
import { EndpointForm } from './EndpointForm';
import { EndpointTest } from './EndpointTest';
import { engineOf } from './endpoints';

export default function EndpointsPage() {
  const { connection = '' } = useParams();
  const { t } = useTranslation('dms');
  const { why } = useRights();
  const client = useQueryClient();
  const embedded = useIsEmbedded(connection);
  const query = useDmsList(connection, 'DescribeEndpoints');
  const tests = useDmsList(connection, 'DescribeConnections');
  const tasks = useDmsList(connection, 'DescribeReplicationTasks');
  const [type, setType] = useState('');
  const [testing, setTesting] = useState<{ endpoint?: Endpoint; opened: boolean }>({ opened: false });
  const rows = query.data?.filter((row) => !type || row.EndpointType.toLowerCase() === type);
  const usersOf = (endpoint: Endpoint) => (tasks.data ?? []).filter((task) => [task.SourceEndpointArn, task.TargetEndpointArn].includes(endpoint.EndpointArn)).map((task) => task.ReplicationTaskIdentifier);
  const columns: Column<Endpoint>[] = [
    { id: 'name', header: t('endpoints.identifier'), sortBy: (row) => row.EndpointIdentifier, cell: (row) => <Text size="sm" fw={550}>{row.EndpointIdentifier}</Text> },
    { id: 'type', header: t('endpoints.type'), sortBy: (row) => row.EndpointType.toLowerCase(), cell: (row) => t(row.EndpointType.toLowerCase() === 'target' ? 'endpoints.target' : 'endpoints.source') },
    { id: 'engine', header: t('endpoints.engine'), sortBy: (row) => row.EngineName, cell: (row) => row.EngineDisplayName ?? engineOf(row.EngineName).label },
    { id: 'server', header: t('endpoints.server'), fill: true, sortBy: (row) => row.ServerName, cell: (row) => <Text size="sm" truncate title={row.ServerName}>{row.ServerName ? `${row.ServerName}${row.Port ? `:${row.Port}` : ''}` : '–'}</Text> },
    { id: 'database', header: t('endpoints.database'), sortBy: (row) => row.DatabaseName, cell: (row) => <Text size="sm" truncate maw={170} title={row.DatabaseName}>{row.DatabaseName ?? '–'}</Text> },
    { id: 'ssl', header: t('endpoints.ssl'), hideBelow: 1280, cell: (row) => <Text size="sm" c="dimmed">{row.SslMode ?? 'none'}</Text> },
    { id: 'status', header: t('common:field.state'), hideBelow: 1100, sortBy: (row) => row.Status, cell: (row) => row.Status && <StateBadge state={row.Status} bare /> },
    {
      id: 'test',
      header: t('endpoints.lastTest'),
      cell: (row) => {
        const own = (tests.data ?? []).filter((each) => each.EndpointArn === row.EndpointArn);
        const shown = own.find((each) => each.Status === 'failed') ?? own[0];
        return shown?.Status ? <span title={shown.LastFailureMessage}><StateBadge state={shown.Status} bare /></span> : <Text size="sm" c="dimmed">{t('endpoints.notTested')}</Text>;
      },
    },
  ];
  return (
    <CrudPage
      title={t('endpoints.title')}
      crumbs={[{ label: t('connections.title'), to: '/dms' }, { label: connection }]}
      intro={t('endpoints.intro')}
      query={{ ...query, data: rows }}
      columns={columns}
      rowKey={(row) => row.EndpointArn}
      nameOf={(row) => row.EndpointIdentifier}
      textOf={(row) => `${row.EngineName} ${row.ServerName ?? ''} ${row.DatabaseName ?? ''}`}
      sort={{ id: 'name' }}
      reason={why('shared.edit')}
      icon={Cable}
      createLabel={t('endpoints.create')}
      empty={{ title: t('endpoints.none'), text: t('endpoints.noneText') }}
      filters={
        <Select
          aria-label={t('endpoints.type')}
          w={170}
          allowDeselect={false}
          value={type}
          onChange={(next) => setType(next ?? '')}
          data={[
            { value: '', label: t('endpoints.all') },
            { value: 'source', label: t('endpoints.source') },
            { value: 'target', label: t('endpoints.target') },
          ]}
        />
      }
      form={(props) => <EndpointForm {...props} connection={connection} embedded={embedded} onMade={(endpoint) => setTesting({ endpoint, opened: true })} />}
      removal={(row) => {
        const users = usersOf(row);
        return {
          text: users.length > 0 ? t('endpoints.deleteUsed', { count: users.length, names: users.slice(0, 8).join(', ') }) : t('endpoints.deleteText'),
          refresh: dmsKey(connection),
          run: () => callDms(connection, 'DeleteEndpoint', { EndpointArn: row.EndpointArn }),
        };
      }}
      actionCount={1}
      actions={(row) => <IconAction icon={PlugZap} label={t('endpoints.test', { name: row.EndpointIdentifier })} reason={why('dms.operate')} onClick={() => setTesting({ endpoint: row, opened: true })} />}
    >
      {testing.endpoint && (
        <EndpointTest
          key={testing.endpoint.EndpointArn}
          connection={connection}
          endpoint={testing.endpoint}
          opened={testing.opened}
          onClose={() => {
            setTesting((old) => ({ ...old, opened: false }));
            void refreshDms(client, connection);
          }}
        />
      )}
    </CrudPage>
  );
}
