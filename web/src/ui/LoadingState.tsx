import { Skeleton, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Holds the place of what is being read, with the same height, so that nothing jumps. */
export function LoadingState({ rows = 6, height = 34 }: { rows?: number; height?: number }) {
  const { t } = useTranslation('common');
  return (
    <Stack gap={6} role="status" aria-label={t('loading')}>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={height - 6} radius="sm" width={row === rows - 1 ? '60%' : '100%'} />
      ))}
    </Stack>
  );
}
