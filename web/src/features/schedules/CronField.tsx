import { Button, Menu, Text, TextInput } from '@mantine/core';
import { CalendarClock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '@/app/preferences';
import { HelpText } from '@/ui';
import { cronWords } from './cronWords';

const presets = ['0 0 2 * * ?', '0 0 * * * ?', '0 0/15 * * * ?', '0 0 6 ? * MON-FRI', '0 0 3 ? * SUN', '0 0 1 1 * ?', '0 0 1 L * ?'];

interface Props {
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
  readOnly: boolean;
}

/** An expression with what it means in words, and some to begin with. */
export function CronField({ value, onChange, error, readOnly }: Props) {
  const { t } = useTranslation('schedules');
  const { language } = usePreferences();
  const words = cronWords(value, t, language);
  return (
    <TextInput
      label={<HelpText label={t('field.crontab')} name="crontab" help={t('help.crontab')} />}
      required
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
      readOnly={readOnly}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      description={
        words && !error ? (
          <Text component="span" size="sm" c="var(--mantine-color-text)" data-testid="cron-words">
            {words}
          </Text>
        ) : undefined
      }
      rightSectionWidth={108}
      rightSection={
        readOnly ? null : (
          <Menu position="bottom-end">
            <Menu.Target>
              <Button size="compact-xs" variant="subtle" leftSection={<CalendarClock size={14} aria-hidden />}>
                {t('cron.examples')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {presets.map((preset) => (
                <Menu.Item key={preset} onClick={() => onChange(preset)} rightSection={<Text size="xs" c="dimmed" ff="monospace">{preset}</Text>}>
                  {cronWords(preset, t, language)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )
      }
    />
  );
}
