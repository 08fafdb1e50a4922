import { Alert, Text } from '@mantine/core';
import { Lightbulb, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Attempt } from '@/api/types';
import { Duration, StateBadge, TimeText } from '@/ui';
import { stateOfAttempt } from './gantt';
import classes from './InstancePage.module.css';

interface Props {
  attempts: readonly Attempt[];
  current: Attempt;
  onChoose: (code: string) => void;
}

/** The attempts of a node, and what the chosen one says. */
export function AttemptTable({ attempts, current, onChoose }: Props) {
  const { t } = useTranslation('runs');
  const failed = current.result === 'failure';
  return (
    <>
      <table className={classes.attempts} aria-label={t('attempt.title')}>
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">{t('common:field.state')}</th>
            <th scope="col">{t('column.started')}</th>
            <th scope="col">{t('column.duration')}</th>
            <th scope="col">{t('column.worker')}</th>
          </tr>
        </thead>
        <tbody>
          {[...attempts].reverse().map((attempt) => (
            <tr
              key={attempt.code}
              tabIndex={0}
              aria-current={attempt.code === current.code || undefined}
              onClick={() => onChoose(attempt.code)}
              onKeyDown={(event) => event.key === 'Enter' && onChoose(attempt.code)}
            >
              <td className="tabular">{attempt.number}</td>
              <td>
                <StateBadge state={stateOfAttempt(attempt)} bare />
              </td>
              <td>
                <TimeText time={attempt.started ?? attempt.queued} />
              </td>
              <td>
                <Duration from={attempt.started} to={attempt.ended} />
              </td>
              <td>{attempt.worker || attempt.workerGroup}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {current.message && (
        <pre className={classes.message} data-failed={failed || undefined} tabIndex={0} aria-label={t('column.message')}>
          {current.message}
        </pre>
      )}
      {current.fault && (
        <Text size="xs" mt={4} c="dimmed">
          {t('attempt.fault')} <span className="mono">{current.fault}</span>
        </Text>
      )}
      {current.hint && (
        <Alert mt={8} p="xs" variant="default" icon={<Lightbulb size={16} aria-hidden />} styles={{ root: { background: 'var(--tone-accent-bg)', borderColor: 'transparent' } }}>
          {current.hint}
        </Alert>
      )}
      {current.attention && (
        <Text size="xs" mt={6} c="var(--tone-warning-fg)" style={{ display: 'flex', gap: 6, alignItems: 'center' }}>
          <TriangleAlert size={14} aria-hidden />
          {t('attempt.attention')}
        </Text>
      )}
      {current.reusedCode && (
        <Text size="xs" mt={6} c="dimmed">
          {t('attempt.reused')}
        </Text>
      )}
      {current.losses > 0 && (
        <Text size="xs" mt={6} c="dimmed">
          {t('attempt.losses', { count: current.losses })}
        </Text>
      )}
    </>
  );
}
