import { Button, Group, NumberInput, PasswordInput, SegmentedControl, Select, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { api, ok } from '@/api/client';
import { CrudDrawer, useCrudForm, type FormProps } from '@/features/crud';
import { HelpText } from '@/ui';
import { fieldsOf, missingSetting, settingFields, settingsOf, type ChannelValues, type SettingField } from './channels';
import type { AlarmChannel } from './types';

export const channelsKey = ['alarm-channels'] as const;

export function ChannelForm({ row, opened, onClose }: FormProps<AlarmChannel>) {
  const { t } = useTranslation('admin');
  const form = useCrudForm<ChannelValues, AlarmChannel>({
    row,
    valuesOf: (channel) => ({ name: channel?.name ?? '', kind: channel?.kind ?? 'email', fields: fieldsOf(channel?.kind ?? 'email', channel?.settings), removed: [] }),
    save: (values, channel) => {
      const body = { name: values.name.trim(), settings: settingsOf(values) as Record<string, never> };
      return channel ? ok(api.PUT('/alarm-channels/{channelName}', { params: { path: { channelName: channel.name } }, body })) : ok(api.POST('/alarm-channels', { body: { ...body, kind: values.kind } }));
    },
    refresh: channelsKey,
    done: ({ name }) => t('saved', { name }),
    onClose,
  });
  const { values } = form;
  const kept = row?.secrets ?? [];
  const missing = missingSetting(values, kept);
  return (
    <CrudDrawer form={form} opened={opened} title={form.isNew ? t('channels.create') : t('edit', { name: row?.name })} reason={!values.name.trim() ? t('nameNeeded') : missing && t('channels.missing', { field: t(`channels.${missing}`) })}>
      {form.isNew && (
        <SegmentedControl
          fullWidth
          aria-label={t('channels.kind')}
          value={values.kind}
          onChange={(kind) => form.set({ kind: kind as ChannelValues['kind'], fields: fieldsOf(kind as ChannelValues['kind']), removed: [] })}
          data={[
            { value: 'email', label: t('channels.email') },
            { value: 'webhook', label: t('channels.webhook') },
          ]}
        />
      )}
      <TextInput label={t('common:field.name')} {...form.text('name')} maxLength={100} required data-autofocus />
      {settingFields[values.kind].map((field) => (
        <Setting
          key={`${values.kind}.${field.name}`}
          field={field}
          value={values.fields[field.name] ?? ''}
          onChange={(value) => form.set({ fields: { ...values.fields, [field.name]: value } })}
          kept={kept.includes(field.name)}
          removed={values.removed.includes(field.name)}
          onRemove={(remove) => form.set({ removed: remove ? [...values.removed, field.name] : values.removed.filter((name) => name !== field.name) })}
          error={form.errorAt(`$.settings.${field.name}`)}
          defaultPort={values.fields['security'] === 'tls' ? 465 : 587}
        />
      ))}
      {!form.isNew && (
        <Text size="xs" c="dimmed">
          {t('channels.secretsRule')}
        </Text>
      )}
    </CrudDrawer>
  );
}

interface SettingProps {
  field: SettingField;
  value: string;
  onChange: (value: string) => void;
  /** A secret that is set and not shown. */
  kept: boolean;
  removed: boolean;
  onRemove: (remove: boolean) => void;
  error: string | undefined;
  defaultPort: number;
}

function Setting({ field, value, onChange, kept, removed, onRemove, error, defaultPort }: SettingProps) {
  const { t } = useTranslation('admin');
  const { name } = field;
  const label = <HelpText label={t(`channels.${name}`)} name={name} help={t(`channels.${name}.help`)} />;
  const common = { label, error, required: field.required ?? false };
  if (field.kind === 'security') {
    return (
      <Select
        {...common}
        value={value || 'starttls'}
        onChange={(next) => onChange(next ?? '')}
        allowDeselect={false}
        data={(['starttls', 'tls', 'none'] as const).map((mode) => ({ value: mode, label: t(`channels.security.${mode}`) }))}
      />
    );
  }
  if (field.kind === 'number') return <NumberInput {...common} value={value} onChange={(next) => onChange(String(next))} min={1} max={65535} allowDecimal={false} hideControls placeholder={String(defaultPort)} />;
  if (field.kind !== 'secret') return <TextInput {...common} value={value} onChange={(event) => onChange(event.currentTarget.value)} placeholder={field.kind === 'list' ? 'ops@example.org, dba@example.org' : undefined} />;
  const canRemove = kept && !field.required && !value;
  return (
    <div>
      <PasswordInput
        {...common}
        required={common.required && !kept}
        value={value}
        disabled={removed}
        onChange={(event) => onChange(event.currentTarget.value)}
        placeholder={removed ? t('channels.willRemove') : kept ? t('channels.kept') : undefined}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
      />
      {canRemove && (
        <Group mt={4}>
          <Button size="compact-xs" variant="subtle" color={removed ? undefined : 'red'} onClick={() => onRemove(!removed)}>
            {t(removed ? 'channels.keepSecret' : 'channels.removeSecret')}
          </Button>
        </Group>
      )}
    </div>
  );
}
