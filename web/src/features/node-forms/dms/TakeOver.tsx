import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useForm, useFormPart } from '../fields/form';
import { formToJson, jsonToForm } from '../model/dmsConvert';
import { dmsFields } from '../model/dmsFields';
import { documentText } from '../model/json';
import { flagOf, paramsOf } from '../model/task';
import type { TaskDocument } from '../types';

/** The side that does not count now, if only that one holds values and all of them can go over. */
function heldBy(task: TaskDocument): 'form' | 'json' | undefined {
  const params = paramsOf(task);
  const json = flagOf(params['isJsonFormat']);
  const formIsEmpty = dmsFields.every((field) => documentText(params[field.form]) === '');
  const jsonIsEmpty = documentText(params['jsonData']).trim() === '';
  if (formIsEmpty === jsonIsEmpty || json !== jsonIsEmpty) return undefined;
  const conversion = json ? formToJson(task) : jsonToForm(task);
  return conversion.ok && conversion.moved > 0 && conversion.notes.length === 0 ? (json ? 'form' : 'json') : undefined;
}

/** After the switch: what the other side holds does not count now; it can be taken over while nothing is here yet. */
export function TakeOver() {
  const { t } = useTranslation('node-forms');
  const form = useForm();
  const from = useFormPart((state) => (state.readOnly ? undefined : heldBy(state.task)));
  if (!from) return null;
  const takeOver = () =>
    form.change((task) => {
      const conversion = from === 'form' ? formToJson(task) : jsonToForm(task);
      return conversion.ok ? conversion.task : task;
    });
  return (
    <Group gap="xs" p="xs" bg="var(--tone-info-bg)" style={{ borderRadius: 6 }}>
      <Text size="sm" c="var(--tone-info-fg)">
        {from === 'form' ? t('takeOver.fromForm') : t('takeOver.fromJson')}
      </Text>
      <Button size="compact-xs" variant="default" onClick={takeOver}>
        {t('takeOver.do')}
      </Button>
    </Group>
  );
}
