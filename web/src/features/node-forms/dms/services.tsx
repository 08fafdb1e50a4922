import { useTranslation } from 'react-i18next';
import { useQueryClient } from '@tanstack/react-query';
import { refreshDms, testConnection, testEndpoint, useConnections, useEndpoints, useReplicationInstances, useReplicationTasks, type Endpoint } from '../api';
import { useForm, useFormPart, useParam } from '../fields/form';
import { findItem, PickField, type PickItem } from '../fields/PickField';
import { TestButton } from '../fields/TestButton';
import { isObject } from '../model/json';
import { connectionOf, connectionPath, textOf } from '../model/task';
import classes from '../NodeForms.module.css';

/** The connection that the node's calls go to, as it is chosen now. */
export function useConnectionName(): string {
  return useFormPart((state) => connectionOf(state.task));
}

export function ConnectionField() {
  const { t } = useTranslation('node-forms');
  const form = useForm();
  // Where it stood when the form opened: emptied, it is filled in there again.
  const path = connectionPath(form.original);
  const connections = useConnections();
  const own = useFormPart((state) => state.document['connections']);
  const listed: PickItem[] = (connections.data ?? [{ name: 'embedded', kind: 'embedded' as const }]).map((each) => ({
    name: each.name,
    badge: each.kind === 'aws' ? 'AWS DMS' : t('connection.embedded'),
    detail: [each.region, each.description].filter(Boolean).join(' · '),
  }));
  const inFile = isObject(own) ? Object.keys(own).filter((name) => !listed.some((item) => item.name === name)) : [];
  const items = [...listed, ...inFile.map((name) => ({ name, badge: t('connection.inFile') }))];
  const current = useConnectionName();
  const info = (
    <>
      {inFile.includes(current) && <span>{t('connection.inFileNote')}</span>}
      <TestButton label={t('test.connection')} subject={current} reason={current.includes('${') ? t('test.needsValue') : undefined} test={() => testConnection(current)} />
    </>
  );
  return (
    <PickField
      path={path}
      words="connection"
      placeholder="embedded"
      items={items}
      loading={connections.isFetching}
      failure={null}
      reload={() => void connections.refetch()}
      info={() => info}
      emptyText=""
    />
  );
}

const endpointItem = (endpoint: Endpoint): PickItem => ({
  name: endpoint.EndpointIdentifier,
  arn: endpoint.EndpointArn,
  badge: endpoint.EngineDisplayName ?? endpoint.EngineName,
  detail: [endpoint.ServerName && `${endpoint.ServerName}${endpoint.Port ? `:${endpoint.Port}` : ''}`, endpoint.DatabaseName].filter(Boolean).join(' / '),
});

/** Source or target. Its test runs on the replication instance of the node, as the service's own does. */
export function EndpointField({ path, side, required = true }: { path: string; side: 'source' | 'target' | 'any'; required?: boolean }) {
  const { t } = useTranslation('node-forms');
  const client = useQueryClient();
  const connection = useConnectionName();
  const endpoints = useEndpoints(connection);
  const instances = useReplicationInstances(connection);
  const items = endpoints.data?.filter((endpoint) => side === 'any' || endpoint.EndpointType.toLowerCase() === side).map(endpointItem);
  const wantedInstance = textOf(useParam('replicationInstanceArn'));
  const instance = instances.data?.find((each) => each.ReplicationInstanceIdentifier === wantedInstance || each.ReplicationInstanceArn === wantedInstance) ?? (wantedInstance === '' ? instances.data?.[0] : undefined);
  const info = (item: PickItem | undefined) =>
    item?.arn !== undefined && (
      <>
        {item.badge && <span className={classes.engine}>{item.badge}</span>}
        <span>{item.detail}</span>
        <TestButton
          label={t('test.endpoint')}
          subject={`${item.arn} ${instance?.ReplicationInstanceArn ?? ''}`}
          reason={instance ? undefined : t('test.needsInstance')}
          test={(signal) => testEndpoint(connection, instance?.ReplicationInstanceArn ?? '', item.arn ?? '', signal)}
        />
      </>
    );
  return (
    <PickField
      path={path}
      required={required}
      placeholder={t('placeholder.endpoint')}
      items={items}
      loading={endpoints.isFetching}
      failure={endpoints.error}
      reload={() => void refreshDms(client, connection)}
      info={info}
      emptyText={side === 'target' ? t('list.noTargets') : t('list.noSources')}
    />
  );
}

export function InstanceField() {
  const { t } = useTranslation('node-forms');
  const connection = useConnectionName();
  const instances = useReplicationInstances(connection);
  const items = instances.data?.map<PickItem>((instance) => ({
    name: instance.ReplicationInstanceIdentifier,
    arn: instance.ReplicationInstanceArn,
    ...(instance.ReplicationInstanceStatus && { badge: instance.ReplicationInstanceStatus }),
    detail: [instance.ReplicationInstanceClass, instance.EngineVersion].filter(Boolean).join(' · '),
  }));
  return (
    <PickField
      path="taskParams.replicationInstanceArn"
      required
      placeholder={t('placeholder.instance')}
      items={items}
      loading={instances.isFetching}
      failure={instances.error}
      reload={() => void instances.refetch()}
      info={(item) => item && [item.badge, item.detail].filter(Boolean).map((text) => <span key={text}>{text}</span>)}
      emptyText={t('list.noInstances')}
    />
  );
}

export function ReplicationTaskField() {
  const { t } = useTranslation('node-forms');
  const connection = useConnectionName();
  const tasks = useReplicationTasks(connection);
  const items = tasks.data?.map<PickItem>((task) => ({
    name: task.ReplicationTaskIdentifier,
    arn: task.ReplicationTaskArn,
    ...(task.Status && { badge: task.Status }),
    ...(task.MigrationType && { detail: task.MigrationType }),
  }));
  return (
    <PickField
      path="taskParams.replicationTaskArn"
      required
      placeholder={t('placeholder.task')}
      items={items}
      loading={tasks.isFetching}
      failure={tasks.error}
      reload={() => void tasks.refetch()}
      info={(item) => item && [item.badge, item.detail].filter(Boolean).map((text) => <span key={text}>{text}</span>)}
      emptyText={t('list.noTasks')}
    />
  );
}

/** The engine of the endpoint that a field names, if the service knows it. */
export function useEndpointNamed(value: string): PickItem | undefined {
  const endpoints = useEndpoints(useConnectionName(), value !== '');
  return findItem(endpoints.data?.map(endpointItem), value);
}
