import { Autocomplete, NumberInput, Text, TextInput } from '@mantine/core';
import { HardDrive } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router-dom';
import { useRights } from '@/app/session';
import { CrudDrawer, CrudPage, useCrudForm, type FormProps } from '@/features/crud';
import { HelpText, StateBadge, TimeText, type Column } from '@/ui';
import { callDms, dmsKey, useDmsList, useIsEmbedded, type ReplicationInstance } from './api';
import { timeOf } from './tasks';

const classes = ['dms.t3.micro', 'dms.t3.small', 'dms.t3.medium', 'dms.t3.large', 'dms.c5.large', 'dms.c5.xlarge', 'dms.c5.2xlarge', 'dms.r5.large', 'dms.r5.xlarge', 'dms.r5.2xlarge', 'dms.r6i.large', 'dms.r6i.xlarge'];

export default function ReplicationInstancesPage() {
  const { connection = '' } = useParams();
  const { t } = useTranslation('dms');
  const { why } = useRights();
  const embedded = useIsEmbedded(connection);
  const query = useDmsList(connection, 'DescribeReplicationInstances');
  const tasks = useDmsList(connection, 'DescribeReplicationTasks');
  const usersOf = (instance: ReplicationInstance) => (tasks.data ?? []).filter((task) => task.ReplicationInstanceArn === instance.ReplicationInstanceArn).map((task) => task.ReplicationTaskIdentifier);
  const columns: Column<ReplicationInstance>[] = [
    { id: 'name', header: t('endpoints.identifier'), fill: true, sortBy: (row) => row.ReplicationInstanceIdentifier, cell: (row) => <Text size="sm" fw={550} truncate>{row.ReplicationInstanceIdentifier}</Text> },
    { id: 'status', header: t('common:field.state'), sortBy: (row) => row.ReplicationInstanceStatus, cell: (row) => row.ReplicationInstanceStatus && <StateBadge state={row.ReplicationInstanceStatus} /> },
    { id: 'class', header: t('instances.class'), sortBy: (row) => row.ReplicationInstanceClass, cell: (row) => row.ReplicationInstanceClass ?? '–' },
    { id: 'storage', header: t('instances.storage'), align: 'right', sortBy: (row) => row.AllocatedStorage, cell: (row) => (row.AllocatedStorage ? `${row.AllocatedStorage} GB` : '–') },
    { id: 'version', header: t('instances.version'), hideBelow: 1100, sortBy: (row) => row.EngineVersion, cell: (row) => row.EngineVersion ?? '–' },
    { id: 'tasks', header: t('instances.tasks'), align: 'right', sortBy: (row) => usersOf(row).length, cell: (row) => usersOf(row).length },
    { id: 'created', header: t('created'), hideBelow: 1100, sortBy: (row) => row.InstanceCreateTime, cell: (row) => <TimeText time={timeOf(row.InstanceCreateTime)} /> },
  ];
  return (
    <CrudPage
      title={t('instances.title')}
      crumbs={[{ label: t('connections.title'), to: '/dms' }, { label: connection }]}
      intro={t(embedded ? 'instances.introEmbedded' : 'instances.introAws')}
      query={query}
      columns={columns}
      rowKey={(row) => row.ReplicationInstanceArn}
      nameOf={(row) => row.ReplicationInstanceIdentifier}
      sort={{ id: 'name' }}
      reason={why('shared.edit')}
      icon={HardDrive}
      createLabel={t('instances.create')}
      empty={{ title: t('instances.none'), text: t('instances.noneText') }}
      form={(props) => <InstanceForm {...props} connection={connection} />}
      editable={false}
      removal={(row) => {
        const users = usersOf(row);
        return {
          text: users.length > 0 ? t('instances.deleteUsed', { count: users.length, names: users.slice(0, 8).join(', ') }) : t('instances.deleteText'),
          refresh: dmsKey(connection),
          run: () => callDms(connection, 'DeleteReplicationInstance', { ReplicationInstanceArn: row.ReplicationInstanceArn }),
        };
      }}
    />
  );
}

function InstanceForm({ opened, onClose, connection }: FormProps<ReplicationInstance> & { connection: string }) {
  const { t } = useTranslation('dms');
  const form = useCrudForm({
    row: undefined,
    valuesOf: () => ({ identifier: '', instanceClass: 'dms.t3.medium', storage: 50 }),
    save: ({ identifier, instanceClass, storage }) => callDms(connection, 'CreateReplicationInstance', { ReplicationInstanceIdentifier: identifier.trim(), ReplicationInstanceClass: instanceClass.trim(), AllocatedStorage: storage }),
    refresh: dmsKey(connection),
    done: ({ identifier }) => t('saved', { name: identifier }),
    onClose,
  });
  const { values, set } = form;
  return (
    <CrudDrawer form={form} opened={opened} title={t('instances.create')} reason={values.identifier.trim() && values.instanceClass.trim() ? undefined : t('nameNeeded')}>
      <TextInput label={<HelpText label={t('endpoints.identifier')} name="ReplicationInstanceIdentifier" />} {...form.text('identifier')} maxLength={63} required data-autofocus />
      <Autocomplete label={<HelpText label={t('instances.class')} name="ReplicationInstanceClass" />} data={classes} value={values.instanceClass} onChange={(instanceClass) => set({ instanceClass })} required />
      <NumberInput label={<HelpText label={t('instances.storage')} name="AllocatedStorage" />} suffix=" GB" value={values.storage} onChange={(storage) => set({ storage: Number(storage) })} min={5} max={6144} allowDecimal={false} />
    </CrudDrawer>
  );
}
