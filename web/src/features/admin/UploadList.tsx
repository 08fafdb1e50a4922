import { Button, Card, Group, Progress, Stack, Text } from '@mantine/core';
import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { describeError, formatBytes } from '@/ui';
import type { Resource } from './types';
import type { Upload } from './useUploads';

interface Props {
  uploads: Upload[];
  resources: readonly Resource[];
  onReplace: (upload: Upload, code: string) => void;
  onRetry: (upload: Upload) => void;
  onClear: () => void;
}

export function UploadList({ uploads, resources, onReplace, onRetry, onClear }: Props) {
  const { t } = useTranslation('admin');
  if (uploads.length === 0) return null;
  return (
    <Card withBorder padding="sm" radius="lg" mb="sm" bg="var(--surface-card)" component="section" aria-label={t('resources.uploads')}>
      <Group justify="space-between" mb={6}>
        <Text size="sm" fw={550} aria-live="polite">
          {t('resources.uploaded', { done: uploads.filter((each) => each.state === 'done').length, count: uploads.length })}
        </Text>
        <Button size="compact-xs" variant="subtle" onClick={onClear}>
          {t('resources.clearUploads')}
        </Button>
      </Group>
      <Stack gap={6} mah={200} style={{ overflowY: 'auto' }}>
        {uploads.map((upload) => (
          <UploadRow key={upload.id} upload={upload} there={resources.find((each) => each.path === upload.path)?.code} onReplace={onReplace} onRetry={onRetry} />
        ))}
      </Stack>
    </Card>
  );
}

function UploadRow({ upload, there, onReplace, onRetry }: { upload: Upload; there: string | undefined } & Pick<Props, 'onReplace' | 'onRetry'>) {
  const { t } = useTranslation(['admin', 'common']);
  const { state, path, file } = upload;
  return (
    <Group gap="sm" wrap="nowrap" mih={26}>
      {state === 'done' && <CircleCheck size={15} color="var(--tone-success-fg)" aria-hidden />}
      {(state === 'failed' || state === 'tooLarge') && <CircleX size={15} color="var(--tone-danger-fg)" aria-hidden style={{ flexShrink: 0 }} />}
      {state === 'exists' && <TriangleAlert size={15} color="var(--tone-warning-fg)" aria-hidden style={{ flexShrink: 0 }} />}
      <Text size="sm" truncate flex={1} title={path}>
        {path}{' '}
        <Text component="span" size="xs" c="dimmed">
          {formatBytes(file.size)}
        </Text>
      </Text>
      {state === 'sending' && <Progress value={upload.part * 100} w={140} aria-label={t('resources.sending', { path })} />}
      {state === 'tooLarge' && <Text size="xs">{t('resources.tooLarge')}</Text>}
      {state === 'failed' && (
        <>
          <Text size="xs">{describeError(upload.error, t as never).text}</Text>
          <Button size="compact-xs" variant="default" onClick={() => onRetry(upload)}>
            {t('common:action.retry')}
          </Button>
        </>
      )}
      {state === 'exists' && (
        <>
          <Text size="xs">{t('resources.exists')}</Text>
          <Button size="compact-xs" variant="default" disabled={!there} onClick={() => there && onReplace(upload, there)}>
            {t('resources.replace')}
          </Button>
        </>
      )}
    </Group>
  );
}
