import { ActionIcon, Badge, Group, Select, Text, TextInput, Tooltip } from '@mantine/core';
import { ArrowDown, ArrowUp, ChevronDown, ChevronUp, Copy, Trash2 } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { JsonObject } from '../../types';
import { textOf } from '../../model/task';
import { filterCount, type RuleHint } from '../lint';
import { actionsFor, kindOf, locatorText, namesColumn, namesTable, selectionActions, takes, targets, withAction, withLocator, withTarget } from '../rules';
import { RuleDetails } from './RuleDetails';
import classes from './MappingEditor.module.css';

export interface RuleRowProps {
  rule: JsonObject;
  place: number;
  last: boolean;
  hints: RuleHint[];
  readOnly: boolean;
  onChange: (rule: JsonObject) => void;
  onMove: (step: -1 | 1) => void;
  onCopy: () => void;
  onRemove: () => void;
}

type PartProps = Pick<RuleRowProps, 'rule' | 'place' | 'hints' | 'readOnly' | 'onChange'>;

export const hintAt = (hints: RuleHint[], member: string) => hints.find((hint) => hint.member === member);

function LocatorFields({ rule, place, hints, readOnly, onChange, names }: PartProps & { names: string[] }) {
  const { t } = useTranslation('node-forms');
  return (
    <>
      {names.map((name, index) => (
        <Group key={name} gap={6} wrap="nowrap" flex={1} miw={110}>
          {index > 0 && <span className={classes.dot}>.</span>}
          <TextInput
            size="xs"
            flex={1}
            aria-label={t('rule.memberOf', { member: t(`locator.${name}`), row: place })}
            placeholder={t(`locator.${name}`)}
            value={locatorText(rule, name)}
            error={hintAt(hints, name) !== undefined}
            readOnly={readOnly}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            onChange={(event) => onChange(withLocator(rule, name, event.currentTarget.value))}
          />
        </Group>
      ))}
    </>
  );
}

function SelectionLine(props: PartProps) {
  const { t } = useTranslation('node-forms');
  const { rule, place, readOnly, onChange } = props;
  const action = textOf(rule['rule-action']);
  const filters = filterCount(rule);
  return (
    <>
      <Select size="xs" w={118} data={selectionActions.map((each) => ({ value: each, label: t(`ruleAction.${each}`) }))} value={action} allowDeselect={false} readOnly={readOnly} aria-label={t('rule.actionOf', { row: place })} onChange={(next) => next && onChange(withAction(rule, next))} />
      <LocatorFields {...props} names={['schema-name', 'table-name']} />
      {filters > 0 && (
        <Badge size="sm" variant="light" mt={6}>
          {t('rule.filters', { count: filters })}
        </Badge>
      )}
      {rule['load-order'] !== undefined && (
        <Badge size="sm" variant="light" color="gray" mt={6}>
          {t('rule.order', { order: textOf(rule['load-order']) })}
        </Badge>
      )}
    </>
  );
}

