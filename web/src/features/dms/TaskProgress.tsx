import { Group, Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ReplicationTask } from './api';
import { isRunning } from './tasks';

/** How much of the full load is done, and whether tables failed. */
export function TaskProgress({ task, width = 90 }: { task: ReplicationTask; width?: number | string }) {
  const { t } = useTranslation('dms');
  const stats = task.ReplicationTaskStats;
  const percent = stats?.FullLoadProgressPercent;
  const errored = stats?.TablesErrored ?? 0;
  if (percent === undefined) return <Text size="sm" c="dimmed">–</Text>;
  return (
    <Group gap={8} wrap="nowrap">
      <Progress value={percent} w={width} size={6} animated={isRunning(task)} color={errored > 0 ? 'red' : percent === 100 ? 'teal' : undefined} aria-label={t('tasks.progressOf', { name: task.ReplicationTaskIdentifier })} />
      <Text size="sm" className="tabular" style={{ whiteSpace: 'nowrap' }}>
        {percent} %
      </Text>
      {errored > 0 && (
        <Text size="xs" c="var(--tone-danger-fg)" style={{ whiteSpace: 'nowrap' }}>
          {t('tasks.errored', { count: errored })}
        </Text>
      )}
    </Group>
  );
}
