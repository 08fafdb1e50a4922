import { Group, NumberInput, PasswordInput, SegmentedControl, Select, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CrudDrawer, useCrudForm, type FormProps } from '@/features/crud';
import { HelpText, KeyValueRows } from '@/ui';
import { callDms, dmsKey, type Endpoint } from './api';
import { checksServer, engineOf, enginesOf, missingOf, requestOf, valuesOf, type EndpointValues } from './endpoints';

const sslModes = ['none', 'require', 'verify-ca', 'verify-full'] as const;

interface Props extends FormProps<Endpoint> {
  connection: string;
  embedded: boolean;
  /** A new one is there: it should be tested. */
  onMade: (endpoint: Endpoint) => void;
}

/** The fields of an endpoint, as its engine has them. */
export function EndpointForm({ row, opened, onClose, connection, embedded, onMade }: Props) {
  const { t } = useTranslation('dms');
  const form = useCrudForm<EndpointValues, Endpoint>({
    row,
    valuesOf,
    save: async (values, from) => {
      const reply = await callDms<{ Endpoint?: Endpoint }>(connection, from ? 'ModifyEndpoint' : 'CreateEndpoint', requestOf(values, from?.EndpointArn));
      if (!from && reply.Endpoint) onMade(reply.Endpoint);
    },
    refresh: dmsKey(connection),
    done: ({ identifier }) => t('saved', { name: identifier }),
    onClose,
  });
  const { values, set } = form;
  const engine = engineOf(values.engine);
  const engines = enginesOf(embedded);
  const missing = missingOf(values);
  const label = (name: string, own: string) => <HelpText label={t(`endpoint.${name}`)} name={own} help={t(`endpoint.${name}.help`)} />;
  return (
    <CrudDrawer form={form} opened={opened} title={form.isNew ? t('endpoints.create') : t('edit', { name: row?.EndpointIdentifier })} size={540} reason={missing && t(`endpoint.missing.${missing}`)}>
      <SegmentedControl
        fullWidth
        aria-label={t('endpoints.type')}
        value={values.type}
        onChange={(type) => set({ type: type as EndpointValues['type'] })}
        data={[
          { value: 'source', label: t('endpoints.source') },
          { value: 'target', label: t('endpoints.target') },
        ]}
      />
      <TextInput label={label('identifier', 'EndpointIdentifier')} {...form.text('identifier')} maxLength={255} required data-autofocus />
      <Select
        label={label('engine', 'EngineName')}
        value={values.engine}
        onChange={(next) => next && set({ engine: next })}
        allowDeselect={false}
        data={[...engines, ...(engines.some((each) => each.name === values.engine) ? [] : [engine])].map((each) => ({ value: each.name, label: each.label === each.name ? each.name : `${each.label} (${each.name})` }))}
      />
      {engine.file ? (
        <TextInput label={label('file', 'DatabaseName')} {...form.text('database')} placeholder="/var/lib/app/shop.db" required />
      ) : (
        <>
          <Group grow={false} gap="sm" align="flex-start" wrap="nowrap">
            <TextInput flex={1} label={label('server', 'ServerName')} {...form.text('server')} placeholder="db.internal" required />
            <NumberInput w={130} label={label('port', 'Port')} value={values.port} onChange={(port) => set({ port: String(port) })} min={1} max={65535} allowDecimal={false} thousandSeparator="" hideControls placeholder={engine.port ? String(engine.port) : ''} />
          </Group>
          <TextInput label={label('database', 'DatabaseName')} {...form.text('database')} required={engine.databaseNeeded ?? false} />
          <TextInput label={label('username', 'Username')} {...form.text('username')} autoComplete="off" />
          <PasswordInput label={label('password', 'Password')} {...form.text('password')} placeholder={form.isNew ? undefined : t('secretKept')} autoComplete="new-password" visibilityToggleButtonProps={{ 'aria-label': t('showSecret') }} />
          <Select label={label('ssl', 'SslMode')} value={values.sslMode} onChange={(sslMode) => sslMode && set({ sslMode })} allowDeselect={false} data={sslModes.map((mode) => ({ value: mode, label: t(`endpoint.ssl.${mode}`) }))} />
          {checksServer(values.sslMode) && embedded && <TextInput label={label('caFile', 'caFile')} {...form.text('caFile')} placeholder="/etc/ssl/certs/company-ca.pem" />}
        </>
      )}
      <KeyValueRows label={t('endpoint.attributes')} rows={values.attributes} onChange={(attributes) => set({ attributes })} addLabel={t('endpoint.addAttribute')} />
      <Text size="xs" c="dimmed">
        {t(embedded ? (values.type === 'target' ? 'endpoint.attributesTarget' : 'endpoint.attributesSource') : 'endpoint.attributesAws')}
      </Text>
    </CrudDrawer>
  );
}
