import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Attempt } from '@/api/types';
import { useStateWord } from '@/ui';
import { stateOfAttempt } from './gantt';

export function AttemptSelect({ attempts, value, onChange }: { attempts: readonly Attempt[]; value: string; onChange: (code: string) => void }) {
  const { t } = useTranslation('runs');
  const word = useStateWord();
  return (
    <Select
      size="xs"
      w={170}
      data={attempts.map((attempt) => ({ value: attempt.code, label: t('attempt.choice', { number: attempt.number, state: word(stateOfAttempt(attempt)) }) }))}
      value={value}
      onChange={(code) => code && onChange(code)}
      aria-label={t('attempt.choose')}
      allowDeselect={false}
    />
  );
}
