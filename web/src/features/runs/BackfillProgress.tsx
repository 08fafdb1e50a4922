import { Alert, Group, Progress, Text } from '@mantine/core';
import { CalendarRange, Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useRights } from '@/app/session';
import { ConfirmAction, ErrorState, notifyDone, TimeText } from '@/ui';
import { useBackfill, useStopBackfill } from './api';

/** Above the instances of a backfill: how far it is, and a way to stop it. */
export function BackfillProgress({ projectCode, backfillCode }: { projectCode: string; backfillCode: string }) {
  const { t } = useTranslation('runs');
  const { why } = useRights(projectCode);
  const { data, error, refetch } = useBackfill(projectCode, backfillCode);
  const stop = useStopBackfill(projectCode);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  const left = data.count - data.started;
  return (
    <Alert variant="default" mb="sm" icon={<CalendarRange size={18} aria-hidden />} styles={{ root: { background: 'var(--surface-card)', borderColor: 'var(--line)' } }}>
      <Group justify="space-between" wrap="nowrap">
        <div style={{ flex: 1, minWidth: 0 }}>
          <Group gap="xs">
            <Text fw={600} size="sm">
              {t('backfill.progress', { started: data.started, count: data.count })}
            </Text>
            <Text size="xs" c="dimmed" component="div">
              {data.parallelism > 1 ? t('backfill.sideBySide', { count: data.parallelism }) : t('backfill.oneByOne')} · <TimeText time={data.created} relative />
            </Text>
          </Group>
          <Progress value={data.count > 0 ? (100 * data.started) / data.count : 100} size="sm" mt={6} aria-label={t('backfill.progress', { started: data.started, count: data.count })} />
        </div>
        <ConfirmAction
          label={t('backfill.stop')}
          icon={Square}
          danger
          title={t('backfill.stop')}
          text={t('backfill.stopText', { count: left })}
          reason={why('project.operate')}
          buttonProps={{ size: 'xs' }}
          onConfirm={async () => {
            await stop(backfillCode);
            notifyDone(t('backfill.stopped'));
          }}
        />
      </Group>
    </Alert>
  );
}
