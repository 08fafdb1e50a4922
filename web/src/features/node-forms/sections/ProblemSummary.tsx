import { Stack, Text, UnstyledButton } from '@mantine/core';
import { CircleAlert, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Entry } from '../fields/NodeFormStore';
import classes from '../NodeForms.module.css';

const most = 12;

/** All that is wrong with the node, to jump to; also what belongs to no field of the form. */
export function ProblemSummary({ entries, onPick }: { entries: Entry[]; onPick: (path: string) => void }) {
  const { t } = useTranslation('node-forms');
  const errors = entries.filter((entry) => !entry.warning);
  const all = [...errors, ...entries.filter((entry) => entry.warning)];
  if (all.length === 0) return null;
  const Icon = errors.length > 0 ? CircleAlert : TriangleAlert;
  return (
    <div className={classes.summary} data-tone={errors.length > 0 ? 'danger' : 'warning'} role="region" aria-label={t('problems.label')}>
      <Icon size={16} aria-hidden />
      <Stack gap={2} style={{ minWidth: 0 }}>
        <Text size="sm" fw={600} c="inherit">
          {errors.length > 0 ? t('problems', { count: errors.length }) : t('warnings', { count: all.length })}
        </Text>
        {all.slice(0, most).map((entry, index) => (
          <UnstyledButton key={index} fz="xs" c="var(--mantine-color-text)" onClick={() => onPick(entry.path)} style={{ overflowWrap: 'anywhere' }}>
            <span className={classes.path}>{entry.path.replace(/^\$\.(taskParams\.)?/, '')}</span> {entry.message}
          </UnstyledButton>
        ))}
        {all.length > most && (
          <Text size="xs" c="inherit">
            {t('problems.more', { count: all.length - most })}
          </Text>
        )}
      </Stack>
    </div>
  );
}
