import { Group, Input, MultiSelect, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { SquareTerminal } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '@/api/client';
import { keys } from '@/api/queries';
import type { Environment } from '@/api/types';
import { useRights } from '@/app/session';
import { CrudDrawer, CrudPage, useCrudForm, useWholeList, Tag, type FormProps } from '@/features/crud';
import { CodeEditor, KeyValueRows, TimeText, type Column } from '@/ui';
import { isVariableName, parseExports, writeExports } from './exports';
import { revised } from './revised';
import { useGroupNames } from './useGroupNames';

/** Environments of a project, or those that all projects share. */
export function EnvironmentList({ projectCode }: { projectCode?: string }) {
  const { t } = useTranslation('admin');
  const { why } = useRights(projectCode);
  const list = [...keys.environments(projectCode), 'own'];
  const query = useWholeList<Environment>(list, (page) =>
    projectCode ? ok(api.GET('/projects/{projectCode}/environments', { params: { path: { projectCode }, query: page } })) : ok(api.GET('/environments', { params: { query: page } })),
  );
  const columns: Column<Environment>[] = [
    { id: 'name', header: t('common:field.name'), nowrap: true, sortBy: (row) => row.name, cell: (row) => <Text size="sm" fw={550}>{row.name}</Text> },
    { id: 'content', header: t('environments.content'), fill: true, cell: (row) => <Text size="xs" ff="monospace" c="dimmed" truncate title={row.shellText}>{row.shellText.trim().replaceAll('\n', ' · ')}</Text> },
    {
      id: 'groups',
      header: t('environments.groups'),
      width: 200,
      cell: (row) => (!row.workerGroups?.length ? <Text size="sm" c="dimmed">{t('environments.allGroups')}</Text> : <Group gap={4}>{row.workerGroups.map((name) => <Tag key={name}>{name}</Tag>)}</Group>),
    },
    { id: 'updated', header: t('common:field.updated'), width: 170, hideBelow: 1100, sortBy: (row) => row.updated, cell: (row) => <TimeText time={row.updated} /> },
  ];
  return (
    <CrudPage
      title={t('environments.title')}
      intro={t(projectCode ? 'environments.introProject' : 'environments.intro')}
      {...(projectCode && { part: 'tab' as const })}
      query={query}
      columns={columns}
      rowKey={(row) => row.code}
      nameOf={(row) => row.name}
      textOf={(row) => row.shellText}
      sort={{ id: 'name' }}
      reason={why(projectCode ? 'project.edit' : 'shared.edit')}
      icon={SquareTerminal}
      createLabel={t('environments.create')}
      empty={{ title: t('environments.none'), text: t('environments.noneText') }}
      form={(props) => <EnvironmentForm {...props} projectCode={projectCode} />}
      removal={(row) => ({
        text: t('environments.deleteText'),
        refresh: ['environments'],
        run: () =>
          projectCode
            ? ok(api.DELETE('/projects/{projectCode}/environments/{environmentCode}', { params: { path: { projectCode, environmentCode: row.code } } }))
            : ok(api.DELETE('/environments/{environmentCode}', { params: { path: { environmentCode: row.code } } })),
      })}
    />
  );
}

function EnvironmentForm({ row, opened, onClose, projectCode }: FormProps<Environment> & { projectCode: string | undefined }) {
  const { t } = useTranslation('admin');
  const groups = useGroupNames();
  const [rows, setRows] = useState(() => parseExports(row?.shellText ?? ''));
  const form = useCrudForm({
    row,
    valuesOf: (from) => ({ name: from?.name ?? '', description: from?.description ?? '', shellText: from?.shellText ?? '', workerGroups: from?.workerGroups ?? [] }),
    save: (values, from, overwrite) => {
      const { body, header } = revised({ ...values, name: values.name.trim() }, from, overwrite);
      if (!from) return projectCode ? ok(api.POST('/projects/{projectCode}/environments', { params: { path: { projectCode } }, body })) : ok(api.POST('/environments', { body }));
      const environmentCode = from.code;
      return projectCode
        ? ok(api.PUT('/projects/{projectCode}/environments/{environmentCode}', { params: { path: { projectCode, environmentCode }, header }, body }))
        : ok(api.PUT('/environments/{environmentCode}', { params: { path: { environmentCode }, header }, body }));
    },
    reread: async (from) => {
      const path = { environmentCode: from.code };
      const fresh = await (projectCode ? ok(api.GET('/projects/{projectCode}/environments/{environmentCode}', { params: { path: { projectCode, ...path } } })) : ok(api.GET('/environments/{environmentCode}', { params: { path } })));
      setRows(parseExports(fresh.shellText));
      return fresh;
    },
    refresh: ['environments'],
    done: ({ name }) => t('saved', { name }),
    onClose,
  });
  const { shellText } = form.values;
  const asRows = parseExports(shellText);
  const badName = rows?.find((each) => each.key.trim() !== '' && !isVariableName(each.key.trim()));
  return (
    <CrudDrawer form={form} opened={opened} title={form.isNew ? t('environments.create') : t('edit', { name: row?.name })} size={620} reason={!form.values.name.trim() ? t('nameNeeded') : badName && t('environments.badName', { name: badName.key })}>
      <TextInput label={t('common:field.name')} {...form.text('name')} maxLength={255} required data-autofocus />
      <Textarea label={t('common:field.description')} {...form.text('description')} maxLength={4000} />
      <Stack gap={8}>
        <Group justify="space-between">
          <Input.Label labelElement="div">{t('environments.content')}</Input.Label>
          <SegmentedControl
            size="xs"
            aria-label={t('environments.content')}
            value={rows ? 'rows' : 'text'}
            onChange={(as) => setRows(as === 'rows' ? asRows : undefined)}
            data={[
              { value: 'rows', label: t('environments.asRows'), disabled: !asRows },
              { value: 'text', label: t('environments.asText') },
            ]}
          />
        </Group>
        {rows ? (
          <KeyValueRows
            label={t('environments.variables')}
            rows={rows}
            addLabel={t('environments.addVariable')}
            onChange={(next) => {
              setRows(next);
              form.set({ shellText: writeExports(next) });
            }}
            errorAt={(index) => {
              const name = rows[index]?.key.trim();
              return name && !isVariableName(name) ? t('environments.badName', { name }) : undefined;
            }}
          />
        ) : (
          <CodeEditor label={t('environments.asText')} language="shell" value={shellText} onChange={(text) => form.set({ shellText: text })} height={260} />
        )}
        <Text size="xs" c={form.errorAt('$.shellText') ? 'red' : 'dimmed'}>
          {form.errorAt('$.shellText') ?? (rows ? t('environments.rowsHelp') : asRows ? t('environments.textHelp') : t('environments.onlyText'))}
        </Text>
      </Stack>
      <MultiSelect label={t('environments.groups')} description={t('environments.groupsHelp')} data={groups} value={form.values.workerGroups} onChange={(workerGroups) => form.set({ workerGroups })} searchable clearable error={form.errorAt('$.workerGroups')} />
    </CrudDrawer>
  );
}
