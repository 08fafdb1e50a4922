import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core';
import { CircleAlert, RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isProblem } from '@/api/client';
import { CopyText } from './CopyText';
import { ProblemList } from './ProblemList';
import { describeError } from './problemText';

/** What went wrong, why, where in the input, and a way to try again. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
  const { t } = useTranslation('common');
  const { title, text } = describeError(error, t);
  const problem = isProblem(error) ? error : undefined;
  return (
    <Alert variant="default" icon={<CircleAlert size={18} color="var(--tone-danger-fg)" aria-hidden />} title={title} role="alert" styles={{ root: { background: 'var(--tone-danger-bg)', borderColor: 'transparent' }, title: { color: 'var(--tone-danger-fg)' } }}>
      <Stack gap="xs">
        {text && <Text size="sm">{text}</Text>}
        {problem?.fault && <Code style={{ alignSelf: 'flex-start' }}>{problem.fault}</Code>}
        {problem?.hint && <Text size="sm">{problem.hint}</Text>}
        {problem && problem.problems.length > 0 && <ProblemList problems={problem.problems} />}
        {(onRetry || problem?.requestId) && (
          <Group gap="sm">
            {onRetry && (
              <Button size="xs" variant="default" leftSection={<RotateCw size={14} aria-hidden />} onClick={onRetry}>
                {t('action.retry')}
              </Button>
            )}
            {problem?.requestId && problem.status >= 500 && (
              <Group gap={4}>
                <Text size="xs">{t('error.request')}</Text>
                <CopyText text={problem.requestId} mono />
              </Group>
            )}
          </Group>
        )}
      </Stack>
    </Alert>
  );
}
