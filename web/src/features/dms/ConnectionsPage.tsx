import { ActionIcon, Alert, Anchor, Text, Tooltip } from '@mantine/core';
import { Box, Cable, HardDrive, Plug, PlugZap } from 'lucide-react';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { callJson } from '@/api/client';
import { useRights } from '@/app/session';
import { CrudPage, IconAction, TestDialog, testFailure, Tag } from '@/features/crud';
import { ProblemList, type Column } from '@/ui';
import { connectionsKey, testConnection, useConnections, type Connection } from './api';
import { ConnectionForm } from './ConnectionForm';

const parts = [
  { path: 'endpoints', icon: Cable },
  { path: 'instances', icon: HardDrive },
  { path: 'tasks', icon: Box },
] as const;

const at = (row: Connection, part: string) => `/dms/${encodeURIComponent(row.name)}/${part}`;

export default function ConnectionsPage() {
  const { t } = useTranslation('dms');
  const { why } = useRights();
  const query = useConnections();
  const [testing, setTesting] = useState<{ name: string; opened: boolean }>({ name: '', opened: false });
  const columns: Column<Connection>[] = [
    {
      id: 'name',
      header: t('common:field.name'),
      sortBy: (row) => row.name,
      cell: (row) => (
        <Anchor component={Link} to={at(row, 'tasks')} size="sm" fw={550}>
          {row.name}
        </Anchor>
      ),
    },
    { id: 'kind', header: t('connections.kind'), sortBy: (row) => row.kind, cell: (row) => <Tag variant={row.kind === 'embedded' ? 'light' : 'default'}>{t(`connections.kind.${row.kind}`)}</Tag> },
    { id: 'region', header: t('connections.region'), sortBy: (row) => row.region, cell: (row) => row.region ?? '–' },
    { id: 'keys', header: t('connections.keys'), hideBelow: 1100, cell: (row) => <Text size="sm" c="dimmed">{keysOf(row, t)}</Text> },
    {
      id: 'about',
      header: t('connections.about'),
      fill: true,
      cell: (row) => (
        <Text size="sm" c="dimmed" truncate title={row.endpoint}>
          {[row.kind === 'embedded' && row.source === 'server' ? t('connections.embeddedText') : row.description, row.endpoint].filter(Boolean).join(' · ')}
        </Text>
      ),
    },
    {
      id: 'go',
      header: t('connections.go'),
      headerHidden: true,
      width: 116,
      cell: (row) => (
        <div style={{ display: 'flex', gap: 2 }}>
          {parts.map(({ path, icon: Icon }) => (
            <Tooltip key={path} label={t(`${path}.title`)}>
              <ActionIcon component={Link} to={at(row, path)} aria-label={t('connections.to', { part: t(`${path}.title`), name: row.name })}>
                <Icon size={16} aria-hidden />
              </ActionIcon>
            </Tooltip>
          ))}
        </div>
      ),
    },
  ];
  const problems = query.data?.problems ?? [];
  return (
    <>
      <CrudPage
        title={t('connections.title')}
        intro={t('connections.intro')}
        query={{ ...query, data: query.data?.items }}
        columns={columns}
        rowKey={(row) => row.name}
        nameOf={(row) => row.name}
        textOf={(row) => `${row.region ?? ''} ${row.endpoint ?? ''} ${row.description}`}
        reason={why('shared.edit')}
        reasonOf={(row) => (row.readOnly ? t(row.source === 'file' ? 'connections.ofFile' : 'connections.ofServer') : undefined)}
        icon={Plug}
        createLabel={t('connections.create')}
        empty={{ title: t('connections.none') }}
        form={(props) => <ConnectionForm {...props} />}
        removal={(row) => ({ text: t('connections.deleteText'), refresh: connectionsKey, run: () => callJson('DELETE', `/connections/${encodeURIComponent(row.name)}`) })}
        actionCount={1}
        actions={(row) => <IconAction icon={PlugZap} label={t('connections.test', { name: row.name })} reason={why('dms.operate')} onClick={() => setTesting({ name: row.name, opened: true })} />}
      />
      {problems.length > 0 && (
        <Alert mt="md" variant="default" title={t('connections.fileProblem')}>
          <ProblemList problems={problems} />
        </Alert>
      )}
      <TestDialog
        title={t('connections.test', { name: testing.name })}
        opened={testing.opened}
        onClose={() => setTesting((old) => ({ ...old, opened: false }))}
        run={async () => {
          const result = await testConnection(testing.name);
          if (!result.ok) throw testFailure(result.message, result.hint, result.fault);
          return result.message;
        }}
      />
    </>
  );
}

function keysOf(row: Connection, t: TFunction<'dms'>): string {
  if (row.kind === 'embedded') return t('connections.keys.none');
  if (row.profile) return t('connections.keys.profile', { name: row.profile });
  if (row.accessKeyId) return row.accessKeyId;
  return t(row.hasSecret ? 'connections.keys.own' : 'connections.keys.server');
}
