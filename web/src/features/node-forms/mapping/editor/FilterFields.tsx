import { ActionIcon, Button, Group, Select, Stack, Text, TextInput, Tooltip } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { JsonObject } from '../../types';
import { isObject, withMember } from '../../model/json';
import { textOf } from '../../model/task';
import { operators } from '../rules';
import type { DetailsProps } from './RuleDetails';

const objects = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);
const isPair = (operator: string) => operator === 'between' || operator === 'notbetween';
const isBare = (operator: string) => operator === 'null' || operator === 'notnull';

/** Another operator takes other values: those that it has no use for would be an error. */
function withOperator(condition: JsonObject, operator: string): JsonObject {
  const value = textOf(condition['value'] ?? condition['start-value']);
  const plain = ['value', 'start-value', 'end-value'].reduce((rest, name) => withMember(rest, name, undefined), { ...condition, 'filter-operator': operator } as JsonObject);
  if (isBare(operator)) return plain;
  return isPair(operator) ? { ...plain, 'start-value': value, 'end-value': textOf(condition['end-value']) } : { ...plain, value };
}

interface ConditionProps {
  condition: JsonObject;
  readOnly: boolean;
  onChange: (condition: JsonObject) => void;
  onRemove: () => void;
  label: string;
}

function ConditionFields({ condition, readOnly, onChange, onRemove, label }: ConditionProps) {
  const { t } = useTranslation('node-forms');
  const operator = textOf(condition['filter-operator']);
  const value = (name: 'value' | 'start-value' | 'end-value') => (
    <TextInput size="xs" flex={1} aria-label={`${t(`member.${name}`)}, ${label}`} placeholder={t(`member.${name}`)} value={textOf(condition[name])} readOnly={readOnly} onChange={(event) => onChange({ ...condition, [name]: event.currentTarget.value })} />
  );
  return (
    <Group gap={6} wrap="nowrap">
      <Select size="xs" w={150} aria-label={`${t('member.filter-operator')}, ${label}`} data={[...new Set([...operators, operator])].filter(Boolean).map((each) => ({ value: each, label: t(`operator.${each}`, { defaultValue: each }) }))} value={operator || null} allowDeselect={false} readOnly={readOnly} onChange={(next) => next && onChange(withOperator(condition, next))} />
      {isPair(operator) ? (
        <>
          {value('start-value')}
          {value('end-value')}
        </>
      ) : isBare(operator) ? (
        <div style={{ flex: 1 }} />
      ) : (
        value('value')
      )}
      {!readOnly && (
        <Tooltip label={t('common:action.remove')}>
          <ActionIcon size="sm" aria-label={`${t('common:action.remove')}, ${label}`} onClick={onRemove}>
            <X size={14} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
    </Group>
  );
}

/** Filters of an include rule: all of them must hold; of one filter's conditions, any. */
export function FilterFields({ rule, place, readOnly, onChange }: DetailsProps) {
  const { t } = useTranslation('node-forms');
  const filters = objects(rule['filters']);
  const write = (next: JsonObject[]) => onChange(withMember(rule, 'filters', next.length === 0 ? undefined : next));
  const writeOne = (index: number, filter: JsonObject) => write(filters.map((each, at) => (at === index ? filter : each)));
  const fresh = () => ({ 'filter-operator': 'eq', value: '' });
  return (
    <Stack gap="xs" role="group" aria-label={t('filter.title')}>
      <Text size="xs" fw={550}>
        {t('filter.title')}{' '}
        <Text component="span" size="xs" c="dimmed" fw={400}>
          {t('filter.text')}
        </Text>
      </Text>
      {filters.map((filter, index) => {
        const conditions = objects(filter['filter-conditions']);
        const label = t('filter.place', { rule: place, row: index + 1 });
        const writeConditions = (next: JsonObject[]) => (next.length === 0 ? write(filters.filter((_, at) => at !== index)) : writeOne(index, { ...filter, 'filter-conditions': next }));
        return (
          <Stack key={index} gap={6} pl="xs" style={{ borderLeft: '2px solid var(--line-strong)' }}>
            <TextInput size="xs" aria-label={`${t('member.column-name')}, ${label}`} placeholder={t('member.column-name')} value={textOf(filter['column-name'])} readOnly={readOnly} onChange={(event) => writeOne(index, { ...filter, 'column-name': event.currentTarget.value })} />
            {conditions.map((condition, at) => (
              <ConditionFields
                key={at}
                condition={condition}
                readOnly={readOnly}
                label={`${label}, ${at + 1}`}
                onChange={(next) => writeConditions(conditions.map((each, place) => (place === at ? next : each)))}
                onRemove={() => writeConditions(conditions.filter((_, place) => place !== at))}
              />
            ))}
            {!readOnly && (
              <div>
                <Button size="compact-xs" variant="subtle" leftSection={<Plus size={12} aria-hidden />} onClick={() => writeConditions([...conditions, fresh()])}>
                  {t('filter.or')}
                </Button>
              </div>
            )}
          </Stack>
        );
      })}
      {!readOnly && (
        <div>
          <Button size="compact-xs" variant="default" leftSection={<Plus size={12} aria-hidden />} onClick={() => write([...filters, { 'filter-type': 'source', 'column-name': '', 'filter-conditions': [fresh()] }])}>
            {t('filter.add')}
          </Button>
        </div>
      )}
    </Stack>
  );
}
