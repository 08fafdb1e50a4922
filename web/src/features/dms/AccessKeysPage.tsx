import { Code, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { callJson } from '@/api/client';
import { useRights } from '@/app/session';
import { CrudDrawer, CrudPage, ShownOnce, useCrudForm, type FormProps } from '@/features/crud';
import { CopyText, TimeText, type Column } from '@/ui';
import type { AccessKey } from './api';

const keysKey = ['access-keys'] as const;
type NewKey = AccessKey & { secretAccessKey: string };

export default function AccessKeysPage() {
  const { t } = useTranslation('dms');
  const { can, why } = useRights();
  const [made, setMade] = useState<NewKey>();
  const query = useQuery({ queryKey: keysKey, queryFn: async ({ signal }) => (await callJson<{ items: AccessKey[] }>('GET', '/access-keys', undefined, { signal })).items, enabled: can('users.manage') });
  const columns: Column<AccessKey>[] = [
    { id: 'name', header: t('keys.for'), fill: true, sortBy: (row) => row.name, cell: (row) => <Text size="sm" fw={550} truncate>{row.name || '–'}</Text> },
    { id: 'id', header: t('keys.id'), sortBy: (row) => row.accessKeyId, cell: (row) => <CopyText text={row.accessKeyId} mono /> },
    { id: 'created', header: t('created'), sortBy: (row) => row.created, cell: (row) => <TimeText time={row.created} /> },
  ];
  return (
    <CrudPage
      title={t('keys.title')}
      crumbs={[{ label: t('connections.title'), to: '/dms' }]}
      intro={t('keys.intro')}
      query={query}
      columns={columns}
      rowKey={(row) => row.accessKeyId}
      nameOf={(row) => row.name || row.accessKeyId}
      textOf={(row) => row.accessKeyId}
      reason={why('users.manage')}
      icon={KeyRound}
      createLabel={t('keys.create')}
      denied={why('users.manage')}
      empty={{ title: t('keys.none'), text: t('keys.noneText') }}
      filters={made && <NewKeyNotice made={made} />}
      form={(props) => <KeyForm {...props} onMade={setMade} />}
      editable={false}
      removal={(row) => ({ text: t('keys.deleteText'), refresh: keysKey, run: () => callJson('DELETE', `/access-keys/${encodeURIComponent(row.accessKeyId)}`) })}
    />
  );
}

function NewKeyNotice({ made }: { made: NewKey }) {
  const { t } = useTranslation('dms');
  const lines = [`export AWS_ACCESS_KEY_ID=${made.accessKeyId}`, `export AWS_SECRET_ACCESS_KEY=${made.secretAccessKey}`, 'export AWS_DEFAULT_REGION=us-east-1', `aws --endpoint-url ${window.location.origin} dms describe-replication-instances`].join('\n');
  return (
    <div style={{ flexBasis: '100%' }}>
      <ShownOnce
        title={t('keys.made', { name: made.name || made.accessKeyId })}
        secrets={[
          { label: t('keys.id'), text: made.accessKeyId },
          { label: t('keys.secret'), text: made.secretAccessKey },
        ]}
      >
        <Text size="xs" c="dimmed" component="div">
          {t('keys.use')} <CopyText text={lines} shown="" />
        </Text>
        <Code block style={{ background: 'var(--surface-card)' }}>
          {lines}
        </Code>
      </ShownOnce>
    </div>
  );
}

function KeyForm({ opened, onClose, onMade }: FormProps<AccessKey> & { onMade: (made: NewKey) => void }) {
  const { t } = useTranslation('dms');
  const form = useCrudForm({
    row: undefined,
    valuesOf: () => ({ name: '' }),
    save: async ({ name }) => onMade(await callJson<NewKey>('POST', '/access-keys', { name: name.trim() })),
    refresh: keysKey,
    done: ({ name }) => t('saved', { name }),
    onClose,
  });
  return (
    <CrudDrawer form={form} opened={opened} title={t('keys.create')} size={420} reason={form.values.name.trim() ? undefined : t('keys.nameNeeded')}>
      <TextInput label={t('keys.for')} placeholder={t('keys.forExample')} {...form.text('name')} maxLength={100} required data-autofocus />
      <Text size="sm" c="dimmed">
        {t('keys.warning')}
      </Text>
    </CrudDrawer>
  );
}
