import { Skeleton, Stack, Text, UnstyledButton } from '@mantine/core';
import { ArrowRight } from 'lucide-react';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemList } from '@/ui';
import { useMappingPreview, type PreviewTable } from '../../api';
import { Unavailable } from './Unavailable';
import classes from './MappingEditor.module.css';

interface Props {
  connection: string;
  source: string;
  target: string;
  text: string;
  /** Why there is nothing to ask for. */
  reason?: string | undefined;
}

/** What the rules take and what it is called on the target, as the service itself works it out. */
export function PreviewPane({ connection, source, target, text, reason }: Props) {
  const { t } = useTranslation('node-forms');
  const preview = useMappingPreview(connection, source, target, text, reason === undefined);
  if (reason !== undefined) return <Hint text={reason} />;
  if (preview.isPending) return <Skeleton height={160} aria-label={t('loading')} />;
  if (preview.error) return <Unavailable text={t('preview.unavailable')} error={preview.error} onRetry={() => void preview.refetch()} />;
  const { tables, problems, truncated, selected } = preview.data;
  return (
    <Stack gap="xs" h="100%" mih={0} style={{ opacity: preview.isPlaceholderData ? 0.6 : 1 }}>
      {problems.length > 0 && <ProblemList problems={problems} />}
      <Text size="xs" c="dimmed" role="status">
        {t('preview.count', { count: selected ?? tables.length })}
        {truncated && ` · ${t('preview.truncated', { count: tables.length })}`}
      </Text>
      {tables.length > 0 && (
        <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('preview.title')}>
          <table className={classes.preview}>
            <thead>
              <tr>
                <th scope="col">{t('preview.source')}</th>
                <th scope="col">{t('preview.target')}</th>
                <th scope="col">{t('preview.columns')}</th>
              </tr>
            </thead>
            <tbody>
              {tables.map((table) => (
                <PreviewRow key={`${table.schema}.${table.table}`} table={table} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Stack>
  );
}

function Hint({ text }: { text: string }) {
  return (
    <Text size="sm" c="dimmed">
      {text}
    </Text>
  );
}

function Changed({ from, to }: { from: string; to: string }) {
  return <span className={from === to ? undefined : classes.changed}>{to}</span>;
}

function PreviewRow({ table }: { table: PreviewTable }) {
  const { t } = useTranslation('node-forms');
  const [opened, setOpened] = useState(false);
  const columns = table.columns ?? [];
  const gone = columns.filter((column) => column.excluded || column.targetName === '').length;
  const renamed = columns.filter((column) => column.targetName !== '' && column.targetName !== column.name).length;
  return (
    <>
      <tr>
        <td>
          {table.schema}.{table.table}
        </td>
        <td>
          <Changed from={table.schema} to={table.targetSchema} />.<Changed from={table.table} to={table.targetTable} />
        </td>
        <td>
          <UnstyledButton fz="xs" aria-expanded={opened} onClick={() => setOpened(!opened)} style={{ textDecoration: 'underline dotted' }}>
            {columns.length}
            {renamed > 0 && ` · ${t('preview.renamed', { count: renamed })}`}
            {gone > 0 && ` · ${t('preview.gone', { count: gone })}`}
          </UnstyledButton>
        </td>
      </tr>
      {opened && (
        <tr>
          <td colSpan={3}>
            {columns.map((column, index) => (
              <Fragment key={column.name}>
                {index > 0 && ', '}
                {column.excluded || column.targetName === '' ? (
                  <span className={classes.gone}>{column.name}</span>
                ) : column.targetName === column.name ? (
                  column.name
                ) : (
                  <span className={classes.changed}>
                    {column.name} <ArrowRight size={11} aria-label="→" /> {column.targetName}
                  </span>
                )}
              </Fragment>
            ))}
          </td>
        </tr>
      )}
    </>
  );
}
