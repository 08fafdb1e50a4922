import { Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import { api, isProblem, ok } from '@/api/client';
import { keys } from '@/api/queries';
import type { Project } from '@/api/types';
import { ConflictNotice, FormDrawer, isStale, notifyDone } from '@/ui';

/** Creates a project (then goes there), or changes one. Mount it with a key per opening: it starts from `project`. */
export function ProjectForm({ project, opened, onClose }: { project?: Project | undefined; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('projects');
  const client = useQueryClient();
  const navigate = useNavigate();
  const [base, setBase] = useState(project);
  const [name, setName] = useState(project?.name ?? '');
  const [description, setDescription] = useState(project?.description ?? '');
  const dirty = name !== (base?.name ?? '') || description !== (base?.description ?? '');

  const save = useMutation({
    mutationFn: (overwrite: boolean) => {
      const body = { name: name.trim(), description: description.trim() };
      if (!base) return ok(api.POST('/projects', { body }));
      const params = { path: { projectCode: base.code }, ...(overwrite && { header: { 'If-Match': '*' } }) };
      return ok(api.PUT('/projects/{projectCode}', { params, body: overwrite ? body : { ...body, revision: base.revision } }));
    },
    onSuccess: async (saved) => {
      client.setQueryData(keys.project(saved.code), saved);
      await client.invalidateQueries({ queryKey: ['projects'] });
      onClose();
      notifyDone(t(base ? 'form.saved' : 'form.created', { name: saved.name }));
      if (!base) navigate(`/projects/${saved.code}`);
    },
  });

  const reload = async () => {
    if (!base) return;
    const fresh = await ok(api.GET('/projects/{projectCode}', { params: { path: { projectCode: base.code } } }));
    setBase(fresh);
    setName(fresh.name);
    setDescription(fresh.description ?? '');
    save.reset();
  };

  const { error } = save;
  const stale = isStale(error);
  const nameError = isProblem(error) ? (error.at('$.name') ?? (error.type === 'already_exists' ? t('form.taken') : undefined)) : undefined;
  return (
    <FormDrawer
      title={t(base ? 'form.edit' : 'form.new')}
      opened={opened}
      onClose={onClose}
      onSubmit={() => save.mutate(false)}
      dirty={dirty}
      busy={save.isPending}
      submitLabel={t(base ? 'common:action.save' : 'common:action.create')}
      reason={name.trim() ? undefined : t('form.nameNeeded')}
      error={stale || nameError ? undefined : (error ?? undefined)}
      size={420}
    >
      {stale && <ConflictNotice busy={save.isPending} onOverwrite={() => save.mutate(true)} onReload={() => void reload()} />}
      <TextInput label={t('common:field.name')} value={name} onChange={(event) => setName(event.currentTarget.value)} error={nameError} maxLength={255} required data-autofocus />
      <Textarea label={t('common:field.description')} value={description} onChange={(event) => setDescription(event.currentTarget.value)} error={isProblem(error) ? error.at('$.description') : undefined} maxLength={255} minRows={3} description={t('form.descriptionHelp')} />
    </FormDrawer>
  );
}
