import { ActionIcon, Code, Popover, Text } from '@mantine/core';
import { CircleHelp } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  /** The words people know it by. */
  label: string;
  /** The field's own name, as files and the API spell it. */
  name?: string;
  help?: ReactNode;
}

/** For `label=` of an input: human label, the field's own name beside it, and help behind a button. */
export function HelpText({ label, name, help }: Props) {
  const { t } = useTranslation('common');
  return (
    <>
      {label}
      {name && (
        <Text component="span" ff="monospace" fz={11} c="dimmed" ml={6} fw={400}>
          {name}
        </Text>
      )}
      {help && (
        <Popover width={340} position="top-start" withArrow shadow="md">
          <Popover.Target>
            <ActionIcon component="span" role="button" tabIndex={0} size={18} ml={2} style={{ verticalAlign: '-4px' }} aria-label={t('help.about', { label })} onClick={(event) => event.preventDefault()} onKeyDown={openOnKey}>
              <CircleHelp size={14} aria-hidden />
            </ActionIcon>
          </Popover.Target>
          <Popover.Dropdown>
            <Text size="sm" component="div" fw={400}>
              {help}
            </Text>
            {name && (
              <Text size="xs" c="dimmed" mt={6}>
                {t('help.fieldName')} <Code>{name}</Code>
              </Text>
            )}
          </Popover.Dropdown>
        </Popover>
      )}
    </>
  );
}

function openOnKey(event: React.KeyboardEvent<HTMLElement>) {
  if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault();
    event.currentTarget.click();
  }
}
