import { ActionIcon, Button, Group, Input, Stack, TextInput, Tooltip } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';

export interface KeyValue {
  key: string;
  value: string;
}

interface Props {
  label: string;
  rows: KeyValue[];
  onChange: (rows: KeyValue[]) => void;
  keyLabel?: string;
  valueLabel?: string;
  addLabel?: string;
  /** Problem of the row of that index. */
  errorAt?: (index: number) => string | undefined;
  readOnly?: boolean;
}

/** Names and values as rows that can be added and taken away. */
export function KeyValueRows({ label, rows, onChange, keyLabel, valueLabel, addLabel, errorAt, readOnly = false }: Props) {
  const { t } = useTranslation('common');
  const nameWord = keyLabel ?? t('field.name');
  const valueWord = valueLabel ?? t('field.value');
  const change = (index: number, part: Partial<KeyValue>) => onChange(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));
  return (
    <Stack gap={6} role="group" aria-label={label}>
      <Input.Label labelElement="div">{label}</Input.Label>
      {rows.map((row, index) => (
        <Group key={index} gap={6} wrap="nowrap" align="flex-start">
          <TextInput flex={2} placeholder={nameWord} aria-label={`${nameWord} ${index + 1}`} value={row.key} readOnly={readOnly} error={errorAt?.(index)} onChange={(event) => change(index, { key: event.currentTarget.value })} />
          <TextInput flex={3} placeholder={valueWord} aria-label={`${valueWord} ${index + 1}`} value={row.value} readOnly={readOnly} onChange={(event) => change(index, { value: event.currentTarget.value })} />
          {!readOnly && (
            <Tooltip label={t('action.remove')}>
              <ActionIcon mt={6} aria-label={t('action.removeRow', { row: index + 1 })} onClick={() => onChange(rows.filter((_, at) => at !== index))}>
                <X size={16} aria-hidden />
              </ActionIcon>
            </Tooltip>
          )}
        </Group>
      ))}
      {!readOnly && (
        <div>
          <Button size="xs" variant="default" leftSection={<Plus size={14} aria-hidden />} onClick={() => onChange([...rows, { key: '', value: '' }])}>
            {addLabel ?? t('action.addRow')}
          </Button>
        </div>
      )}
    </Stack>
  );
}
