import { Select } from '@mantine/core';
import { FileText } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attempt, WorkflowInstance } from '@/api/types';
import { EmptyState, LoadingState } from '@/ui';
import { AttemptSelect } from './AttemptSelect';
import { findLast } from './lists';
import { LogViewer } from './log/LogViewer';

interface Props {
  instance: WorkflowInstance;
  order: readonly string[];
  attempts: Attempt[] | undefined;
  node: string | undefined;
  attemptCode: string | undefined;
  onChoose: (node: string, attempt: string | undefined) => void;
}

/** The log of any attempt of any node, with all of the window. */
export function LogTab({ instance, order, attempts, node, attemptCode, onChoose }: Props) {
  const { t } = useTranslation('runs');
  const names = useMemo(() => order.filter((name) => attempts?.some((attempt) => attempt.taskName === name)), [order, attempts]);
  if (!attempts) return <LoadingState />;
  if (names.length === 0) return <EmptyState icon={FileText} title={t('log.noAttempt')} text={t('log.noAttemptText')} />;
  const name = node && order.includes(node) ? node : (findLast(attempts, (attempt) => attempt.state === 'running') ?? attempts.at(-1))?.taskName;
  const own = attempts.filter((attempt) => attempt.taskName === name);
  const attempt = own.find((one) => one.code === attemptCode) ?? own.at(-1);
  const choice = (
    <Select size="xs" w={210} data={name && !names.includes(name) ? [name, ...names] : names} value={name ?? null} onChange={(value) => value && onChoose(value, undefined)} aria-label={t('log.node')} searchable allowDeselect={false} />
  );
  if (!attempt) {
    return (
      <>
        <div style={{ padding: 8 }}>{choice}</div>
        <EmptyState icon={FileText} title={t('log.notRun', { name })} />
      </>
    );
  }
  return (
    <LogViewer key={attempt.code} projectCode={instance.projectCode} instanceCode={instance.code} attemptCode={attempt.code} fileName={`${instance.name}-${attempt.taskName}-${attempt.number}.log`}>
      {choice}
      <AttemptSelect attempts={own} value={attempt.code} onChange={(code) => onChoose(attempt.taskName, code)} />
    </LogViewer>
  );
}
