import { Alert, Button, FileInput, Group, List, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleCheck, FileUp } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, callRaw, ok, type ProblemEntry } from '@/api/client';
import { refreshProject } from '@/api/queries';
import { ErrorState, notifyDone, ProblemList } from '@/ui';
import { readImportFile, type ImportFile } from './importFile';

type Readable = Exclude<ImportFile, { kind: 'unreadable' }>;

async function send(projectCode: string, file: Readable, dryRun: boolean): Promise<ProblemEntry[]> {
  const params = { path: { projectCode } };
  const document = (value: unknown) => ({ document: value as Record<string, never> });
  switch (file.kind) {
    case 'dolphinscheduler':
      return (await ok(api.POST('/projects/{projectCode}/workflows/import', { params: { ...params, query: { dryRun } }, body: file.content as Record<string, never> }))).problems;
    case 'json':
      if (dryRun) return (await ok(api.POST('/projects/{projectCode}/workflows/validate', { params, body: document(file.document) }))).problems;
      return (await ok(api.POST('/projects/{projectCode}/workflows', { params, body: document(file.document) }))).problems ?? [];
    case 'yaml': {
      const path = `/projects/${projectCode}/workflows${dryRun ? '/validate' : ''}`;
      return (await callRaw<{ problems?: ProblemEntry[] }>('POST', path, file.text, 'application/yaml')).problems ?? [];
    }
  }
}

/** Takes a DolphinScheduler export or a workflow file, shows what the server says about it, and imports it. */
export function ImportDialog({ projectCode, opened, onClose }: { projectCode: string; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('workflows');
  const client = useQueryClient();
  const [chosen, setChosen] = useState<File | null>(null);
  const [file, setFile] = useState<ImportFile>();
  const check = useMutation({ mutationFn: (content: Readable) => send(projectCode, content, true) });
  const run = useMutation({
    mutationFn: (content: Readable) => send(projectCode, content, false),
    onSuccess: async (_, content) => {
      await refreshProject(client, projectCode);
      notifyDone(t('import.done', { count: content.workflows.length }));
      close();
    },
  });
  const close = () => {
    void choose(null);
    onClose();
  };
  const choose = async (next: File | null) => {
    setChosen(next);
    check.reset();
    run.reset();
    const content = next ? readImportFile(next.name, await next.text()) : undefined;
    setFile(content);
    if (content && content.kind !== 'unreadable') check.mutate(content);
  };

  const problems = check.data;
  const blocked = problems?.some((problem) => !problem.warning) ?? true;
  const readable = file?.kind !== 'unreadable' ? file : undefined;
  return (
    <Modal opened={opened} onClose={close} size="lg" title={t('import.title')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <Stack>
        <Text size="sm" c="dimmed">
          {t('import.text')}
        </Text>
        <FileInput label={t('import.file')} placeholder={t('import.choose')} value={chosen} onChange={(next) => void choose(next)} accept=".json,.yaml,.yml" leftSection={<FileUp size={15} aria-hidden />} clearable clearButtonProps={{ 'aria-label': t('common:action.clear') }} error={file?.kind === 'unreadable' ? t('import.unreadable', { message: file.message }) : undefined} data-autofocus />
        {readable && readable.workflows.length > 0 && (
          <div>
            <Text size="sm" fw={500}>
              {t('import.found', { count: readable.workflows.length })}
            </Text>
            <List size="sm" mah={140} style={{ overflowY: 'auto' }}>
              {readable.workflows.map((name) => (
                <List.Item key={name}>{name}</List.Item>
              ))}
            </List>
          </div>
        )}
        {check.error && <ErrorState error={check.error} />}
        {run.error && <ErrorState error={run.error} />}
        {problems?.length === 0 && !run.error && (
          <Alert variant="default" icon={<CircleCheck size={18} color="var(--tone-success-fg)" aria-hidden />}>
            {t('import.fine')}
          </Alert>
        )}
        {problems && problems.length > 0 && (
          <div>
            <Text size="sm" fw={500} mb={4}>
              {t(blocked ? 'import.errors' : 'import.warnings', { count: problems.length })}
            </Text>
            <ProblemList problems={problems} />
          </div>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {t('common:action.cancel')}
          </Button>
          <Button loading={check.isPending || run.isPending} disabled={!readable || blocked} onClick={() => readable && run.mutate(readable)}>
            {t('import.submit')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
