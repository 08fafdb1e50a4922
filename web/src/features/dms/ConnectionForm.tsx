import { Autocomplete, PasswordInput, Text, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { callJson } from '@/api/client';
import { CrudDrawer, useCrudForm, type FormProps } from '@/features/crud';
import { HelpText } from '@/ui';
import { connectionsKey, type Connection } from './api';

const regions = ['us-east-1', 'us-east-2', 'us-west-2', 'eu-central-1', 'eu-west-1', 'eu-north-1', 'ap-northeast-1', 'ap-southeast-1', 'ap-southeast-2', 'cn-north-1', 'cn-northwest-1'];

/** A connection to AWS DMS, or to anything that speaks its API. */
export function ConnectionForm({ row, opened, onClose }: FormProps<Connection>) {
  const { t } = useTranslation('dms');
  const form = useCrudForm({
    row,
    valuesOf: (from) => ({ name: from?.name ?? '', region: from?.region ?? '', endpoint: from?.endpoint ?? '', accessKeyId: from?.accessKeyId ?? '', secretAccessKey: '', profile: from?.profile ?? '', description: from?.description ?? '' }),
    save: ({ name, ...values }, from, overwrite) => {
      const given = Object.fromEntries(Object.entries(values).map(([member, text]) => [member, text.trim()] as const).filter(([, text]) => text !== ''));
      if (!from) return callJson('POST', '/connections', { name: name.trim(), ...given });
      const path = `/connections/${encodeURIComponent(from.name)}`;
      return overwrite ? callJson('PUT', path, given, { headers: { 'If-Match': '*' } }) : callJson('PUT', path, { ...given, revision: from.revision });
    },
    reread: (from) => callJson<Connection>('GET', `/connections/${encodeURIComponent(from.name)}`),
    refresh: connectionsKey,
    done: ({ name }) => t('saved', { name }),
    onClose,
  });
  const { values } = form;
  const kept = row?.hasSecret === true && values.accessKeyId === row.accessKeyId;
  const label = (name: keyof typeof values) => <HelpText label={t(`connection.${name}`)} name={name} help={t(`connection.${name}.help`)} />;
  return (
    <CrudDrawer form={form} opened={opened} title={form.isNew ? t('connections.create') : t('edit', { name: row?.name })} reason={values.name.trim() ? undefined : t('nameNeeded')}>
      <TextInput label={label('name')} {...form.text('name')} readOnly={!form.isNew} maxLength={64} required data-autofocus />
      <Autocomplete label={label('region')} data={regions} value={values.region} onChange={(region) => form.set({ region })} error={form.errorAt('$.region')} />
      <TextInput label={label('endpoint')} {...form.text('endpoint')} placeholder="https://dms.eu-central-1.amazonaws.com" />
      <TextInput label={label('accessKeyId')} {...form.text('accessKeyId')} autoComplete="off" />
      <PasswordInput
        label={label('secretAccessKey')}
        {...form.text('secretAccessKey')}
        placeholder={kept ? t('secretKept') : undefined}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': t('showSecret') }}
      />
      <TextInput label={label('profile')} {...form.text('profile')} />
      <Textarea label={t('common:field.description')} {...form.text('description')} maxLength={4000} />
      <Text size="xs" c="dimmed">
        {t('connection.rule')}
      </Text>
    </CrudDrawer>
  );
}
