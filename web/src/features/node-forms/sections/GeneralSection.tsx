import { Group, NumberInput, Select, type ComboboxItem } from '@mantine/core';
import { ChevronDown, ChevronsDown, ChevronsUp, ChevronUp, Equal, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useEnvironments, useWorkerGroups } from '@/api/queries';
import { useTaskGroups } from '../api';
import { useField, useForm, useFormPart } from '../fields/form';
import { FieldBox, FieldLabel, NumberField, SegmentField, SuggestField, SwitchField, TextField } from '../fields/inputs';
import { Row, Section } from '../fields/layout';
import { taskGroupOf, textOf, withTaskGroup } from '../model/task';

const priorities: Record<string, { icon: LucideIcon; color: string }> = {
  HIGHEST: { icon: ChevronsUp, color: 'var(--tone-danger-fg)' },
  HIGH: { icon: ChevronUp, color: 'var(--tone-warning-fg)' },
  MEDIUM: { icon: Equal, color: 'var(--tone-neutral-fg)' },
  LOW: { icon: ChevronDown, color: 'var(--tone-info-fg)' },
  LOWEST: { icon: ChevronsDown, color: 'var(--tone-success-fg)' },
};

function PriorityIcon({ value }: { value: string }) {
  const { icon: Icon, color } = priorities[value] ?? priorities['MEDIUM']!;
  return <Icon size={16} color={color} aria-hidden />;
}

function PriorityField() {
  const { t } = useTranslation('node-forms');
  const { value, set, error, readOnly } = useField('taskPriority');
  const current = textOf(value) || 'MEDIUM';
  return (
    <FieldBox path="taskPriority">
      <Select
        label={<FieldLabel path="taskPriority" />}
        data={Object.keys(priorities).map((each) => ({ value: each, label: t(`choice.taskPriority.${each}`) }))}
        value={current}
        allowDeselect={false}
        readOnly={readOnly}
        error={error}
        leftSection={<PriorityIcon value={current} />}
        renderOption={({ option }: { option: ComboboxItem }) => (
          <Group gap={8}>
            <PriorityIcon value={option.value} />
            {option.label}
          </Group>
        )}
        onChange={(next) => next && set(next)}
      />
    </FieldBox>
  );
}

function WorkerGroupField() {
  const groups = useWorkerGroups();
  const names = ['default', ...(groups.data ?? []).map((group) => group.name)];
  return <SuggestField path="workerGroup" values={[...new Set(names)]} placeholder="default" loading={groups.isPending} />;
}

function EnvironmentField() {
  const { t } = useTranslation('node-forms');
  const { value, set, error, readOnly } = useField('environment');
  const projectCode = useFormPart((state) => state.projectCode);
  const { data: environments, isPending } = useEnvironments(projectCode);
  const group = useFormPart((state) => textOf(state.task['workerGroup'])) || 'default';
  const current = textOf(value);
  // Those that are meant for the worker group, and the one that is chosen.
  const names = (environments ?? []).filter((each) => !each.workerGroups?.length || each.workerGroups.includes(group)).map((each) => each.name);
  return (
    <FieldBox path="environment">
      <Select
        label={<FieldLabel path="environment" />}
        data={[...new Set(current === '' ? names : [...names, current])]}
        value={current === '' ? null : current}
        placeholder={isPending ? t('loading') : t('none')}
        nothingFoundMessage={t('environment.none')}
        clearable={!readOnly}
        searchable
        readOnly={readOnly}
        error={error}
        onChange={(next) => set(next ?? undefined)}
      />
    </FieldBox>
  );
}

function TaskGroupFields() {
  const { t } = useTranslation('node-forms');
  const form = useForm();
  const { error, readOnly } = useField('taskGroup');
  const { error: priorityError } = useField('taskGroupPriority');
  const { data: groups, isPending } = useTaskGroups(useFormPart((state) => state.projectCode));
  const use = useFormPart((state) => taskGroupOf(state.task));
  const names = (groups ?? []).map((group) => group.name);
  return (
    <Row>
      <FieldBox path="taskGroup">
        <Select
          label={<FieldLabel path="taskGroup" />}
          data={[...new Set(use.name === '' ? names : [...names, use.name])]}
          value={use.name === '' ? null : use.name}
          placeholder={isPending ? t('loading') : t('none')}
          nothingFoundMessage={t('taskGroup.none')}
          clearable={!readOnly}
          searchable
          readOnly={readOnly}
          error={error}
          onChange={(next) => form.change((task) => withTaskGroup(task, { ...use, name: next ?? '' }))}
        />
      </FieldBox>
      <FieldBox path="taskGroupPriority">
        <NumberInput
          label={<FieldLabel path="taskGroupPriority" />}
          value={use.priority ?? ''}
          placeholder="0"
          allowDecimal={false}
          disabled={use.name === ''}
          readOnly={readOnly}
          error={priorityError}
          onChange={(next) => form.change((task) => withTaskGroup(task, { ...use, priority: next === '' ? undefined : Number(next) }))}
        />
      </FieldBox>
    </Row>
  );
}

export function GeneralSection() {
  const { t } = useTranslation('node-forms');
  return (
    <Section id="general" title={t('section.general')}>
      <TextField path="name" required autoFocus keepEmpty placeholder={t('placeholder.name')} />
      <Row>
        <SegmentField path="flag" values={['YES', 'NO']} fallback="YES" />
        <SwitchField path="isCache" on="YES" off="NO" beside />
      </Row>
      <TextField path="description" area />
      <Row columns={3}>
        <PriorityField />
        <WorkerGroupField />
        <EnvironmentField />
      </Row>
      <TaskGroupFields />
    </Section>
  );
}

export function AttemptsSection() {
  const { t } = useTranslation('node-forms');
  return (
    <Section id="attempts" title={t('section.attempts')}>
      <Row>
        <NumberField path="failRetryTimes" min={0} fallback={0} suffix={t('unit.times')} />
        <NumberField path="failRetryInterval" min={0} fallback={1} suffix={t('unit.minutes')} />
        <NumberField path="cpuQuota" min={-1} placeholder={t('noLimit')} suffix="%" />
        <NumberField path="memoryMax" min={-1} placeholder={t('noLimit')} suffix="MB" />
        <NumberField path="delayTime" min={0} fallback={0} suffix={t('unit.minutes')} />
      </Row>
      <TimeoutFields />
    </Section>
  );
}

function TimeoutFields() {
  const open = useFormPart((state) => state.task['timeoutFlag']) === 'OPEN';
  return (
    <>
      <SwitchField path="timeoutFlag" on="OPEN" off="CLOSE" />
      {open && (
        <Row>
          <SegmentField path="timeoutNotifyStrategy" values={['WARN', 'FAILED', 'WARNFAILED']} fallback="WARN" />
          <TimeoutMinutes />
        </Row>
      )}
    </>
  );
}

function TimeoutMinutes() {
  const { t } = useTranslation('node-forms');
  return <NumberField path="timeout" min={1} fallback={30} suffix={t('unit.minutes')} required />;
}
