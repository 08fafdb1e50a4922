import { Button, Group, Select } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import '@mantine/dates/styles.css';
import { FilterX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useWorkflows } from '@/api/queries';
import { SearchInput, useStateWord } from '@/ui';
import { instanceStates, type InstanceListFilter } from './filters';

interface Props {
  projectCode: string;
  filter: InstanceListFilter;
  onChange: (filter: InstanceListFilter) => void;
}

export function InstanceFilters({ projectCode, filter, onChange }: Props) {
  const { t } = useTranslation('runs');
  const word = useStateWord();
  const workflows = useWorkflows(projectCode);
  const names = (workflows.rows ?? []).map((workflow) => ({ value: workflow.code, label: workflow.name }));
  // A link may name a workflow that is not among the first ones, or was deleted.
  if (filter.workflow && !names.some((name) => name.value === filter.workflow)) names.unshift({ value: filter.workflow, label: filter.workflow });
  const set = (part: { [key in keyof InstanceListFilter]?: InstanceListFilter[key] | undefined }) =>
    onChange(Object.fromEntries(Object.entries({ ...filter, ...part }).filter(([, value]) => value)) as InstanceListFilter);
  return (
    <Group gap="xs" mb="sm" role="search" aria-label={t('filter.label')}>
      <SearchInput value={filter.name ?? ''} onChange={(name) => set({ name })} label={t('filter.name')} width={220} />
      <Select
        w={190}
        data={names}
        value={filter.workflow ?? null}
        onChange={(workflow) => set({ workflow: workflow ?? undefined })}
        placeholder={t('filter.workflow')}
        aria-label={t('filter.workflow')}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('filter.clearWorkflow') }}
        nothingFoundMessage={t('filter.noWorkflow')}
        onSearchChange={() => workflows.hasMore && workflows.loadMore()}
      />
      <Select
        w={150}
        data={instanceStates.map((state) => ({ value: state, label: word(state) }))}
        value={filter.state ?? null}
        onChange={(state) => set({ state: instanceStates.find((known) => known === state) })}
        placeholder={t('filter.state')}
        aria-label={t('filter.state')}
        clearable
        clearButtonProps={{ 'aria-label': t('filter.clearState') }}
      />
      <DatePickerInput
        type="range"
        w={230}
        size="sm"
        valueFormat="YYYY-MM-DD"
        allowSingleDateInRange
        value={[filter.from ?? null, filter.to ?? null]}
        onChange={([from, to]) => set({ from: from ?? undefined, to: to ?? undefined })}
        placeholder={t('filter.time')}
        aria-label={t('filter.time')}
        clearable
        clearButtonProps={{ 'aria-label': t('filter.clearTime') }}
      />
      {Object.keys(filter).length > 0 && (
        <Button variant="subtle" color="gray" size="xs" leftSection={<FilterX size={14} aria-hidden />} onClick={() => onChange({})}>
          {t('filter.clear')}
        </Button>
      )}
    </Group>
  );
}
