import { Code, Select, Text, TextInput } from '@mantine/core';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '@/api/client';
import { CrudDrawer, CrudPage, ShownOnce, useCrudForm, Tag, type FormProps } from '@/features/crud';
import { TimeText, useNow, type Column } from '@/ui';
import { useQuery } from '@tanstack/react-query';
import type { ApiToken } from './types';

const tokensKey = ['me', 'tokens'] as const;
const scopes = ['read', 'operate', 'admin'] as const;
const lifetimes = ['7', '30', '90', '365', ''] as const;

/** One's own API tokens. */
export function TokenList() {
  const { t } = useTranslation('admin');
  const now = useNow(60_000);
  const [made, setMade] = useState<{ name: string; token: string }>();
  const query = useQuery({ queryKey: tokensKey, queryFn: async ({ signal }) => (await ok(api.GET('/me/tokens', { signal }))).items });
  const columns: Column<ApiToken>[] = [
    { id: 'name', header: t('tokens.for'), fill: true, sortBy: (row) => row.name, cell: (row) => <Text size="sm" fw={550} truncate>{row.name}</Text> },
    { id: 'scope', header: t('tokens.scope'), width: 130, sortBy: (row) => scopes.indexOf(row.scope), cell: (row) => <Tag>{t(`tokens.scope.${row.scope}`)}</Tag> },
    { id: 'created', header: t('field.created'), width: 150, hideBelow: 1100, sortBy: (row) => row.created, cell: (row) => <TimeText time={row.created} relative /> },
    { id: 'used', header: t('tokens.used'), width: 150, sortBy: (row) => row.lastUsed, cell: (row) => (row.lastUsed ? <TimeText time={row.lastUsed} relative /> : <Text size="sm" c="dimmed">{t('tokens.never')}</Text>) },
    {
      id: 'expires',
      header: t('tokens.expires'),
      width: 150,
      sortBy: (row) => row.expires,
      cell: (row) => (!row.expires ? <Text size="sm" c="dimmed">{t('tokens.noEnd')}</Text> : Date.parse(row.expires) < now ? <Text size="sm" c="var(--tone-danger-fg)">{t('tokens.expired')}</Text> : <TimeText time={row.expires} relative />),
    },
  ];
  return (
    <CrudPage
      title={t('tokens.title')}
      part="section"
      intro={t('tokens.intro')}
      query={query}
      columns={columns}
      rowKey={(row) => row.code}
      nameOf={(row) => row.name}
      reason={undefined}
      icon={KeyRound}
      createLabel={t('tokens.create')}
      empty={{ title: t('tokens.none'), text: t('tokens.noneText') }}
      filters={made && <div style={{ flexBasis: '100%' }}><ShownOnce title={t('tokens.made', { name: made.name })} secrets={[{ label: t('tokens.token'), text: made.token }]}><Text size="xs" c="dimmed">{t('tokens.use')} <Code>Authorization: Bearer dmsn_…</Code></Text></ShownOnce></div>}
      form={(props) => <TokenForm {...props} onMade={setMade} />}
      editable={false}
      removal={(row) => ({
        text: t('tokens.deleteText'),
        refresh: tokensKey,
        run: () => ok(api.DELETE('/me/tokens/{tokenCode}', { params: { path: { tokenCode: row.code } } })),
      })}
    />
  );
}

function TokenForm({ opened, onClose, onMade }: FormProps<ApiToken> & { onMade: (made: { name: string; token: string }) => void }) {
  const { t } = useTranslation('admin');
  const form = useCrudForm({
    row: undefined,
    valuesOf: () => ({ name: '', scope: 'read' as (typeof scopes)[number], days: '90' }),
    save: async ({ name, scope, days }) => {
      const expires = days && new Date(Date.now() + Number(days) * 86_400_000).toISOString();
      const { token } = await ok(api.POST('/me/tokens', { body: { name: name.trim(), scope, ...(expires && { expires }) } }));
      onMade({ name: name.trim(), token });
    },
    refresh: tokensKey,
    done: ({ name }) => t('tokens.made', { name }),
    onClose,
  });
  const { scope, days } = form.values;
  return (
    <CrudDrawer form={form} opened={opened} title={t('tokens.create')} reason={form.values.name.trim() ? undefined : t('tokens.nameNeeded')} size={420}>
      <TextInput label={t('tokens.for')} placeholder={t('tokens.forExample')} {...form.text('name')} maxLength={100} required data-autofocus />
      <Select label={t('tokens.scope')} description={t(`tokens.scopeHelp.${scope}`)} data={scopes.map((each) => ({ value: each, label: t(`tokens.scope.${each}`) }))} value={scope} onChange={(next) => next && form.set({ scope: next as typeof scope })} allowDeselect={false} />
      <Select label={t('tokens.expires')} data={lifetimes.map((each) => ({ value: each, label: each ? t('tokens.days', { count: Number(each) }) : t('tokens.noEnd') }))} value={days} onChange={(next) => form.set({ days: next ?? '' })} allowDeselect={false} error={form.errorAt('$.expires')} />
    </CrudDrawer>
  );
}
