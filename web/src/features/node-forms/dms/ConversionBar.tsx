import { Button, Group, List, Modal, Stack, Text } from '@mantine/core';
import { ArrowLeftRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useForm, useFormPart, useParam } from '../fields/form';
import { formToJson, jsonToForm, type Conversion } from '../model/dmsConvert';
import { flagOf } from '../model/task';

/** Moves the parameters from the form's fields into jsonData, or back. What would be lost or replaced is told before it is done. */
export function ConversionBar() {
  const { t } = useTranslation('node-forms');
  const form = useForm();
  const toForm = flagOf(useParam('isJsonFormat'));
  const readOnly = useFormPart((state) => state.readOnly);
  const [asked, setAsked] = useState<Conversion>();
  if (readOnly) return null;
  const convert = () => {
    const { task } = form.getState();
    const conversion = toForm ? jsonToForm(task) : formToJson(task);
    if (conversion.ok && conversion.notes.length === 0) form.change(() => conversion.task);
    else setAsked(conversion);
  };
  const close = () => setAsked(undefined);
  return (
    <>
      <Button size="compact-xs" variant="subtle" leftSection={<ArrowLeftRight size={13} aria-hidden />} onClick={convert}>
        {toForm ? t('convert.toForm') : t('convert.toJson')}
      </Button>
      <Modal opened={asked !== undefined} onClose={close} title={toForm ? t('convert.toForm') : t('convert.toJson')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
        {asked && (
          <Stack>
            {asked.ok ? (
              <>
                <Text size="sm">{t('convert.notes')}</Text>
                <List size="sm" spacing={4}>
                  {asked.notes.map((note) => (
                    <List.Item key={note.kind + note.name}>{note.kind === 'lost' ? t('convert.lost', { name: note.name }) : t('convert.replaced', { name: note.name })}</List.Item>
                  ))}
                </List>
              </>
            ) : (
              <Text size="sm">{t(`convert.${asked.reason}`)}</Text>
            )}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={close} data-autofocus>
                {asked.ok ? t('common:action.cancel') : t('common:action.close')}
              </Button>
              {asked.ok && (
                <Button
                  onClick={() => {
                    form.change(() => asked.task);
                    close();
                  }}
                >
                  {t('convert.anyway')}
                </Button>
              )}
            </Group>
          </Stack>
        )}
      </Modal>
    </>
  );
}
