import { NumberInput, Select, SimpleGrid, Stack, TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeEditor } from '@/ui';
import type { JsonObject } from '../../types';
import { isObject, parseObject, pretty, sameJson, withMember } from '../../model/json';
import { numberOf, textOf } from '../../model/task';
import type { RuleHint } from '../lint';
import { dataTypes, kindOf, locatorText, tableTypes, takes, withLocator } from '../rules';
import { FilterFields } from './FilterFields';

export interface DetailsProps {
  rule: JsonObject;
  place: number;
  hints: RuleHint[];
  readOnly: boolean;
  onChange: (rule: JsonObject) => void;
}

const member = (rule: JsonObject, name: string): JsonObject => (isObject(rule[name]) ? rule[name] : {});

function Text({ rule, readOnly, onChange, name, inside, mono = false }: DetailsProps & { name: string; inside?: string; mono?: boolean }) {
  const { t } = useTranslation('node-forms');
  const holder = inside === undefined ? rule : member(rule, inside);
  const write = (value: string | undefined) => {
    const changed = withMember(holder, name, value);
    onChange(inside === undefined ? changed : { ...rule, [inside]: changed });
  };
  return (
    <TextInput size="xs" label={t(`member.${name}`)} value={textOf(holder[name])} readOnly={readOnly} styles={mono ? { input: { fontFamily: 'var(--mantine-font-family-monospace)' } } : {}} onChange={(event) => write(event.currentTarget.value === '' && name !== 'rule-id' && name !== 'rule-name' ? undefined : event.currentTarget.value)} />
  );
}

function DataTypeFields(props: DetailsProps) {
  const { t } = useTranslation('node-forms');
  const { rule, readOnly, onChange } = props;
  const type = member(rule, 'data-type');
  const write = (name: string, value: unknown) => onChange({ ...rule, 'data-type': withMember(type, name, value) });
  const number = (name: 'length' | 'precision' | 'scale') => (
    <NumberInput size="xs" label={t(`member.${name}`)} value={numberOf(type[name]) ?? ''} min={0} allowDecimal={false} readOnly={readOnly} onChange={(next) => write(name, next === '' ? undefined : Number(next))} />
  );
  return (
    <>
      <Select size="xs" label={t('member.type')} data={dataTypes} value={textOf(type['type']) || null} searchable readOnly={readOnly} onChange={(next) => write('type', next ?? undefined)} />
      {number('length')}
      {number('precision')}
      {number('scale')}
    </>
  );
}

function SelectionDetails(props: DetailsProps) {
  const { t } = useTranslation('node-forms');
  const { rule, readOnly, onChange } = props;
  return (
    <>
      <SimpleGrid cols={2} spacing="xs">
        <Select size="xs" label={t('member.table-type')} data={tableTypes.map((each) => ({ value: each, label: t(`tableType.${each}`) }))} value={locatorText(rule, 'table-type') || null} placeholder={t('tableType.table')} clearable={!readOnly} readOnly={readOnly} onChange={(next) => onChange(withLocator(rule, 'table-type', next ?? undefined))} />
        <NumberInput
          size="xs"
          label={t('member.load-order')}
          value={numberOf(rule['load-order']) ?? ''}
          min={1}
          allowDecimal={false}
          readOnly={readOnly}
          onChange={(next) => onChange(withMember(rule, 'load-order', next === '' ? undefined : typeof rule['load-order'] === 'number' ? Number(next) : String(next)))}
        />
      </SimpleGrid>
      {(rule['rule-action'] === 'include' || rule['filters'] !== undefined) && <FilterFields {...props} />}
    </>
  );
}

function TransformationDetails(props: DetailsProps) {
  const { t } = useTranslation('node-forms');
  const { rule, readOnly, onChange } = props;
  const action = textOf(rule['rule-action']);
  const key = member(rule, 'primary-key-def');
  const columns = Array.isArray(key['columns']) ? key['columns'].filter((each): each is string => typeof each === 'string') : [];
  return (
    <>
      {takes(action, 'expression') && <Text {...props} name="expression" mono />}
      {takes(action, 'data-type') && (
        <SimpleGrid cols={4} spacing="xs">
          <DataTypeFields {...props} />
        </SimpleGrid>
      )}
      {takes(action, 'primary-key-def') && (
        <SimpleGrid cols={2} spacing="xs">
          <Text {...props} name="name" inside="primary-key-def" />
          <TagsInput size="xs" label={t('member.columns')} value={columns} readOnly={readOnly} onChange={(next) => onChange({ ...rule, 'primary-key-def': { ...key, columns: next } })} />
        </SimpleGrid>
      )}
      {takes(action, 'before-image-def') && (
        <SimpleGrid cols={3} spacing="xs">
          <Text {...props} name="column-prefix" inside="before-image-def" />
          <Text {...props} name="column-suffix" inside="before-image-def" />
          <Select size="xs" label={t('member.column-filter')} data={['pk-only', 'non-lob', 'all']} value={textOf(member(rule, 'before-image-def')['column-filter']) || null} clearable readOnly={readOnly} onChange={(next) => onChange({ ...rule, 'before-image-def': withMember(member(rule, 'before-image-def'), 'column-filter', next ?? undefined) })} />
        </SimpleGrid>
      )}
    </>
  );
}

/** A rule of a kind that has no fields here: its JSON. */
function OtherDetails({ rule, place, readOnly, onChange }: DetailsProps) {
  const { t } = useTranslation('node-forms');
  const [typed, setTyped] = useState(() => pretty(rule));
  const given = parseObject(typed);
  return (
    <CodeEditor
      language="json"
      value={given === undefined || sameJson(given, rule) ? typed : pretty(rule)}
      label={t('rule.detailsOf', { row: place })}
      readOnly={readOnly}
      onChange={(text) => {
        setTyped(text);
        const next = parseObject(text);
        if (next) onChange(next);
      }}
    />
  );
}

export function RuleDetails(props: DetailsProps) {
  const kind = kindOf(props.rule);
  return (
    <Stack gap="xs">
      {kind === 'selection' && <SelectionDetails {...props} />}
      {kind === 'transformation' && <TransformationDetails {...props} />}
      {kind === 'other' ? (
        <OtherDetails {...props} />
      ) : (
        <SimpleGrid cols={2} spacing="xs">
          <Text {...props} name="rule-id" />
          <Text {...props} name="rule-name" />
        </SimpleGrid>
      )}
    </Stack>
  );
}
