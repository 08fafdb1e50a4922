import { Alert, Code, Group, Stack, Text } from '@mantine/core';
import { KeyRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyText } from '@/ui';

/** Secrets that the server tells this one time. */
export function ShownOnce({ title, secrets, children }: { title: string; secrets: { label: string; text: string }[]; children?: ReactNode }) {
  const { t } = useTranslation('crud');
  return (
    <Alert variant="default" role="status" icon={<KeyRound size={18} color="var(--tone-warning-fg)" aria-hidden />} title={title} styles={{ root: { background: 'var(--tone-warning-bg)', borderColor: 'transparent' } }}>
      <Stack gap="xs">
        <Text size="sm">{t('shownOnce')}</Text>
        {secrets.map((secret) => (
          <div key={secret.label}>
            <Text size="xs" c="dimmed">
              {secret.label}
            </Text>
            <Group gap={4} wrap="nowrap">
              <Code style={{ overflowWrap: 'anywhere', background: 'var(--surface-card)' }} data-testid="shown-once">
                {secret.text}
              </Code>
              <CopyText text={secret.text} shown="" />
            </Group>
          </div>
        ))}
        {children}
      </Stack>
    </Alert>
  );
}
