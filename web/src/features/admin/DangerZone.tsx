import { Card, Group, Text } from '@mantine/core';
import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import type { Project } from '@/api/types';
import { useRights } from '@/app/session';
import { ProjectForm } from '@/features/projects/ProjectForm';
import { useDeleteProject } from '@/features/projects/useDeleteProject';
import { ConfirmAction, RightButton } from '@/ui';

/** What changes a project for everybody, or ends it. */
export function DangerZone({ project }: { project: Project }) {
  const { t } = useTranslation('admin');
  const { why } = useRights(project.code);
  const navigate = useNavigate();
  const remove = useDeleteProject();
  const [form, setForm] = useState({ key: 0, opened: false });
  return (
    <Card withBorder padding={0} radius="lg" maw={760} bg="var(--surface-card)" style={{ borderColor: 'var(--tone-danger-fg)' }}>
      <Group justify="space-between" p="md" wrap="nowrap" style={{ borderBottom: '1px solid var(--line)' }}>
        <div>
          <Text fw={550}>{t('danger.rename')}</Text>
          <Text size="sm" c="dimmed">
            {t('danger.renameText')}
          </Text>
        </div>
        <RightButton variant="default" leftSection={<Pencil size={15} aria-hidden />} reason={why('project.edit')} style={{ flexShrink: 0 }} onClick={() => setForm((old) => ({ key: old.key + 1, opened: true }))}>
          {t('common:action.edit')}
        </RightButton>
      </Group>
      <Group justify="space-between" p="md" wrap="nowrap">
        <div>
          <Text fw={550}>{t('danger.delete')}</Text>
          <Text size="sm" c="dimmed">
            {t('danger.deleteText')}
          </Text>
        </div>
        <ConfirmAction icon={Trash2} danger label={t('danger.delete')} reason={why('project.create')} title={t('danger.deleteTitle', { name: project.name })} text={t('danger.deleteText')} typed={project.name} buttonProps={{ style: { flexShrink: 0 } }} onConfirm={() => remove(project).then(() => navigate('/projects'))} />
      </Group>
      <ProjectForm key={form.key} project={project} opened={form.opened} onClose={() => setForm((old) => ({ ...old, opened: false }))} />
    </Card>
  );
}
