import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TestDialog, testFailure } from '@/features/crud';
import { useStateWord } from '@/ui';
import { testEndpoint, useDmsList, type Endpoint } from './api';

/** Has the service try an endpoint from a replication instance, and shows what it finds. */
export function EndpointTest({ connection, endpoint, opened, onClose }: { connection: string; endpoint: Endpoint; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('dms');
  const word = useStateWord();
  const instances = useDmsList(connection, 'DescribeReplicationInstances');
  const [chosen, setChosen] = useState('');
  const instance = chosen || instances.data?.[0]?.ReplicationInstanceArn || '';
  return (
    <TestDialog
      // Another instance is another test; so is the first one found.
      key={`${instances.status} ${instance}`}
      title={t('endpoints.test', { name: endpoint.EndpointIdentifier })}
      opened={opened}
      onClose={onClose}
      run={async (tell, signal) => {
        if (instances.error) throw instances.error;
        if (!instances.data) return await new Promise<never>(() => tell(t('endpoints.findInstance')));
        if (!instance) throw testFailure(t('endpoints.noInstance'), t('endpoints.noInstanceHint'));
        const found = await testEndpoint(connection, endpoint.EndpointArn, instance, (status) => tell(word(status)), signal);
        if (found.Status !== 'successful') throw testFailure(found.LastFailureMessage ?? found.Status ?? '');
        return t('endpoints.tested', { name: endpoint.EndpointIdentifier, instance: found.ReplicationInstanceIdentifier ?? '' });
      }}
    >
      {(instances.data?.length ?? 0) > 1 && (
        <Select label={t('endpoints.fromInstance')} data={(instances.data ?? []).map((each) => ({ value: each.ReplicationInstanceArn, label: each.ReplicationInstanceIdentifier }))} value={instance} onChange={(next) => next && setChosen(next)} allowDeselect={false} />
      )}
    </TestDialog>
  );
}
