import { ActionIcon, Button, Group, Input, Modal, NumberInput, Select, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { HelpText } from '@/ui';
import { paramsOf, rowFaults, rowsOf, type ParameterRow, type WorkflowDocument } from '../model';

interface Props {
  document: WorkflowDocument;
  readOnly: boolean;
  /** What the button does with the form: keep it, or save the workflow with it. */
  submitLabel: string;
  /** Message of the server for a field (`$.name`). */
  problemAt: (path: string) => string | undefined;
  onClose: () => void;
  onSubmit: (document: WorkflowDocument) => void;
}

const executionTypes = ['PARALLEL', 'SERIAL_WAIT', 'SERIAL_DISCARD', 'SERIAL_PRIORITY'] as const;
const directions = ['IN', 'OUT'];
const types = ['VARCHAR', 'INTEGER', 'LONG', 'FLOAT', 'DOUBLE', 'DATE', 'TIME', 'TIMESTAMP', 'BOOLEAN', 'LIST', 'FILE'];

/** A member set, or taken away where the value is the default and the document did not have it. */
function withMember(document: WorkflowDocument, name: string, value: unknown, isDefault: boolean): WorkflowDocument {
  if (!isDefault) return { ...document, [name]: value };
  if (!(name in document)) return document;
  const { [name]: _, ...rest } = document;
  return rest as WorkflowDocument;
}

/** What concerns the workflow as a whole; shown when it is first saved. */
export function BasicInfoDialog({ document, readOnly, submitLabel, problemAt, onClose, onSubmit }: Props) {
  const { t } = useTranslation('editor');
  const [name, setName] = useState(document.name);
  const [description, setDescription] = useState(document.description ?? '');
  const [timeout, setTimeoutMinutes] = useState(Number(document.timeout ?? 0) || 0);
  const [execution, setExecution] = useState(document.executionType ?? 'PARALLEL');
  const oldRows = rowsOf(document.globalParams);
  const [rows, setRows] = useState<ParameterRow[]>(oldRows ?? []);
  const [tried, setTried] = useState(false);
  const faults = rowFaults(rows);
  const nameError = name.trim() === '' ? t('info.nameNeeded') : undefined;
  const change = (index: number, part: Partial<ParameterRow>) => setRows(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));

  const submit = () => {
    setTried(true);
    if (nameError || faults.size > 0) return;
    let next: WorkflowDocument = { ...document, name: name.trim() };
    next = withMember(next, 'description', description, description === '');
    next = withMember(next, 'timeout', timeout, timeout === 0);
    next = withMember(next, 'executionType', execution, execution === 'PARALLEL');
    if (oldRows) next = withMember(next, 'globalParams', paramsOf(rows, document.globalParams), rows.length === 0);
    onSubmit(next);
  };

  return (
    <Modal opened onClose={onClose} title={t('info.title')} size={720} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <TextInput label={<HelpText label={t('info.name')} name="name" />} required value={name} readOnly={readOnly} maxLength={255} data-autofocus error={(tried && nameError) || problemAt('$.name')} onChange={(event) => setName(event.currentTarget.value)} />
          <Textarea label={<HelpText label={t('info.description')} name="description" />} value={description} readOnly={readOnly} maxLength={255} error={problemAt('$.description')} onChange={(event) => setDescription(event.currentTarget.value)} />
          <Group align="flex-start" grow>
            <Select
              label={<HelpText label={t('info.execution')} name="executionType" help={t('info.executionHelp')} />}
              data={executionTypes.map((value) => ({ value, label: t(`execution.${value}`) }))}
              value={execution}
              readOnly={readOnly}
              allowDeselect={false}
              error={problemAt('$.executionType')}
              onChange={(value) => value && setExecution(value)}
            />
            <div>
              <Input.Label labelElement="div">
                <HelpText label={t('info.timeout')} name="timeout" help={t('info.timeoutHelp')} />
              </Input.Label>
              <Group gap="sm" mih={32}>
                <Switch aria-label={t('info.timeout')} checked={timeout > 0} disabled={readOnly} onChange={(event) => setTimeoutMinutes(event.currentTarget.checked ? 60 : 0)} />
                {timeout > 0 && (
                  <NumberInput aria-label={t('info.minutes')} w={130} min={1} allowDecimal={false} value={timeout} readOnly={readOnly} suffix={` ${t('info.minutesShort')}`} error={problemAt('$.timeout')} onChange={(value) => setTimeoutMinutes(Math.max(1, Number(value) || 1))} />
                )}
              </Group>
            </div>
          </Group>
          <Stack gap={6} role="group" aria-label={t('info.params')}>
            <Input.Label labelElement="div">
              <HelpText label={t('info.params')} name="globalParams" help={t('info.paramsHelp')} />
            </Input.Label>
            {!oldRows && (
              <Text size="xs" c="dimmed">
                {t('info.paramsText')}
              </Text>
            )}
            {rows.map((row, index) => {
              const fault = tried ? faults.get(index) : undefined;
              return (
                <Group key={index} gap={6} wrap="nowrap" align="flex-start">
                  <TextInput flex={3} aria-label={t('info.paramName', { row: index + 1 })} placeholder={t('common:field.name')} value={row.prop} readOnly={readOnly} error={fault && fault !== 'noValue' ? t(`fault.${fault}`) : undefined} onChange={(event) => change(index, { prop: event.currentTarget.value })} />
                  <Select w={80} aria-label={t('info.paramDirect', { row: index + 1 })} data={directions} value={row.direct} readOnly={readOnly} allowDeselect={false} onChange={(value) => value && change(index, { direct: value })} />
                  <Select w={130} aria-label={t('info.paramType', { row: index + 1 })} data={types} value={row.type} readOnly={readOnly} allowDeselect={false} onChange={(value) => value && change(index, { type: value })} />
                  <TextInput flex={4} aria-label={t('info.paramValue', { row: index + 1 })} placeholder={t('common:field.value')} value={row.value} readOnly={readOnly} error={fault === 'noValue' ? t('fault.noValue') : undefined} onChange={(event) => change(index, { value: event.currentTarget.value })} />
                  {!readOnly && (
                    <ActionIcon mt={4} aria-label={t('common:action.removeRow', { row: index + 1 })} onClick={() => setRows(rows.filter((_, at) => at !== index))}>
                      <X size={16} aria-hidden />
                    </ActionIcon>
                  )}
                </Group>
              );
            })}
            {!readOnly && oldRows && (
              <div>
                <Button size="xs" variant="default" leftSection={<Plus size={14} aria-hidden />} onClick={() => setRows([...rows, { prop: '', direct: 'IN', type: 'VARCHAR', value: '' }])}>
                  {t('info.addParam')}
                </Button>
              </div>
            )}
          </Stack>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {readOnly ? t('common:action.close') : t('common:action.cancel')}
            </Button>
            {!readOnly && <Button type="submit">{submitLabel}</Button>}
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
