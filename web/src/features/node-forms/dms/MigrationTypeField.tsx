import { Button, Group, Input, Radio, SimpleGrid, Text } from '@mantine/core';
import { DatabaseZap, HardDriveDownload, RefreshCcwDot, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useField } from '../fields/form';
import { FieldBox, FieldLabel, TextField } from '../fields/inputs';
import { migrationTypes } from '../model/dmsFields';
import { textOf } from '../model/task';
import classes from '../NodeForms.module.css';

const icons: Record<(typeof migrationTypes)[number], LucideIcon> = { 'full-load': HardDriveDownload, 'full-load-and-cdc': DatabaseZap, cdc: RefreshCcwDot };

const path = 'taskParams.migrationType';

/** Three cards that say what each type does; a parameter may stand there too. */
export function MigrationTypeField({ required = true }: { required?: boolean }) {
  const { t } = useTranslation('node-forms');
  const { value, set, error, warning, readOnly } = useField(path);
  const current = textOf(value);
  const [asText, setAsText] = useState(current !== '' && !migrationTypes.some((type) => type === current));
  const toggle = readOnly ? undefined : (
    <Button size="compact-xs" variant="subtle" onClick={() => setAsText(!asText)}>
      {asText ? t('migrationType.asCards') : t('migrationType.asText')}
    </Button>
  );
  if (asText) {
    return (
      <div>
        <TextField path={path} required={required} mono placeholder="${migrationType}" />
        <Group justify="flex-end">{toggle}</Group>
      </div>
    );
  }
  return (
    <FieldBox path={path} warning={warning}>
      <Group justify="space-between" align="flex-end" mb={4}>
        <Input.Label component="div" required={required} mb={0}>
          <FieldLabel path={path} />
        </Input.Label>
        {toggle}
      </Group>
      <Radio.Group value={current} onChange={set} error={error} readOnly={readOnly} aria-label={t('field.migrationType')}>
        <SimpleGrid type="container" cols={{ base: 1, '560px': 3 }} spacing="xs">
          {migrationTypes.map((type) => {
            const Icon = icons[type];
            return (
              <Radio.Card key={type} value={type} className={classes.card} disabled={readOnly} data-checked={current === type || undefined} aria-label={t(`choice.migrationType.${type}`)}>
                <Radio.Indicator size="xs" mt={2} />
                <div>
                  <Group gap={6} wrap="nowrap">
                    <Icon size={15} aria-hidden />
                    <Text size="sm" fw={550}>
                      {t(`choice.migrationType.${type}`)}
                    </Text>
                  </Group>
                  <Text size="xs" c="dimmed" mt={2}>
                    {t(`migrationTypeText.${type}`)}
                  </Text>
                </div>
              </Radio.Card>
            );
          })}
        </SimpleGrid>
      </Radio.Group>
    </FieldBox>
  );
}
