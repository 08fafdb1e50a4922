import { Group, Select, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { FileClock } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '@/api/client';
import { usePages } from '@/api/pages';
import { usePreferences } from '@/app/preferences';
import { useRights } from '@/app/session';
import { Denied } from '@/features/crud';
import { momentOf } from '@/features/schedules/zones';
import { CopyText, EmptyState, PagedTable, PageHeader, SearchInput, TimeText, type Column } from '@/ui';
import type { AuditLine } from './types';

const spans = { hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000, month: 30 * 86_400_000 } as const;

export default function AuditPage() {
  const { t } = useTranslation('admin');
  const { can, why } = useRights();
  const { shownZone } = usePreferences();
  const [userName, setUserName] = useState('');
  const [operation, setOperation] = useState('');
  const [span, setSpan] = useState<string>('');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [wanted] = useDebouncedValue(operation.trim(), 300);
  // The moment is fixed when the span is chosen: else each page would ask for another list.
  const since = useMemo(() => (span in spans ? new Date(Date.now() - spans[span as keyof typeof spans]).toISOString() : span === 'own' && from ? dayStart(from, shownZone) : undefined), [span, from, shownZone]);
  const until = span === 'own' && to ? dayStart(to, shownZone, 1) : undefined;
  const filter = { ...(userName && { userName }), ...(wanted && { operation: wanted }), ...(since && { since }), ...(until && { until }) };
  const pages = usePages<AuditLine>(['audit', filter], (cursor, signal) => ok(api.GET('/audit', { params: { query: { ...filter, limit: 100, ...(cursor && { cursor }) } }, signal })), { enabled: can('audit.read') });
  const columns: Column<AuditLine>[] = [
    { id: 'at', header: t('field.when'), width: 170, cell: (row) => <TimeText time={row.at} /> },
    { id: 'user', header: t('audit.user'), nowrap: true, cell: (row) => <Text size="sm" fw={550}>{row.userName}</Text> },
    { id: 'operation', header: t('audit.operation'), nowrap: true, cell: (row) => <code>{row.operation}</code> },
    { id: 'object', header: t('audit.object'), fill: true, cell: (row) => <Text size="sm" truncate title={row.object}>{row.object}</Text> },
    { id: 'status', header: t('audit.status'), width: 80, align: 'right', cell: (row) => <Status status={row.status} /> },
    { id: 'peer', header: t('audit.peer'), width: 130, hideBelow: 1100, cell: (row) => <Text size="xs" ff="monospace">{row.peer}</Text> },
    { id: 'request', header: t('audit.request'), width: 170, hideBelow: 1280, cell: (row) => <CopyText text={row.requestId} shown={row.requestId.slice(0, 13)} mono /> },
  ];
  const filtered = Object.keys(filter).length > 0;
  const head = <PageHeader title={t('audit.title')} description={t('audit.intro')} />;
  if (!can('audit.read')) {
    return (
      <>
        {head}
        <Denied icon={FileClock} reason={why('audit.read')} />
      </>
    );
  }
  return (
    <>
      {head}
      <Group mb="sm" gap="sm">
        <SearchInput value={userName} onChange={setUserName} label={t('audit.byUser')} width={200} />
        <TextInput aria-label={t('audit.byOperation')} placeholder={t('audit.byOperation')} w={220} value={operation} onChange={(event) => setOperation(event.currentTarget.value)} />
        <Select
          aria-label={t('audit.span')}
          w={170}
          allowDeselect={false}
          value={span}
          onChange={(next) => setSpan(next ?? '')}
          data={['', ...Object.keys(spans), 'own'].map((each) => ({ value: each, label: t(`audit.span.${each || 'all'}`) }))}
        />
        {span === 'own' && (
          <>
            <TextInput type="date" aria-label={t('audit.from')} value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
            <TextInput type="date" aria-label={t('audit.to')} value={to} onChange={(event) => setTo(event.currentTarget.value)} />
          </>
        )}
      </Group>
      <PagedTable label={t('audit.title')} columns={columns} pages={pages} rowKey={(row) => row.code} empty={<EmptyState icon={FileClock} title={t(filtered ? 'audit.noneSuch' : 'audit.none')} text={filtered ? t('audit.noneSuchText') : undefined} />} />
    </>
  );
}

/** When a day begins in a zone, or the one after it. */
function dayStart(day: string, zone: string, later = 0): string {
  const date = new Date(Date.parse(`${day}T00:00:00Z`) + later * 86_400_000).toISOString().slice(0, 10);
  return new Date(momentOf(date, zone)).toISOString();
}

function Status({ status }: { status: number }) {
  return (
    <Text component="span" size="sm" className="tabular" c={status >= 500 ? 'var(--tone-danger-fg)' : status >= 400 ? 'var(--tone-warning-fg)' : undefined}>
      {status}
    </Text>
  );
}
