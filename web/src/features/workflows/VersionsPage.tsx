import { ActionIcon, Badge, Button, Drawer, Group, Select, Stack, Text, Title, Tooltip } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Eye, GitCompareArrows, History, RotateCcw, Workflow as WorkflowIcon } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router-dom';
import { api, ok } from '@/api/client';
import { usePages } from '@/api/pages';
import { keys, refreshProject, useProject, useWorkflow } from '@/api/queries';
import type { WorkflowVersion } from '@/api/types';
import { useRights } from '@/app/session';
import { CodeEditor, ConfirmAction, EmptyState, ErrorState, formatBytes, LoadingState, notifyDone, PagedTable, PageHeader, StateBadge, TimeText, type Column } from '@/ui';
import { Changes } from './Changes';

export default function VersionsPage() {
  const { projectCode = '', workflowCode = '' } = useParams();
  const { t } = useTranslation('workflows');
  const project = useProject(projectCode);
  const workflow = useWorkflow(projectCode, workflowCode);
  const [compared, setCompared] = useState<[number, number]>();
  const [viewed, setViewed] = useState<number>();
  const pages = usePages(keys.versions(projectCode, workflowCode), (cursor, signal) =>
    ok(api.GET('/projects/{projectCode}/workflows/{workflowCode}/versions', { params: { path: { projectCode, workflowCode }, query: cursor ? { cursor } : {} }, signal })),
  );
  const newest = workflow.data?.version;
  const restore = useRestore(projectCode, workflowCode);
  const { why } = useRights(projectCode);
  const whyNot = why('project.edit');

  const columns = useMemo<Column<WorkflowVersion>[]>(
    () => [
      {
        id: 'version',
        header: t('common:field.version'),
        width: 150,
        cell: (row) => (
          <Group gap={8} wrap="nowrap">
            <Text size="sm" fw={550}>
              v{row.version}
            </Text>
            {row.version === newest && <Badge variant="light">{t('versions.newest')}</Badge>}
          </Group>
        ),
      },
      { id: 'created', header: t('versions.saved'), cell: (row) => <TimeText time={row.created} /> },
      { id: 'author', header: t('versions.author'), cell: (row) => row.author },
      { id: 'restored', header: t('versions.restoredFrom'), cell: (row) => (row.restoredFrom === undefined ? '' : `v${row.restoredFrom}`) },
      { id: 'size', header: t('versions.size'), width: 90, align: 'right', cell: (row) => formatBytes(row.size) },
      {
        id: 'actions',
        header: t('common:field.actions'),
        headerHidden: true,
        width: 116,
        align: 'right',
        cell: (row) => (
          <Group gap={2} wrap="nowrap" justify="flex-end">
            <Tooltip label={t('versions.view')}>
              <ActionIcon aria-label={t('versions.viewOf', { version: row.version })} onClick={() => setViewed(row.version)}>
                <Eye size={16} aria-hidden />
              </ActionIcon>
            </Tooltip>
            <Tooltip label={t('versions.compare')}>
              <ActionIcon aria-label={t('versions.compareOf', { version: row.version })} onClick={() => setCompared(row.version === newest && row.version > 1 ? [row.version - 1, row.version] : [row.version, newest ?? row.version])}>
                <GitCompareArrows size={16} aria-hidden />
              </ActionIcon>
            </Tooltip>
            <ConfirmAction as="icon" icon={RotateCcw} label={t('versions.restore')} reason={whyNot ?? (row.version === newest ? t('versions.isNewest') : undefined)} title={t('versions.restoreTitle', { version: row.version })} text={t('versions.restoreText', { version: row.version })} onConfirm={() => restore.mutateAsync(row.version)} />
          </Group>
        ),
      },
    ],
    [t, newest, whyNot, restore],
  );

  if (workflow.error) return <ErrorState error={workflow.error} onRetry={() => void workflow.refetch()} />;
  if (!workflow.data) return <LoadingState />;
  const at = `/projects/${projectCode}/workflows`;
  const shown = compared ?? (newest !== undefined && newest > 1 ? ([newest - 1, newest] as [number, number]) : undefined);
  return (
    <>
      <PageHeader
        title={t('versions.title', { name: workflow.data.name })}
        badge={<StateBadge state={workflow.data.releaseState} />}
        crumbs={[{ label: t('projects'), to: '/projects' }, { label: project.data?.name ?? '…', to: `/projects/${projectCode}` }, { label: t('title'), to: at }]}
        actions={
          <Button component={Link} to={`${at}/${workflowCode}`} variant="default" leftSection={<WorkflowIcon size={15} aria-hidden />}>
            {t('versions.open')}
          </Button>
        }
      />
      <PagedTable label={t('versions.list')} columns={columns} pages={pages} rowKey={(row) => String(row.version)} maxHeight={320} empty={<EmptyState icon={History} title={t('versions.none')} />} />
      {shown && newest !== undefined ? (
        <Comparison projectCode={projectCode} workflowCode={workflowCode} newest={newest} shown={shown} onChange={setCompared} />
      ) : (
        <EmptyState icon={GitCompareArrows} title={t('diff.one')} text={t('diff.oneText')} />
      )}
      <DocumentDrawer projectCode={projectCode} workflowCode={workflowCode} version={viewed} onClose={() => setViewed(undefined)} />
    </>
  );
}

