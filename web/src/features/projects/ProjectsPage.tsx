import { Anchor, Badge, Group, Menu, ActionIcon, Text } from '@mantine/core';
import { Ellipsis, FolderKanban, Pencil, Plus, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router-dom';
import { useProjects } from '@/api/queries';
import type { Project } from '@/api/types';
import { roleIn } from '@/app/rights';
import { useMe, useRights } from '@/app/session';
import { ConfirmAction, EmptyState, PagedTable, PageHeader, RightButton, SearchInput, TimeText, type Column } from '@/ui';
import { ProjectForm } from './ProjectForm';
import { useDeleteProject } from './useDeleteProject';

export default function ProjectsPage() {
  const { t } = useTranslation('projects');
  const { why } = useRights();
  const navigate = useNavigate();
  const me = useMe();
  const [search, setSearch] = useState('');
  const [form, setForm] = useState<{ key: number; opened: boolean; project?: Project | undefined }>({ key: 0, opened: false });
  const pages = useProjects(search);
  const open = (project?: Project) => setForm((old) => ({ key: old.key + 1, opened: true, project }));

  const columns = useMemo<Column<Project>[]>(
    () => [
      {
        id: 'name',
        header: t('common:field.name'),
        nowrap: true,
        sortBy: (row) => row.name,
        cell: (row) => (
          <Anchor component={Link} to={`/projects/${row.code}`} size="sm" fw={550}>
            {row.name}
          </Anchor>
        ),
      },
      { id: 'description', header: t('common:field.description'), fill: true, cell: (row) => <Text size="sm" c="dimmed" truncate>{row.description}</Text> },
      {
        id: 'role',
        header: t('yourRole'),
        width: 130,
        cell: (row) => <Badge variant="default">{t(`common:role.${roleIn(me, row.code) ?? 'viewer'}`)}</Badge>,
      },
      { id: 'updated', header: t('common:field.updated'), width: 170, sortBy: (row) => row.updated, cell: (row) => <TimeText time={row.updated} /> },
      { id: 'actions', header: t('common:field.actions'), headerHidden: true, width: 56, align: 'right', cell: (row) => <RowMenu project={row} onEdit={() => open(row)} /> },
    ],
    [t, me],
  );

  const create = (
    <RightButton leftSection={<Plus size={15} aria-hidden />} reason={why('project.create')} onClick={() => open()}>
      {t('create')}
    </RightButton>
  );
  return (
    <>
      <PageHeader title={t('title')} description={t('intro')} actions={create} />
      <Group mb="sm">
        <SearchInput value={search} onChange={setSearch} label={t('search')} />
      </Group>
      <PagedTable
        label={t('title')}
        columns={columns}
        pages={pages}
        rowKey={(row) => row.code}
        onRow={(row) => navigate(`/projects/${row.code}`)}
        empty={
          search ? (
            <EmptyState icon={FolderKanban} title={t('none.found', { search })} text={t('none.foundText')} />
          ) : (
            <EmptyState icon={FolderKanban} title={t('none.title')} text={t(why('project.create') ? 'none.askAdministrator' : 'none.text')} action={create} />
          )
        }
      />
      <ProjectForm key={form.key} project={form.project} opened={form.opened} onClose={() => setForm((old) => ({ ...old, opened: false }))} />
    </>
  );
}

function RowMenu({ project, onEdit }: { project: Project; onEdit: () => void }) {
  const { t } = useTranslation('projects');
  const { can, why } = useRights(project.code);
  const remove = useDeleteProject();
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon aria-label={t('common:action.moreFor', { name: project.name })}>
          <Ellipsis size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Pencil size={15} aria-hidden />} disabled={!can('project.edit')} title={why('project.edit')} onClick={onEdit}>
          {t('common:action.edit')}
        </Menu.Item>
        <ConfirmAction as="menu" icon={Trash2} danger label={t('common:action.delete')} reason={why('project.create')} title={t('delete.title', { name: project.name })} text={t('delete.text')} confirmLabel={t('delete.confirm')} onConfirm={() => remove(project)} />
      </Menu.Dropdown>
    </Menu>
  );
}
