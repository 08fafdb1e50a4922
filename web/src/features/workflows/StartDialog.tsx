import { Button, Group, Input, Modal, SegmentedControl, Select, SimpleGrid, Stack, Switch, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import { api, ok, randomKey } from '@/api/client';
import { refreshProject, useAlarmGroups, useEnvironments, useWorkerGroups, useWorkflow } from '@/api/queries';
import type { Workflow } from '@/api/types';
import { ErrorState, KeyValueRows, LoadingState, notifyDone, type KeyValue } from '@/ui';
import { inputParameters, type WorkflowDocument } from './document';

export type StartScope = 'TASK_ONLY' | 'TASK_PRE' | 'TASK_POST';

interface Props {
  projectCode: string;
  workflow: Pick<Workflow, 'code' | 'name'>;
  opened: boolean;
  onClose: () => void;
  /** Names of the nodes to start with; none: the whole workflow. */
  startNodes?: string[] | undefined;
  /** Of startNodes: they alone, with what is before them, with what is behind them (default). */
  scope?: StartScope | undefined;
}

/** Asks with what to start a workflow, starts it, and leads to the instance. */
export function StartDialog({ projectCode, workflow, opened, onClose, startNodes, scope }: Props) {
  const { t } = useTranslation('workflows');
  return (
    <Modal opened={opened} onClose={onClose} size="lg" title={t('start.title', { name: workflow.name })} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      {opened && <Loader projectCode={projectCode} workflow={workflow} onClose={onClose} startNodes={startNodes} scope={scope} />}
    </Modal>
  );
}

type FormProps = Pick<Props, 'projectCode' | 'workflow' | 'onClose'> & { startNodes: string[] | undefined; scope: StartScope | undefined };

function Loader(props: FormProps) {
  const details = useWorkflow(props.projectCode, props.workflow.code);
  if (details.error) return <ErrorState error={details.error} onRetry={() => void details.refetch()} />;
  if (!details.data) return <LoadingState rows={5} />;
  return <StartForm {...props} defaults={inputParameters(details.data.document as WorkflowDocument)} />;
}

const priorities = ['HIGHEST', 'HIGH', 'MEDIUM', 'LOW', 'LOWEST'] as const;
const notices = ['NONE', 'SUCCESS', 'FAILURE', 'ALL'] as const;

function StartForm({ projectCode, workflow, onClose, startNodes, scope, defaults }: FormProps & { defaults: { prop: string; value: string }[] }) {
  const { t } = useTranslation('workflows');
  const client = useQueryClient();
  const navigate = useNavigate();
  const environments = useEnvironments(projectCode);
  const workerGroups = useWorkerGroups();
  const alarmGroups = useAlarmGroups();
  // The same for every try of this dialog: a start whose answer was lost is not done twice.
  const [key] = useState(randomKey);
  const [params, setParams] = useState<KeyValue[]>(defaults.map(({ prop, value }) => ({ key: prop, value })));
  const [failureStrategy, setFailureStrategy] = useState<'CONTINUE' | 'END'>('CONTINUE');
  const [priority, setPriority] = useState<(typeof priorities)[number]>('MEDIUM');
  const [workerGroup, setWorkerGroup] = useState<string | null>(null);
  const [environment, setEnvironment] = useState<string | null>(null);
  const [notify, setNotify] = useState<(typeof notices)[number]>('NONE');
  const [alarmGroup, setAlarmGroup] = useState<string | null>(null);
  const [dryRun, setDryRun] = useState(false);

  const start = useMutation({
    mutationFn: () =>
      ok(
        api.POST('/projects/{projectCode}/workflows/{workflowCode}/start', {
          params: { path: { projectCode, workflowCode: workflow.code }, header: { 'Idempotency-Key': key } },
          body: {
            failureStrategy,
            priority,
            dryRun,
            notify,
            ...(workerGroup && { workerGroup }),
            ...(environment && { environment }),
            ...(notify !== 'NONE' && alarmGroup && { alarmGroup }),
            ...(startNodes?.length && { startNodes }),
            ...(startNodes?.length && scope && { scope }),
            startParams: changedParameters(params, defaults),
          },
        }),
      ),
    onSuccess: async ({ code }) => {
      notifyDone(t('done.started', { name: workflow.name }));
      onClose();
      navigate(`/projects/${projectCode}/instances/${code}`);
      await refreshProject(client, projectCode);
    },
  });
  const needsGroup = notify !== 'NONE' && !alarmGroup;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate();
      }}
    >
      <Stack gap="md">
        {start.error && <ErrorState error={start.error} />}
        {startNodes && startNodes.length > 0 && <Text size="sm">{t('start.nodes', { nodes: startNodes.join(', ') })}</Text>}
        <KeyValueRows label={t('start.params')} rows={params} onChange={setParams} addLabel={t('start.addParam')} />
        <div>
          <Input.Label labelElement="div" mb={4} display="block" id="start-failure">
            {t('start.failure')}
          </Input.Label>
          <SegmentedControl aria-labelledby="start-failure" value={failureStrategy} onChange={(value) => setFailureStrategy(value as 'CONTINUE' | 'END')} data={[{ value: 'CONTINUE', label: t('start.continue') }, { value: 'END', label: t('start.end') }]} />
        </div>
        <SimpleGrid cols={2} spacing="sm">
          <Select label={t('start.priority')} value={priority} onChange={(value) => value && setPriority(value as typeof priority)} data={priorities.map((value) => ({ value, label: t(`priority.${value}`) }))} allowDeselect={false} />
          <Select label={t('start.workerGroup')} value={workerGroup} onChange={setWorkerGroup} data={workerGroups.data?.map((group) => group.name) ?? []} placeholder={t('start.asDefined')} clearable searchable clearButtonProps={{ 'aria-label': t('common:action.clear') }} />
          <Select label={t('start.environment')} value={environment} onChange={setEnvironment} data={[...new Set(environments.data?.map((each) => each.name) ?? [])]} placeholder={t('start.asDefined')} clearable searchable clearButtonProps={{ 'aria-label': t('common:action.clear') }} />
          <Select label={t('start.notify')} value={notify} onChange={(value) => value && setNotify(value as typeof notify)} data={notices.map((value) => ({ value, label: t(`notify.${value}`) }))} allowDeselect={false} />
          {notify !== 'NONE' && (
            <Select label={t('start.alarmGroup')} value={alarmGroup} onChange={setAlarmGroup} data={alarmGroups.data?.map((group) => group.name) ?? []} nothingFoundMessage={t('start.noAlarmGroup')} error={needsGroup && alarmGroups.data?.length === 0 ? t('start.noAlarmGroup') : undefined} required />
          )}
        </SimpleGrid>
        <Switch label={t('start.dryRun')} description={t('start.dryRunHelp')} checked={dryRun} onChange={(event) => setDryRun(event.currentTarget.checked)} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button type="submit" loading={start.isPending} disabled={needsGroup} leftSection={<Play size={15} aria-hidden />} data-autofocus>
            {t('start.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Those that differ from the definition: it may change before the next start, an unchanged value is not to be pinned. */
function changedParameters(rows: KeyValue[], defaults: { prop: string; value: string }[]): Record<string, string> {
  const kept = new Map(defaults.map(({ prop, value }) => [prop, value]));
  return Object.fromEntries(rows.filter(({ key, value }) => key.trim() && kept.get(key) !== value).map(({ key, value }) => [key.trim(), value]));
}
