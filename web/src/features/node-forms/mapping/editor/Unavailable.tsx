import { Button, Stack, Text } from '@mantine/core';
import { RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isProblem } from '@/api/client';

/** What a service cannot tell is no failure of the form: said quietly, with the reason. */
export function Unavailable({ text, error, onRetry }: { text: string; error: Error; onRetry: () => void }) {
  const { t } = useTranslation('node-forms');
  return (
    <Stack gap={6} p="xs" role="status">
      <Text size="sm">{text}</Text>
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {error.message}
        {isProblem(error) && error.hint && ` · ${error.hint}`}
      </Text>
      <div>
        <Button size="compact-xs" variant="default" leftSection={<RefreshCw size={12} aria-hidden />} onClick={onRetry}>
          {t('common:action.retry')}
        </Button>
      </div>
    </Stack>
  );
}
