import { Text, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { api, ok } from '@/api/client';
import { CrudDrawer, useCrudForm, type FormProps } from '@/features/crud';
import { asFolder } from './resources';
import { revised } from './revised';
import type { Resource } from './types';
import { resourcesKey } from './useUploads';

/** Renames or moves a file, or changes its description. */
export function MoveForm({ row, opened, onClose }: FormProps<Resource> & { row: Resource }) {
  const { t } = useTranslation('admin');
  const form = useCrudForm({
    row,
    valuesOf: (from) => ({ path: from?.path ?? '', description: from?.description ?? '' }),
    save: (values, from, overwrite) => {
      const { body, header } = revised({ ...values, path: values.path.trim() }, from, overwrite);
      return ok(api.PATCH('/resources/{resourceCode}', { params: { path: { resourceCode: row.code }, header }, body }));
    },
    reread: (from) => ok(api.GET('/resources/{resourceCode}', { params: { path: { resourceCode: from.code } } })),
    refresh: resourcesKey,
    done: ({ path }) => t('saved', { name: path }),
    onClose,
  });
  return (
    <CrudDrawer form={form} opened={opened} title={t('resources.move', { path: row.path })} reason={form.values.path.trim() ? undefined : t('resources.pathNeeded')}>
      <TextInput label={t('resources.path')} description={t('resources.moveHelp')} {...form.text('path')} required data-autofocus maxLength={1000} />
      <Textarea label={t('common:field.description')} {...form.text('description')} maxLength={4000} />
    </CrudDrawer>
  );
}

/** Moves all that lies below a folder. */
export function MoveFolderForm({ folder, opened, onClose, onMoved }: { folder: string; opened: boolean; onClose: () => void; onMoved: (folder: string) => void }) {
  const { t } = useTranslation('admin');
  const form = useCrudForm({
    row: folder,
    valuesOf: () => ({ newFolder: folder }),
    save: async ({ newFolder }) => {
      await ok(api.POST('/resources/rename-folder', { body: { folder: folder.replace(/\/$/, ''), newFolder: asFolder(newFolder).replace(/\/$/, '') } }));
      onMoved(asFolder(newFolder));
    },
    refresh: resourcesKey,
    done: ({ newFolder }) => t('saved', { name: newFolder }),
    onClose,
  });
  const target = asFolder(form.values.newFolder);
  return (
    <CrudDrawer form={form} opened={opened} title={t('resources.moveFolder', { folder })} reason={target && target !== folder ? undefined : t('resources.folderNeeded')}>
      <Text size="sm">{t('resources.moveFolderText')}</Text>
      <TextInput label={t('resources.folder')} {...form.text('newFolder')} required data-autofocus maxLength={1000} />
    </CrudDrawer>
  );
}
