import { Select, Text, Textarea, TextInput } from '@mantine/core';
import { Braces } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '@/api/client';
import { keys } from '@/api/queries';
import { useRights } from '@/app/session';
import { CrudDrawer, CrudPage, useCrudForm, useWholeList, type FormProps } from '@/features/crud';
import { CopyText, TimeText, type Column } from '@/ui';
import { revised } from './revised';
import type { ProjectParameter } from './types';

const types: ProjectParameter['type'][] = ['VARCHAR', 'INTEGER', 'LONG', 'FLOAT', 'DOUBLE', 'DATE', 'TIME', 'TIMESTAMP', 'BOOLEAN', 'LIST', 'FILE'];
const parametersKey = (projectCode: string) => [...keys.project(projectCode), 'parameters'];

/** Values that all workflows of a project may name. */
export function ParameterList({ projectCode }: { projectCode: string }) {
  const { t } = useTranslation('admin');
  const { why } = useRights(projectCode);
  const query = useWholeList<ProjectParameter>(parametersKey(projectCode), (page) => ok(api.GET('/projects/{projectCode}/parameters', { params: { path: { projectCode }, query: page } })));
  const columns: Column<ProjectParameter>[] = [
    { id: 'name', header: t('common:field.name'), nowrap: true, sortBy: (row) => row.name, cell: (row) => <CopyText text={`\${${row.name}}`} shown={row.name} mono /> },
    { id: 'type', header: t('parameters.type'), width: 120, sortBy: (row) => row.type, cell: (row) => <Text size="xs" c="dimmed">{row.type}</Text> },
    { id: 'value', header: t('common:field.value'), fill: true, cell: (row) => <Text size="sm" truncate title={row.value}>{row.value}</Text> },
    { id: 'updated', header: t('common:field.updated'), width: 170, hideBelow: 1100, sortBy: (row) => row.updated, cell: (row) => <TimeText time={row.updated} /> },
  ];
  return (
    <CrudPage
      title={t('settings.parameters')}
      part="tab"
      intro={t('parameters.intro')}
      query={query}
      columns={columns}
      rowKey={(row) => row.code}
      nameOf={(row) => row.name}
      textOf={(row) => row.value}
      sort={{ id: 'name' }}
      reason={why('project.edit')}
      icon={Braces}
      createLabel={t('parameters.create')}
      empty={{ title: t('parameters.none'), text: t('parameters.noneText') }}
      form={(props) => <ParameterForm {...props} projectCode={projectCode} />}
      removal={(row) => ({
        text: t('parameters.deleteText'),
        refresh: parametersKey(projectCode),
        run: () => ok(api.DELETE('/projects/{projectCode}/parameters/{parameterCode}', { params: { path: { projectCode, parameterCode: row.code } } })),
      })}
    />
  );
}

function ParameterForm({ row, opened, onClose, projectCode }: FormProps<ProjectParameter> & { projectCode: string }) {
  const { t } = useTranslation('admin');
  const form = useCrudForm({
    row,
    valuesOf: (from) => ({ name: from?.name ?? '', type: from?.type ?? ('VARCHAR' as const), value: from?.value ?? '' }),
    save: (values, from, overwrite) => {
      const { body, header } = revised({ ...values, name: values.name.trim() }, from, overwrite);
      return from
        ? ok(api.PUT('/projects/{projectCode}/parameters/{parameterCode}', { params: { path: { projectCode, parameterCode: from.code }, header }, body }))
        : ok(api.POST('/projects/{projectCode}/parameters', { params: { path: { projectCode } }, body }));
    },
    reread: async (from) => {
      const page = await ok(api.GET('/projects/{projectCode}/parameters', { params: { path: { projectCode }, query: { limit: 200, name: from.name } } }));
      return page.items.find((each) => each.code === from.code) ?? from;
    },
    refresh: parametersKey(projectCode),
    done: ({ name }) => t('saved', { name }),
    onClose,
  });
  return (
    <CrudDrawer form={form} opened={opened} title={form.isNew ? t('parameters.create') : t('edit', { name: row?.name })} reason={form.values.name.trim() ? undefined : t('nameNeeded')}>
      <TextInput label={t('common:field.name')} {...form.text('name')} maxLength={255} required data-autofocus />
      <Select label={t('parameters.type')} data={types} value={form.values.type} onChange={(type) => type && form.set({ type })} allowDeselect={false} error={form.errorAt('$.type')} />
      <Textarea label={t('common:field.value')} description={t('parameters.valueHelp')} {...form.text('value')} minRows={2} maxRows={12} />
    </CrudDrawer>
  );
}
