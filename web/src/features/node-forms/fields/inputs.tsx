import { Autocomplete, Input, NumberInput, SegmentedControl, Select, Switch, Text, TextInput, Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { HelpText } from '@/ui';
import { flagOf, likeBefore, numberOf, textOf } from '../model/task';
import { useField } from './form';

export interface FieldProps {
  path: string;
  /** Key of its words, if not the field's own name. */
  words?: string;
  required?: boolean;
  placeholder?: string;
}

/** Human label, the field's own name beside it, help. */
export function FieldLabel({ path, words }: { path: string; words?: string }) {
  const { t } = useTranslation('node-forms');
  const name = path.split('.').at(-1) ?? path;
  return <HelpText label={t(`field.${words ?? name}`)} name={name} help={t(`help.${words ?? name}`)} />;
}

export function Warning({ text }: { text: string | undefined }) {
  if (!text) return null;
  return (
    <Text size="xs" mt={4} c="var(--tone-warning-fg)">
      {text}
    </Text>
  );
}

export function FieldBox({ path, warning, children }: { path: string; warning?: string | undefined; children: ReactNode }) {
  return (
    <div data-field={path} style={{ minWidth: 0 }}>
      {children}
      <Warning text={warning} />
    </div>
  );
}

export function TextField({ path, words, required = false, placeholder, area = false, mono = false, autoFocus = false, keepEmpty = false }: FieldProps & { area?: boolean; mono?: boolean; autoFocus?: boolean; keepEmpty?: boolean }) {
  const { value, set, error, warning, readOnly } = useField(path);
  const Control = area ? Textarea : TextInput;
  return (
    <FieldBox path={path} warning={warning}>
      <Control
        label={<FieldLabel path={path} {...(words && { words })} />}
        withAsterisk={required}
        value={textOf(value)}
        error={error}
        readOnly={readOnly}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={area}
        data-autofocus={autoFocus || undefined}
        styles={mono ? { input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12.5 } } : {}}
        onChange={(event) => set(event.currentTarget.value === '' && !keepEmpty ? undefined : event.currentTarget.value)}
      />
    </FieldBox>
  );
}

interface NumberProps extends FieldProps {
  min?: number;
  max?: number;
  /** Shown where there is no value. */
  fallback?: number;
  suffix?: string;
  disabled?: boolean;
}

/** A whole number, which may stand as a text; a text that is none (`${n}`) is edited as one. */
export function NumberField({ path, words, min, max, fallback, suffix, placeholder, required = false, disabled = false }: NumberProps) {
  const { value, set, error, warning, readOnly } = useField(path);
  const number = numberOf(value);
  const label = <FieldLabel path={path} {...(words && { words })} />;
  const isText = value !== undefined && value !== null && number === undefined;
  return (
    <FieldBox path={path} warning={warning}>
      {isText ? (
        <TextInput label={label} withAsterisk={required} value={textOf(value)} error={error} readOnly={readOnly} onChange={(event) => set(event.currentTarget.value === '' ? undefined : event.currentTarget.value)} />
      ) : (
        <NumberInput
          label={label}
          withAsterisk={required}
          value={number ?? ''}
          placeholder={placeholder ?? (fallback === undefined ? undefined : `${fallback}${suffix ? ` ${suffix}` : ''}`)}
          error={error}
          readOnly={readOnly}
          disabled={disabled}
          allowDecimal={false}
          clampBehavior="none"
          {...(min !== undefined && { min })}
          {...(max !== undefined && { max })}
          {...(suffix && { suffix: ` ${suffix}` })}
          startValue={fallback ?? min ?? 0}
          onChange={(next) => set(next === '' ? undefined : typeof next === 'number' ? likeBefore(next, value) : next)}
        />
      )}
    </FieldBox>
  );
}

interface ChoiceProps extends FieldProps {
  values: readonly string[];
  /** The choice that counts where there is none. */
  fallback?: string;
}

/** A few words to choose from, side by side. A value that is none of them is shown too, so that it is not lost. */
export function SegmentField({ path, words, values, fallback }: ChoiceProps) {
  const { t } = useTranslation('node-forms');
  const { value, set, error, warning, readOnly, name } = useField(path);
  const current = textOf(value) || fallback || '';
  const data = (values.includes(current) || current === '' ? values : [...values, current]).map((each) => ({ value: each, label: values.includes(each) ? t(`choice.${words ?? name}.${each}`) : each }));
  return (
    <FieldBox path={path} warning={warning}>
      <Input.Wrapper label={<FieldLabel path={path} {...(words && { words })} />} error={error} labelElement="div">
        <div>
          <SegmentedControl data={data} value={current} readOnly={readOnly} onChange={set} size="xs" aria-label={t(`field.${words ?? name}`)} />
        </div>
      </Input.Wrapper>
    </FieldBox>
  );
}

/** A closed list of words; empty: the default, which the placeholder tells. */
export function SelectField({ path, words, values, placeholder, required = false }: ChoiceProps) {
  const { t } = useTranslation('node-forms');
  const { value, set, error, warning, readOnly, name } = useField(path);
  const current = textOf(value);
  const all = current === '' || values.includes(current) ? values : [...values, current];
  return (
    <FieldBox path={path} warning={warning}>
      <Select
        label={<FieldLabel path={path} {...(words && { words })} />}
        withAsterisk={required}
        data={all.map((each) => ({ value: each, label: values.includes(each) ? t(`choice.${words ?? name}.${each}`) : each }))}
        value={current === '' ? null : current}
        placeholder={placeholder}
        clearable={!required && !readOnly}
        readOnly={readOnly}
        error={error}
        onChange={(next) => set(next ?? undefined)}
      />
    </FieldBox>
  );
}

/** A free text with words offered. */
export function SuggestField({ path, words, values, placeholder, required = false, loading = false }: FieldProps & { values: string[]; loading?: boolean }) {
  const { t } = useTranslation('node-forms');
  const { value, set, error, warning, readOnly } = useField(path);
  const current = textOf(value);
  return (
    <FieldBox path={path} warning={warning}>
      <Autocomplete
        label={<FieldLabel path={path} {...(words && { words })} />}
        withAsterisk={required}
        data={values}
        // A value that is one of the list must not hide the others.
        filter={({ options, search }) => (values.includes(search) ? options : options.filter((option) => 'value' in option && option.value.toLowerCase().includes(search.toLowerCase())))}
        value={current}
        placeholder={loading ? t('loading') : placeholder}
        readOnly={readOnly}
        error={error}
        onChange={(next) => set(next === '' ? undefined : next)}
      />
    </FieldBox>
  );
}

/** `on`/`off`: what stands in the document for it; true and false, or words as YES and NO. `beside`: level with an input that has its label above. */
export function SwitchField({ path, words, on = true, off = false, beside = false }: FieldProps & { on?: string | boolean; off?: string | boolean; beside?: boolean }) {
  const { value, set, error, warning, readOnly } = useField(path);
  const checked = typeof on === 'string' ? value === on : flagOf(value);
  const write = (next: boolean) => set(typeof on === 'string' ? (next ? on : off) : likeBefore(next, value));
  return (
    <FieldBox path={path} warning={warning}>
      <Switch mt={beside ? 28 : 0} label={<FieldLabel path={path} {...(words && { words })} />} checked={checked} error={error} disabled={readOnly} onChange={(event) => write(event.currentTarget.checked)} />
    </FieldBox>
  );
}
