import { ActionIcon, Button, Group, Input, NumberInput, Select, Stack, TextInput } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { KeyValueRows } from '@/ui';
import { useField, useFilled, useForm, useFormPart, useParam } from '../fields/form';
import { entryAt } from '../fields/NodeFormStore';
import { FieldBox, FieldLabel, NumberField, SelectField, TextField } from '../fields/inputs';
import { DocumentField } from '../fields/DocumentField';
import { Fold, Row } from '../fields/layout';
import { stopReasons, stopVerdicts, timeouts } from '../model/dmsFields';
import { isObject, withMember } from '../model/json';
import { readTags, writeTags } from '../model/tags';
import { flagOf, numberOf, textOf } from '../model/task';

function TagsField() {
  const { t } = useTranslation('node-forms');
  const path = 'taskParams.tags';
  const { value, set, warning, readOnly } = useField(path);
  const rows = readTags(value);
  const errors = useFormPart((state) => rows.map((_, index) => entryAt(state, `${path}[${index}]`, false)));
  return (
    <FieldBox path={path} warning={warning}>
      <KeyValueRows
        label={t('field.tags')}
        rows={rows.map(({ key, value: text }) => ({ key, value: text }))}
        readOnly={readOnly}
        addLabel={t('tags.add')}
        errorAt={(index) => errors[index]}
        onChange={(next) => {
          // A row that was taken away shifts the others: each is found again by what it held.
          const left = [...rows];
          const take = (key: string, text: string) => {
            const at = left.findIndex((row) => row.key === key && row.value === text);
            return at < 0 ? undefined : left.splice(at, 1)[0];
          };
          const removed = next.length < rows.length;
          set(writeTags(next.map((row, index) => ({ ...(removed ? take(row.key, row.value) : rows[index]), ...row })), value));
        }}
      />
    </FieldBox>
  );
}

function StopReasonsField() {
  const { t } = useTranslation('node-forms');
  const path = 'taskParams.stopReasons';
  const { value, set, error, warning, readOnly } = useField(path);
  const given = isObject(value) ? Object.entries(value) : [];
  const write = (entries: [string, unknown][]) => set(entries.length === 0 ? undefined : Object.fromEntries(entries));
  const free = stopReasons.filter(([code]) => !given.some(([name]) => name === code));
  const byItself = (code: string) => stopReasons.find(([name]) => name === code)?.[1] ?? 'attention';
  return (
    <FieldBox path={path} warning={warning}>
      <Input.Wrapper label={<FieldLabel path={path} />} error={error} labelElement="div">
        <Stack gap={6}>
          {given.map(([code, verdict], index) => (
            <Group key={code} gap={6} wrap="nowrap">
              <TextInput flex={1} value={code} readOnly aria-label={t('stopReason.code', { row: index + 1 })} styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }} />
              <Select
                w={220}
                aria-label={t('stopReason.verdictOf', { code })}
                data={stopVerdicts.map((each) => ({ value: each, label: t(`stopReason.${each}`) }))}
                value={textOf(verdict)}
                allowDeselect={false}
                readOnly={readOnly}
                onChange={(next) => next && write(given.map((entry) => (entry[0] === code ? [code, next] : entry)))}
              />
              {!readOnly && (
                <ActionIcon aria-label={t('common:action.removeRow', { row: index + 1 })} onClick={() => write(given.filter(([name]) => name !== code))}>
                  <X size={16} aria-hidden />
                </ActionIcon>
              )}
            </Group>
          ))}
          {!readOnly && (
            <Select
              w={360}
              leftSection={<Plus size={14} aria-hidden />}
              placeholder={t('stopReason.add')}
              aria-label={t('stopReason.add')}
              data={free.map(([code]) => ({ value: code, label: `${code} · ${t(`stopReason.${byItself(code)}`)}` }))}
              value={null}
              searchable
              onChange={(code) => code && write([...given, [code, 'success']])}
            />
          )}
        </Stack>
      </Input.Wrapper>
    </FieldBox>
  );
}

