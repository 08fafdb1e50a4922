import { ActionIcon, Anchor, Button, FileButton, Group, Menu, Text, Tooltip } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Download, Ellipsis, FilePlus2, Files, FolderPen, FolderX, PenLine, Upload as UploadIcon } from 'lucide-react';
import { useState, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router-dom';
import { api, ok } from '@/api/client';
import { useRights } from '@/app/session';
import { IconAction, RowActions, useWholeList } from '@/features/crud';
import { ConfirmAction, DataTable, EmptyState, formatBytes, notifyDone, PageHeader, RightButton, SearchInput, TimeText, type Column } from '@/ui';
import { FolderTree } from './FolderTree';
import { downloadAddress, ResourceEditor } from './ResourceEditor';
import { MoveFolderForm, MoveForm } from './ResourceForms';
import { filesIn, findFolder, folderOf, folderTree, nameOf } from './resources';
import classes from './ResourcesPage.module.css';
import type { Resource } from './types';
import { UploadList } from './UploadList';
import { resourcesKey, useUploads } from './useUploads';

type Dialog = { kind: 'edit' | 'move' | 'moveFolder'; resource?: Resource | undefined };

export default function ResourcesPage() {
  const { t } = useTranslation('admin');
  const { why } = useRights();
  const reason = why('shared.edit');
  const client = useQueryClient();
  const [params, setParams] = useSearchParams();
  const [search, setSearch] = useState('');
  const [dialog, setDialog] = useState<{ key: number; opened: boolean; is: Dialog }>({ key: 0, opened: false, is: { kind: 'edit' } });
  const [over, setOver] = useState(false);
  const { uploads, add, send, clear } = useUploads();
  const query = useWholeList<Resource>([...resourcesKey, 'all'], (page) => ok(api.GET('/resources', { params: { query: page } })));
  const open = (is: Dialog) => setDialog((old) => ({ key: old.key + 1, opened: true, is }));
  const close = () => setDialog((old) => ({ ...old, opened: false }));

  const all = query.data ?? [];
  const tree = folderTree(all);
  const wanted = params.get('folder') ?? '';
  const folder = findFolder(tree, wanted)?.path ?? '';
  const go = (path: string) => {
    setSearch('');
    setParams(path ? { folder: path } : {}, { replace: true });
  };
  const shown = query.data && (search ? all.filter((each) => each.path.toLowerCase().includes(search.toLowerCase())) : filesIn(all, folder));

  const columns: Column<Resource>[] = [
    {
      id: 'name',
      header: t('common:field.name'),
      fill: true,
      sortBy: (row) => row.path,
      cell: (row) => (
        <Text size="sm" truncate title={row.path}>
          <Anchor component="button" type="button" size="sm" fw={550} onClick={() => open({ kind: 'edit', resource: row })}>
            {search && <span style={{ fontWeight: 400 }}>{folderOf(row.path)}</span>}
            {nameOf(row.path)}
          </Anchor>{' '}
          <Text component="span" size="xs" c="dimmed">
            {row.description}
          </Text>
        </Text>
      ),
    },
    { id: 'size', header: t('resources.size'), width: 100, align: 'right', sortBy: (row) => row.size, cell: (row) => formatBytes(row.size) },
    { id: 'updated', header: t('common:field.updated'), width: 170, hideBelow: 1100, sortBy: (row) => row.updated, cell: (row) => <TimeText time={row.updated} /> },
    {
      id: 'actions',
      header: t('common:field.actions'),
      headerHidden: true,
      width: 126,
      align: 'right',
      cell: (row) => (
        <RowActions
          name={nameOf(row.path)}
          reason={reason}
          more={
            <>
              <Tooltip label={t('resources.download')}>
                <ActionIcon component="a" href={downloadAddress(row.code)} download aria-label={t('resources.downloadOf', { path: row.path })}>
                  <Download size={16} aria-hidden />
                </ActionIcon>
              </Tooltip>
              <IconAction icon={PenLine} label={t('resources.move', { path: row.path })} reason={reason} onClick={() => open({ kind: 'move', resource: row })} />
            </>
          }
          removal={{ text: t('resources.deleteText', { path: row.path }), refresh: resourcesKey, run: () => ok(api.DELETE('/resources/{resourceCode}', { params: { path: { resourceCode: row.code } } })) }}
        />
      ),
    },
  ];

  const upload = reason ? (
    <RightButton reason={reason} leftSection={<UploadIcon size={15} aria-hidden />}>
      {t('resources.upload')}
    </RightButton>
  ) : (
    <FileButton multiple onChange={(files) => void add(folder, files)}>
      {(props) => (
        <Button {...props} leftSection={<UploadIcon size={15} aria-hidden />}>
          {t('resources.upload')}
        </Button>
      )}
    </FileButton>
  );
  const drop = {
    onDragOver: (event: DragEvent) => {
      if (reason || !event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: (event: DragEvent) => !event.currentTarget.contains(event.relatedTarget as Node | null) && setOver(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      if (!reason) void add(folder, [...event.dataTransfer.files]);
    },
  };
  const deleteFolder = async () => {
    const { resources } = await ok(api.POST('/resources/delete-folder', { body: { folder: folder.replace(/\/$/, '') } }));
    await client.invalidateQueries({ queryKey: resourcesKey });
    go(folderOf(folder.slice(0, -1)));
    notifyDone(t('resources.folderDeleted', { count: resources }));
  };
  const { is } = dialog;
  return (
    <>
      <PageHeader
        title={t('resources.title')}
        description={t('resources.intro')}
        actions={
          <>
            <RightButton variant="default" reason={reason} leftSection={<FilePlus2 size={15} aria-hidden />} onClick={() => open({ kind: 'edit' })}>
              {t('resources.newFile')}
            </RightButton>
            {upload}
          </>
        }
      />
      <UploadList uploads={uploads} resources={all} onReplace={(each, code) => void send(each, code)} onRetry={(each) => void send(each)} onClear={clear} />
      <div className={classes.columns}>
        <FolderTree root={tree} current={folder} onChange={go} />
        <div className={classes.drop} data-over={over ? t('resources.dropHere', { folder: folder || '/' }) : undefined} {...drop}>
          <Group mb="sm" justify="space-between">
            <SearchInput value={search} onChange={setSearch} label={t('resources.search')} />
            {folder && (
              <Menu>
                <Menu.Target>
                  <Button variant="default" size="xs" rightSection={<Ellipsis size={14} aria-hidden />}>
                    {folder}
                  </Button>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item leftSection={<FolderPen size={15} aria-hidden />} disabled={reason !== undefined} title={reason} onClick={() => open({ kind: 'moveFolder' })}>
                    {t('resources.renameFolder')}
                  </Menu.Item>
                  <ConfirmAction as="menu" icon={FolderX} danger label={t('resources.deleteFolder')} reason={reason} title={t('resources.deleteFolderTitle', { folder })} text={t('resources.deleteFolderText', { count: findFolder(tree, folder)?.files ?? 0 })} onConfirm={deleteFolder} />
                </Menu.Dropdown>
              </Menu>
            )}
          </Group>
          <DataTable
            label={t('resources.title')}
            columns={columns}
            query={{ ...query, data: shown }}
            rowKey={(row) => row.code}
            sort={{ id: 'name' }}
            empty={
              search ? <EmptyState icon={Files} title={t('resources.noneSuch')} /> : <EmptyState icon={Files} title={t(folder || all.length > 0 ? 'resources.noneHere' : 'resources.none')} text={t('resources.noneText')} action={upload} />
            }
          />
        </div>
      </div>
      <div key={dialog.key}>
        {is.kind === 'edit' && <ResourceEditor resource={is.resource} folder={folder} reason={reason} opened={dialog.opened} onClose={close} />}
        {is.kind === 'move' && is.resource && <MoveForm row={is.resource} opened={dialog.opened} onClose={close} />}
        {is.kind === 'moveFolder' && <MoveFolderForm folder={folder} opened={dialog.opened} onClose={close} onMoved={go} />}
      </div>
    </>
  );
}
