import { ActionIcon, Button, Group, MultiSelect, Select, Stack, Text, TextInput, Tooltip } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useResourcePaths } from '../api';
import { useField, useForm, useFormPart } from '../fields/form';
import { entryAt } from '../fields/NodeFormStore';
import { FieldBox, FieldLabel, Warning } from '../fields/inputs';
import { Section } from '../fields/layout';
import { possiblePredecessors } from '../model/graph';
import { parameterTypes, readParameters, writeParameters, type ParameterRow } from '../model/localParams';
import { resourcesOf, typeOf, withResources } from '../model/task';

/** Files by folder: the list is long where there are many, so it is searched by typing. */
function byFolder(paths: string[]) {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '/';
    groups.set(folder, [...(groups.get(folder) ?? []), path]);
  }
  return [...groups].sort(([a], [b]) => a.localeCompare(b)).map(([group, items]) => ({ group, items: items.map((path) => ({ value: path, label: path })) }));
}

export function ResourcesSection() {
  const { t } = useTranslation('node-forms');
  const form = useForm();
  const { error: wrong, readOnly } = useField('taskParams.resourceList');
  const { data, isPending, error } = useResourcePaths();
  const chosen = useFormPart((state) => resourcesOf(state.task));
  const all = [...new Set([...(data ?? []), ...chosen])];
  const hasUse = useFormPart((state) => typeOf(state.task)) === 'SHELL';
  return (
    <Section id="resources" title={t('section.resources')} {...(!hasUse && { text: t('resources.noUse') })}>
      <FieldBox path="taskParams.resourceList">
        <MultiSelect
          label={<FieldLabel path="taskParams.resourceList" />}
          data={byFolder(all)}
          value={chosen}
          searchable
          clearable={!readOnly}
          limit={200}
          placeholder={isPending ? t('loading') : chosen.length === 0 ? t('resources.placeholder') : ''}
          nothingFoundMessage={t('resources.none')}
          readOnly={readOnly}
          error={wrong}
          onChange={(names) => form.change((task) => withResources(task, names))}
        />
        <Warning text={error ? t('list.unreadable', { reason: error.message }) : undefined} />
      </FieldBox>
    </Section>
  );
}

function ParameterRowFields({ row, index, change, remove }: { row: ParameterRow; index: number; change: (part: Partial<ParameterRow>) => void; remove: () => void }) {
  const { t } = useTranslation('node-forms');
  const path = `taskParams.localParams[${index}]`;
  const readOnly = useFormPart((state) => state.readOnly);
  const error = useFormPart((state) => entryAt(state, path, false));
  const place = { row: index + 1 };
  const types = parameterTypes.some((type) => type === row.type) ? parameterTypes : [...parameterTypes, row.type];
  return (
    <Group gap={6} wrap="nowrap" align="flex-start" data-field={path}>
      <TextInput flex={3} aria-label={t('parameter.nameOf', place)} placeholder={t('parameter.name')} value={row.name} error={error} readOnly={readOnly} onChange={(event) => change({ name: event.currentTarget.value })} styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }} />
      <Select w={84} aria-label={t('parameter.directOf', place)} data={['IN', 'OUT']} value={row.direct} allowDeselect={false} readOnly={readOnly} onChange={(next) => change({ direct: next === 'OUT' ? 'OUT' : 'IN' })} />
      <Select w={128} aria-label={t('parameter.typeOf', place)} data={[...types]} value={row.type} allowDeselect={false} readOnly={readOnly} onChange={(next) => next && change({ type: next })} />
      <TextInput flex={4} aria-label={t('parameter.valueOf', place)} placeholder={row.direct === 'OUT' ? t('parameter.valueOut') : t('parameter.value')} value={row.value} readOnly={readOnly} onChange={(event) => change({ value: event.currentTarget.value })} />
      {!readOnly && (
        <Tooltip label={t('common:action.remove')}>
          <ActionIcon mt={5} aria-label={t('common:action.removeRow', place)} onClick={remove}>
            <X size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
    </Group>
  );
}

export function ParametersSection() {
  const { t } = useTranslation('node-forms');
  const { value, set, warning, readOnly } = useField('taskParams.localParams');
  const rows = readParameters(value);
  const write = (next: ParameterRow[]) => set(writeParameters(next, value));
  const type = useFormPart((state) => typeOf(state.task));
  const text = type === 'DMS' ? t('parameters.dms') : type === 'SHELL' ? t('parameters.shell') : type === 'SQL' ? t('parameters.sql') : undefined;
  return (
    <Section id="parameters" title={t('section.parameters')} {...(text && { text })}>
      <FieldBox path="taskParams.localParams" warning={warning}>
        <Stack gap={6} role="group" aria-label={t('section.parameters')}>
          {rows.map((row, index) => (
            <ParameterRowFields
              key={index}
              row={row}
              index={index}
              change={(part) => write(rows.map((each, at) => (at === index ? { ...each, ...part } : each)))}
              remove={() => write(rows.filter((_, at) => at !== index))}
            />
          ))}
          {rows.length === 0 && readOnly && (
            <Text size="sm" c="dimmed">
              {t('none')}
            </Text>
          )}
          {!readOnly && (
            <Group gap="xs">
              <Button size="xs" variant="default" leftSection={<Plus size={14} aria-hidden />} onClick={() => write([...rows, { name: '', direct: 'IN', type: 'VARCHAR', value: '' }])}>
                {t('parameter.addIn')}
              </Button>
              <Button size="xs" variant="default" leftSection={<Plus size={14} aria-hidden />} onClick={() => write([...rows, { name: '', direct: 'OUT', type: 'VARCHAR', value: '' }])}>
                {t('parameter.addOut')}
              </Button>
            </Group>
          )}
        </Stack>
      </FieldBox>
    </Section>
  );
}

export function PredecessorsSection({ originalName }: { originalName: string }) {
  const { t } = useTranslation('node-forms');
  const { form, set, error, readOnly } = useField('predecessors');
  const chosen = useFormPart((state) => state.task.predecessors ?? []);
  const offered = useFormPart((state) => possiblePredecessors(state.document, originalName));
  return (
    <Section id="predecessors" title={t('section.predecessors')}>
      <FieldBox path="predecessors">
        <MultiSelect
          label={<FieldLabel path="predecessors" />}
          data={[...new Set([...offered, ...chosen])]}
          value={chosen}
          searchable
          clearable={!readOnly}
          limit={200}
          placeholder={chosen.length === 0 ? t('predecessors.placeholder') : ''}
          nothingFoundMessage={t('predecessors.none')}
          readOnly={readOnly}
          error={error}
          onChange={(names) => set(names.length === 0 && form.original.predecessors === undefined ? undefined : names)}
        />
      </FieldBox>
    </Section>
  );
}
