import { Alert, Button, Group, Text } from '@mantine/core';
import { GitCompareArrows } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isProblem } from '@/api/client';

/** Somebody else saved first: the answer to a change that named a revision. Not: a name is taken. */
export function isStale(error: unknown): boolean {
  return isProblem(error) && error.status === 409 && error.type === 'conflict';
}

/** For forms whose save was stale: the input stays, the user chooses. */
export function ConflictNotice({ onOverwrite, onReload, busy }: { onOverwrite: () => void; onReload: () => void; busy?: boolean }) {
  const { t } = useTranslation('common');
  return (
    <Alert role="alert" variant="default" title={t('conflict.title')} icon={<GitCompareArrows size={18} color="var(--tone-warning-fg)" aria-hidden />} styles={{ root: { background: 'var(--tone-warning-bg)', borderColor: 'transparent' } }}>
      <Text size="sm" mb="xs">
        {t('conflict.text')}
      </Text>
      <Group gap="xs">
        <Button size="xs" loading={busy ?? false} onClick={onOverwrite}>
          {t('conflict.overwrite')}
        </Button>
        <Button size="xs" variant="default" onClick={onReload}>
          {t('conflict.reload')}
        </Button>
      </Group>
    </Alert>
  );
}