function useRestore(projectCode: string, workflowCode: string) {
  const { t } = useTranslation('workflows');
  const client = useQueryClient();
  return useMutation({
    mutationFn: (version: number) =>
      ok(api.POST('/projects/{projectCode}/workflows/{workflowCode}/versions/{version}/restore', { params: { path: { projectCode, workflowCode, version: String(version) } }, body: {} })),
    onSuccess: async (saved, version) => {
      await refreshProject(client, projectCode);
      notifyDone(t('versions.restored', { version, saved: saved.version }));
    },
  });
}

interface ComparisonProps {
  projectCode: string;
  workflowCode: string;
  newest: number;
  shown: [number, number];
  onChange: (pair: [number, number]) => void;
}

function Comparison({ projectCode, workflowCode, newest, shown, onChange }: ComparisonProps) {
  const { t } = useTranslation('workflows');
  const [from, to] = shown;
  const choices = Array.from({ length: newest }, (_, index) => ({ value: String(newest - index), label: `v${newest - index}` }));
  const diff = useQuery({
    queryKey: [...keys.versions(projectCode, workflowCode), 'diff', from, to],
    queryFn: ({ signal }) =>
      ok(api.GET('/projects/{projectCode}/workflows/{workflowCode}/versions/{version}/diff/{otherVersion}', { params: { path: { projectCode, workflowCode, version: String(from), otherVersion: String(to) } }, signal })),
    staleTime: Infinity,
  });
  return (
    <Stack gap="md" mt="lg">
      <Group gap="sm">
        <Title order={2}>{t('diff.title')}</Title>
        <Select size="xs" w={90} aria-label={t('diff.from')} data={choices} value={String(from)} onChange={(value) => value && onChange([Number(value), to])} allowDeselect={false} searchable={newest > 20} />
        <Text size="sm" c="dimmed">
          →
        </Text>
        <Select size="xs" w={90} aria-label={t('diff.to')} data={choices} value={String(to)} onChange={(value) => value && onChange([from, Number(value)])} allowDeselect={false} searchable={newest > 20} />
        {diff.data && (
          <Text size="sm" c="dimmed">
            {t('diff.count', { count: diff.data.changes.length })}
          </Text>
        )}
      </Group>
      {diff.error ? (
        <ErrorState error={diff.error} onRetry={() => void diff.refetch()} />
      ) : !diff.data ? (
        <LoadingState rows={3} />
      ) : diff.data.changes.length === 0 ? (
        <EmptyState icon={GitCompareArrows} title={t('diff.same')} text={t('diff.sameText')} />
      ) : (
        <Changes changes={diff.data.changes} />
      )}
    </Stack>
  );
}

function DocumentDrawer({ projectCode, workflowCode, version, onClose }: { projectCode: string; workflowCode: string; version: number | undefined; onClose: () => void }) {
  const { t } = useTranslation('workflows');
  const query = useQuery({
    queryKey: [...keys.versions(projectCode, workflowCode), version],
    queryFn: ({ signal }) =>
      ok(api.GET('/projects/{projectCode}/workflows/{workflowCode}/versions/{version}', { params: { path: { projectCode, workflowCode, version: String(version) } }, signal })),
    enabled: version !== undefined,
    staleTime: Infinity,
  });
  return (
    <Drawer opened={version !== undefined} onClose={onClose} size="xl" title={t('versions.document', { version })} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      {query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : query.data ? <CodeEditor language="json" readOnly value={JSON.stringify(query.data.document, null, 2)} label={t('versions.document', { version })} height="calc(100vh - 100px)" /> : <LoadingState rows={12} />}
    </Drawer>
  );
}
