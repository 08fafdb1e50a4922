import { ActionIcon, Autocomplete, Group, Text, Tooltip } from '@mantine/core';
import { RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { textOf } from '../model/task';
import { useField } from './form';
import { FieldBox, FieldLabel, type FieldProps } from './inputs';
import classes from '../NodeForms.module.css';

export interface PickItem {
  /** What is kept when it is picked: the name that people gave. */
  name: string;
  /** Means the same. */
  arn?: string;
  badge?: string;
  detail?: string;
}

interface Props extends FieldProps {
  items: PickItem[] | undefined;
  loading: boolean;
  failure: Error | null;
  reload: () => void;
  /** Below the field, for the item that its value names. */
  info?: (item: PickItem | undefined) => ReactNode;
  emptyText: string;
}

export const findItem = (items: PickItem[] | undefined, value: string) => items?.find((item) => item.name === value || (item.arn !== undefined && item.arn === value));

/** Picks from a list of the service by name. Any other text is taken too: an ARN, `${parameter}`, what the list does not have (yet). */
export function PickField({ path, words, required = false, placeholder, items, loading, failure, reload, info, emptyText }: Props) {
  const { t } = useTranslation('node-forms');
  const { value, set, error, warning, readOnly, name } = useField(path);
  const current = textOf(value);
  const known = findItem(items, current);
  const byName = new Map((items ?? []).map((item) => [item.name, item]));
  const fits = (item: PickItem, search: string) => `${item.name} ${item.badge ?? ''} ${item.detail ?? ''}`.toLowerCase().includes(search.toLowerCase());
  return (
    <FieldBox path={path} warning={warning}>
      <Autocomplete
        label={<FieldLabel path={path} {...(words && { words })} />}
        withAsterisk={required}
        data={[...byName.keys()]}
        // What is chosen already must not hide the others.
        filter={({ options, search }) => (known || search === '' ? options : options.filter((option) => 'value' in option && fits(byName.get(option.value) ?? { name: option.value }, search)))}
        value={current}
        placeholder={loading ? t('loading') : placeholder}
        readOnly={readOnly}
        error={error}
        maxDropdownHeight={300}
        limit={200}
        renderOption={({ option }) => {
          const item = byName.get(option.value);
          return (
            <div style={{ minWidth: 0 }}>
              <Group gap={8} wrap="nowrap">
                <Text size="sm" truncate>
                  {option.value}
                </Text>
                {item?.badge && <span className={classes.engine}>{item.badge}</span>}
              </Group>
              {item?.detail && (
                <Text size="xs" c="dimmed" truncate>
                  {item.detail}
                </Text>
              )}
            </div>
          );
        }}
        rightSection={
          <Tooltip label={t('list.reload')}>
            <ActionIcon size="sm" loading={loading} aria-label={t('list.reloadOf', { field: t(`field.${words ?? name}`) })} onClick={reload}>
              <RefreshCw size={14} aria-hidden />
            </ActionIcon>
          </Tooltip>
        }
        onChange={(next) => set(next === '' ? undefined : next)}
      />
      <div className={classes.info}>
        {failure ? (
          <Text size="xs" c="var(--tone-warning-fg)">
            {t('list.unreadable', { reason: failure.message })}
          </Text>
        ) : items?.length === 0 ? (
          <Text size="xs" c="dimmed">
            {emptyText}
          </Text>
        ) : (
          info?.(known)
        )}
      </div>
    </FieldBox>
  );
}