function TransformationLines(props: PartProps) {
  const { t } = useTranslation('node-forms');
  const { rule, place, hints, readOnly, onChange } = props;
  const target = textOf(rule['rule-target']);
  const action = textOf(rule['rule-action']);
  const value = (name: 'value' | 'old-value') =>
    (takes(action, name) || rule[name] !== undefined) && (
      <TextInput
        size="xs"
        flex={1}
        miw={110}
        aria-label={t('rule.memberOf', { member: t(`member.${name}`), row: place })}
        placeholder={t(`member.${name}`)}
        value={textOf(rule[name])}
        error={hintAt(hints, name) !== undefined}
        readOnly={readOnly}
        onChange={(event) => onChange({ ...rule, [name]: event.currentTarget.value })}
      />
    );
  return (
    <>
      <Select size="xs" w={118} data={targets.map((each) => ({ value: each, label: t(`ruleTarget.${each}`) }))} value={target} allowDeselect={false} readOnly={readOnly} aria-label={t('rule.targetOf', { row: place })} onChange={(next) => next && onChange(withTarget(rule, next))} />
      <Select
        size="xs"
        w={190}
        data={[...new Set([...actionsFor(target), action])].filter(Boolean).map((each) => ({ value: each, label: t(`ruleAction.${each}`, { defaultValue: each }) }))}
        value={action}
        error={hintAt(hints, 'rule-action') !== undefined}
        allowDeselect={false}
        searchable
        readOnly={readOnly}
        aria-label={t('rule.actionOf', { row: place })}
        onChange={(next) => next && onChange(withAction(rule, next))}
      />
      {value('old-value')}
      {value('value')}
      <Group gap={6} w="100%" wrap="nowrap">
        <Text size="xs" c="dimmed" w={60} ta="right">
          {t('rule.at')}
        </Text>
        <LocatorFields {...props} names={['schema-name', ...(namesTable(rule) ? ['table-name'] : []), ...(namesColumn(rule) ? ['column-name'] : [])]} />
      </Group>
    </>
  );
}

/** One rule: what is needed in its row, the rest behind the arrow. */
export function RuleRow({ rule, place, last, hints, readOnly, onChange, onMove, onCopy, onRemove }: RuleRowProps) {
  const { t } = useTranslation('node-forms');
  const [opened, setOpened] = useState(false);
  const id = useId();
  const kind = kindOf(rule);
  const part = { rule, place, hints, readOnly, onChange };
  const button = (label: string, icon: ReactNode, onClick: () => void, disabled = false) => (
    <Tooltip label={label}>
      <ActionIcon size="sm" aria-label={`${label}, ${t('rule.place', { row: place })}`} disabled={disabled} onClick={onClick}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
  return (
    <li className={classes.rule} data-look={kind === 'selection' ? textOf(rule['rule-action']) : kind} data-wrong={hints.length > 0 || undefined} aria-label={t('rule.place', { row: place })}>
      <Group gap={6} wrap="nowrap" align="flex-start">
        <div className={classes.line} style={{ flex: 1, minWidth: 0 }}>
          {kind === 'selection' && <SelectionLine {...part} />}
          {kind === 'transformation' && <TransformationLines {...part} />}
          {kind === 'other' && (
            <Text size="sm" lh="30px">
              <b>{textOf(rule['rule-type']) || t('rule.unknown')}</b> {locatorText(rule, 'schema-name')}
              {locatorText(rule, 'table-name') && `.${locatorText(rule, 'table-name')}`}
            </Text>
          )}
        </div>
        <Group gap={0} wrap="nowrap" mt={4}>
          {!readOnly && (
            <>
              {button(t('rule.up'), <ArrowUp size={14} aria-hidden />, () => onMove(-1), place === 1)}
              {button(t('rule.down'), <ArrowDown size={14} aria-hidden />, () => onMove(1), last)}
              {button(t('rule.copy'), <Copy size={13} aria-hidden />, onCopy)}
              {button(t('common:action.remove'), <Trash2 size={13} aria-hidden />, onRemove)}
            </>
          )}
          <ActionIcon size="sm" aria-expanded={opened} aria-controls={id} aria-label={t('rule.detailsOf', { row: place })} onClick={() => setOpened(!opened)}>
            {opened ? <ChevronUp size={15} aria-hidden /> : <ChevronDown size={15} aria-hidden />}
          </ActionIcon>
        </Group>
      </Group>
      {hints.map((hint) => (
        <Text key={hint.member + hint.key} size="xs" c="var(--mantine-color-error)" mt={4}>
          {t(`member.${hint.member}`, { defaultValue: hint.member })}: {t(`ruleHint.${hint.key}`, hint.values ?? {})}
        </Text>
      ))}
      <div id={id} hidden={!opened} className={classes.details}>
        {opened && <RuleDetails {...part} />}
      </div>
    </li>
  );
}
