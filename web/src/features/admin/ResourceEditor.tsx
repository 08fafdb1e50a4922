import { Button, Group, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, apiRoot, callRaw, callText, ok } from '@/api/client';
import { CrudDrawer, useCrudForm } from '@/features/crud';
import { CodeEditor, ErrorState, FormDrawer, formatBytes, LoadingState } from '@/ui';
import { isText, languageOf, mostShown } from './resources';
import type { Resource } from './types';
import { resourcesKey } from './useUploads';

const bytes = 'application/octet-stream';
export const downloadAddress = (code: string) => `${apiRoot}/resources/${code}/content`;

interface Props {
  /** undefined: a new file in `folder`. */
  resource: Resource | undefined;
  folder: string;
  reason: string | undefined;
  opened: boolean;
  onClose: () => void;
}

interface Content {
  code?: string;
  revision: number;
  path: string;
  text: string;
}

/** Shows a text file, and lets it be changed by who may. */
export function ResourceEditor({ resource, folder, reason, opened, onClose }: Props) {
  const { t } = useTranslation('admin');
  const small = resource !== undefined && resource.size <= mostShown;
  const content = useQuery({
    queryKey: [...resourcesKey, 'content', resource?.code, resource?.revision],
    queryFn: ({ signal }) => callText(`/resources/${resource?.code}/content`, { signal }),
    enabled: opened && small,
    staleTime: Infinity,
  });
  if (!resource) return <TextForm content={{ revision: 0, path: folder, text: '' }} reason={reason} opened={opened} onClose={onClose} />;
  if (content.data !== undefined && isText(content.data)) {
    return <TextForm key={resource.code} content={{ code: resource.code, revision: resource.revision, path: resource.path, text: content.data }} reason={reason} opened={opened} onClose={onClose} />;
  }
  return (
    <FormDrawer title={resource.path} opened={opened} onClose={onClose} onSubmit={onClose} submitLabel={t('common:action.close')} dirty={false} size={860}>
      {content.error ? <ErrorState error={content.error} onRetry={() => void content.refetch()} /> : small && content.isPending ? <LoadingState /> : null}
      {(!small || content.data !== undefined) && (
        <>
          <Text size="sm">{small ? t('resources.binary', { size: formatBytes(resource.size) }) : t('resources.large', { size: formatBytes(resource.size) })}</Text>
          <Group>
            <Button component="a" href={downloadAddress(resource.code)} download variant="default" leftSection={<Download size={15} aria-hidden />}>
              {t('resources.download')}
            </Button>
          </Group>
        </>
      )}
    </FormDrawer>
  );
}

function TextForm({ content, reason, opened, onClose }: { content: Content; reason: string | undefined; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const isNew = content.code === undefined;
  const form = useCrudForm<{ path: string; text: string }, Content>({
    row: isNew ? undefined : content,
    valuesOf: (from) => ({ path: from?.path ?? content.path, text: from?.text ?? '' }),
    save: ({ path, text }, from, overwrite) =>
      from
        ? callRaw('PUT', `/resources/${from.code}/content`, text, bytes, { headers: { 'If-Match': overwrite ? '*' : `"${from.revision}"` } })
        : callRaw('POST', `/resources?path=${encodeURIComponent(path.trim())}`, text, bytes),
    reread: async (from) => {
      const resourceCode = from.code ?? '';
      const [row, text] = await Promise.all([ok(api.GET('/resources/{resourceCode}', { params: { path: { resourceCode } } })), callText(`/resources/${resourceCode}/content`)]);
      return { code: resourceCode, revision: row.revision, path: row.path, text };
    },
    refresh: resourcesKey,
    done: ({ path }) => t('saved', { name: path }),
    onClose,
  });
  const { path, text } = form.values;
  return (
    <CrudDrawer form={form} opened={opened} size={860} title={isNew ? t('resources.newFile') : content.path} reason={reason ?? (!path.trim() || path.trim().endsWith('/') ? t('resources.pathNeeded') : !isNew && !form.dirty ? t('resources.unchanged') : undefined)}>
      {isNew && <TextInput label={t('resources.path')} description={t('resources.pathHelp')} {...form.text('path')} required data-autofocus maxLength={1000} />}
      <CodeEditor label={t('resources.contentOf', { path })} language={languageOf(path)} value={text} onChange={(next) => form.set({ text: next })} readOnly={reason !== undefined} height="calc(100vh - 220px)" />
    </CrudDrawer>
  );
}