function PollIntervalField() {
  const { t } = useTranslation('node-forms');
  const path = 'taskParams.pollInterval';
  const { value, set, error, warning, readOnly } = useField(path);
  const given = isObject(value) ? value : {};
  const bound = (name: 'min' | 'max', fallback: number) => (
    <NumberInput
      w={130}
      aria-label={name === 'min' ? t('poll.min') : t('poll.max')}
      prefix={name === 'min' ? t('poll.from') : t('poll.to')}
      suffix=" s"
      value={numberOf(given[name]) ?? ''}
      placeholder={`${fallback} s`}
      min={0.1}
      max={3600}
      readOnly={readOnly}
      onChange={(next) => {
        const changed = withMember(given, name, next === '' ? undefined : Number(next));
        set(Object.keys(changed).length === 0 ? undefined : changed);
      }}
    />
  );
  return (
    <FieldBox path={path} warning={warning}>
      <Input.Wrapper label={<FieldLabel path={path} />} error={error} labelElement="div">
        <Group gap={6}>
          {bound('min', 1)}
          {bound('max', 15)}
        </Group>
      </Input.Wrapper>
    </FieldBox>
  );
}

const timeoutNames = timeouts.map(([name]) => name);

function ClearTimeouts() {
  const { t } = useTranslation('node-forms');
  const form = useForm();
  const readOnly = useFormPart((state) => state.readOnly);
  const filled = useFilled(timeoutNames);
  if (readOnly || filled === 0) return null;
  return (
    <div>
      <Button size="compact-xs" variant="subtle" onClick={() => timeoutNames.forEach((name) => form.set(`taskParams.${name}`, undefined))}>
        {t('timeouts.reset')}
      </Button>
    </div>
  );
}

/** What few nodes need. */
export function MoreFields({ restart, json }: { restart: boolean; json: boolean }) {
  const modify = flagOf(useParam('modifyTask'));
  const { t } = useTranslation('node-forms');
  const ofTask = json ? [] : restart ? ['taskData'] : ['tags', 'resourceIdentifier', 'startReplicationTaskType', 'taskData'];
  const behaviour = ['testConnections', 'onFailedStart', 'stopReasons'];
  const waits = ['pollInterval', ...timeoutNames];
  const filled = { ofTask: useFilled(ofTask), behaviour: useFilled(behaviour), waits: useFilled(waits) };
  const paths = (names: readonly string[]) => names.map((name) => `taskParams.${name}`);
  return (
    <>
      {ofTask.length > 0 && (!restart || modify || filled.ofTask > 0) && (
        <Fold title={restart ? t('field.taskData') : t('more.task')} paths={paths(ofTask)} filled={filled.ofTask}>
          {!restart && (
            <>
              <Row>
                <TextField path="taskParams.resourceIdentifier" />
                <SelectField path="taskParams.startReplicationTaskType" words="startOfNew" values={['start-replication']} placeholder={t('choice.startOfNew.start-replication')} />
              </Row>
              <TagsField />
            </>
          )}
          <DocumentField path="taskParams.taskData" language="json" height={110} />
        </Fold>
      )}
      <Fold title={t('more.behaviour')} paths={paths(behaviour)} filled={filled.behaviour}>
        <Row>
          <SelectField path="taskParams.testConnections" values={['when-needed', 'always', 'never']} placeholder={t('choice.testConnections.when-needed')} />
          <SelectField path="taskParams.onFailedStart" values={['delete', 'keep']} placeholder={t('choice.onFailedStart.delete')} />
        </Row>
        <StopReasonsField />
      </Fold>
      <Fold title={t('more.waits')} paths={paths(waits)} filled={filled.waits}>
        <Row columns={3}>
          {timeouts.map(([name, fallback]) => (
            <NumberField key={name} path={`taskParams.${name}`} min={1} fallback={fallback} suffix="s" />
          ))}
        </Row>
        <PollIntervalField />
        <ClearTimeouts />
      </Fold>
    </>
  );
}
