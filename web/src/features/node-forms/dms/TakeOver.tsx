import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useNodeForm } from '../fields/form';
import { formToJson, jsonToForm } from '../model/dmsConvert';
import { dmsFields } from '../model/dmsFields';
import { documentText } from '../model/json';
import { flagOf, paramsOf } from '../model/task';

/** After the switch: what the other side holds does not count now; it can be taken over while nothing is here yet. */
export function TakeOver() {
  const { t } = useTranslation('node-forms');
  const form = useNodeForm();
  const params = paramsOf(form.task);
  const json = flagOf(params['isJsonFormat']);
  const formIsEmpty = dmsFields.every((field) => documentText(params[field.form]) === '');
  const jsonIsEmpty = documentText(params['jsonData']).trim() === '';
  if (form.readOnly || formIsEmpty === jsonIsEmpty || json !== jsonIsEmpty) return null;
  const conversion = json ? formToJson(form.task) : jsonToForm(form.task);
  if (!conversion.ok || conversion.moved === 0 || conversion.notes.length > 0) return null;
  return (
    <Group gap="xs" p="xs" bg="var(--tone-info-bg)" style={{ borderRadius: 6 }}>
      <Text size="sm" c="var(--tone-info-fg)">
        {json ? t('takeOver.fromForm') : t('takeOver.fromJson')}
      </Text>
      <Button size="compact-xs" variant="default" onClick={() => form.change(() => conversion.task)}>
        {t('takeOver.do')}
      </Button>
    </Group>
  );
}
