import { ActionIcon, CopyButton, Group, Text, Tooltip } from '@mantine/core';
import { Check, Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';

interface Props {
  text: string;
  /** What is shown, if not the text itself; '' shows the button alone. */
  shown?: string;
  mono?: boolean;
}

/** A text (a name, an ARN, an id) with a button that copies it. */
export function CopyText({ text, shown = text, mono = false }: Props) {
  const { t } = useTranslation('common');
  return (
    <Group gap={4} wrap="nowrap" display="inline-flex" maw="100%">
      {shown && (
        <Text component="span" size="sm" truncate ff={mono ? 'monospace' : undefined} fz={mono ? 12 : undefined} title={text}>
          {shown}
        </Text>
      )}
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? t('action.copied') : t('action.copy')}>
            <ActionIcon size={22} onClick={copy} aria-label={t('action.copyText', { text })}>
              {copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Group>
  );
}
