import { Badge, Button, Group, Text } from '@mantine/core';
import { GitCompare, History } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '@/api/client';
import { usePages } from '@/api/pages';
import { keys } from '@/api/queries';
import type { WorkflowDetails } from '@/api/types';
import { ConfirmAction, EmptyState, ErrorState, LoadingState, TimeText } from '@/ui';
import { isDirty, useEditor } from '../state/useEditor';
import classes from './panels.module.css';

interface Props {
  projectCode: string;
  workflowCode: string | undefined;
  current: number | undefined;
  revision: number | undefined;
  /** Why nothing can be restored. */
  reason: string | undefined;
  /** `to` undefined: what is drawn now. */
  onCompare: (from: number, to: number | undefined) => void;
  onRestored: (details: WorkflowDetails) => void;
}

export function VersionsPanel({ workflowCode, ...props }: Props) {
  const { t } = useTranslation('editor');
  return workflowCode ? <Versions workflowCode={workflowCode} {...props} /> : <EmptyState icon={History} title={t('versions.none')} text={t('versions.noneText')} />;
}

function Versions({ projectCode, workflowCode, current, revision, reason, onCompare, onRestored }: Props & { workflowCode: string }) {
  const { t } = useTranslation('editor');
  const dirty = useEditor(isDirty);
  const pages = usePages(keys.versions(projectCode, workflowCode), (cursor, signal) =>
    ok(api.GET('/projects/{projectCode}/workflows/{workflowCode}/versions', { params: { path: { projectCode, workflowCode }, query: { limit: 50, ...(cursor && { cursor }) } }, signal })),
  );
  if (pages.error) return <ErrorState error={pages.error} onRetry={pages.refetch} />;
  if (!pages.rows) return <LoadingState />;
  const { rows } = pages;
  const restore = async (version: number) => {
    const path = { projectCode, workflowCode, version: String(version) };
    const restored = await ok(
      api.POST('/projects/{projectCode}/workflows/{workflowCode}/versions/{version}/restore', { params: { path }, body: revision === undefined ? {} : { revision } }),
    );
    onRestored(restored);
  };
  return (
    <div className={classes.list}>
      {rows.map((version, index) => {
        const before = rows[index + 1];
        return (
          <div key={version.version} className={classes.version}>
            <Group gap={8}>
              <Text size="sm" fw={600}>
                {t('versions.version', { version: version.version })}
              </Text>
              {version.version === current && (
                <Badge size="sm" variant="light">
                  {t('versions.current')}
                </Badge>
              )}
              <Text size="xs" c="dimmed" ml="auto">
                <TimeText time={version.created} />
              </Text>
            </Group>
            <Text size="xs" c="dimmed">
              {version.author}
              {version.restoredFrom !== undefined && ` · ${t('versions.restoredFrom', { version: version.restoredFrom })}`}
            </Text>
            <Group gap={6}>
              {before && (
                <Button size="compact-xs" variant="default" leftSection={<GitCompare size={12} aria-hidden />} onClick={() => onCompare(before.version, version.version)}>
                  {t('versions.changes')}
                </Button>
              )}
              {(version.version !== current || dirty) && (
                <Button size="compact-xs" variant="default" onClick={() => onCompare(version.version, undefined)}>
                  {t('versions.withMine')}
                </Button>
              )}
              {version.version !== current && (
                <ConfirmAction
                  label={t('versions.restore')}
                  buttonProps={{ size: 'compact-xs' }}
                  reason={reason}
                  title={t('versions.restoreTitle', { version: version.version })}
                  text={dirty ? t('versions.restoreDirty') : t('versions.restoreText')}
                  onConfirm={() => restore(version.version)}
                />
              )}
            </Group>
          </div>
        );
      })}
      {pages.hasMore && (
        <Button size="xs" variant="subtle" fullWidth loading={pages.loadingMore} onClick={pages.loadMore}>
          {t('common:table.more')}
        </Button>
      )}
    </div>
  );
}
