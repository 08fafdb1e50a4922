import { ActionIcon, Anchor, Card, Group, Input, MultiSelect, SegmentedControl, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { api, ok } from '@/api/client';
import { keys } from '@/api/queries';
import type { AlarmGroup } from '@/api/types';
import { CrudDrawer, useCrudForm, type FormProps } from '@/features/crud';

/** The kinds of docs/alarms.md. */
export const alarmKinds = ['workflow_success', 'workflow_failure', 'workflow_timeout', 'task_failure', 'task_timeout', 'task_attention', 'no_worker', 'schedule_missed', 'test'] as const;

interface Template {
  title: string;
  text: string;
}

const templatesOf = (group: AlarmGroup | undefined): Record<string, Template> =>
  Object.fromEntries(Object.entries((group?.templates ?? {}) as Record<string, Partial<Template>>).map(([kind, own]) => [kind, { title: own.title ?? '', text: own.text ?? '' }]));

/** What is left empty keeps the built-in words. */
function filledTemplates(templates: Record<string, Template>): Record<string, Partial<Template>> {
  const filled = Object.entries(templates).map(([kind, { title, text }]) => [kind, { ...(title && { title }), ...(text && { text }) }] as const);
  return Object.fromEntries(filled.filter(([, own]) => Object.keys(own).length > 0));
}

export function AlarmGroupForm({ row, opened, onClose, channels }: FormProps<AlarmGroup> & { channels: string[] }) {
  const { t } = useTranslation('admin');
  const form = useCrudForm({
    row,
    valuesOf: (group) => ({ name: group?.name ?? '', description: group?.description ?? '', language: group?.language ?? ('en' as const), channels: group?.channels ?? [], templates: templatesOf(group) }),
    save: (values, group) => {
      const body = { ...values, name: values.name.trim(), templates: filledTemplates(values.templates) as Record<string, never> };
      return group ? ok(api.PUT('/alarm-groups/{groupName}', { params: { path: { groupName: group.name } }, body })) : ok(api.POST('/alarm-groups', { body }));
    },
    refresh: keys.alarmGroups,
    done: ({ name }) => t('saved', { name }),
    onClose,
  });
  const { values } = form;
  const setTemplate = (kind: string, part: Partial<Template>) => form.set({ templates: { ...values.templates, [kind]: { title: '', text: '', ...values.templates[kind], ...part } } });
  const removeTemplate = (kind: string) => form.set({ templates: Object.fromEntries(Object.entries(values.templates).filter(([each]) => each !== kind)) });
  const own = Object.keys(values.templates);
  return (
    <CrudDrawer form={form} opened={opened} title={form.isNew ? t('groups.create') : t('edit', { name: row?.name })} size={560} reason={values.name.trim() ? undefined : t('nameNeeded')}>
      <TextInput label={t('common:field.name')} {...form.text('name')} maxLength={100} required data-autofocus />
      <Textarea label={t('common:field.description')} {...form.text('description')} maxLength={2000} />
      <MultiSelect
        label={t('groups.channels')}
        description={
          channels.length === 0 ? (
            <>
              {t('groups.makeChannel')}{' '}
              <Anchor component={Link} to="/admin/alarm-channels" size="xs">
                {t('channels.title')}
              </Anchor>
            </>
          ) : (
            t('groups.channelsHelp')
          )
        }
        data={[...new Set([...channels, ...values.channels])]}
        value={values.channels}
        onChange={(next) => form.set({ channels: next })}
        searchable
        clearable
        error={form.errorAt('$.channels')}
      />
      <div>
        <Input.Label labelElement="div" mb={4} style={{ display: 'block' }}>
          {t('groups.language')}
        </Input.Label>
        <SegmentedControl aria-label={t('groups.language')} value={values.language} onChange={(language) => form.set({ language: language as 'en' | 'zh' })} data={(['en', 'zh'] as const).map((language) => ({ value: language, label: t(`language.${language}`) }))} />
      </div>
      <Stack gap="xs" role="group" aria-label={t('groups.templates')}>
        <Select
          label={t('groups.templates')}
          description={t('groups.templatesHelp')}
          placeholder={t('groups.addTemplate')}
          data={alarmKinds.filter((kind) => !own.includes(kind)).map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
          value={null}
          onChange={(kind) => kind && setTemplate(kind, {})}
        />
        {own.map((kind) => (
          <Card key={kind} withBorder padding="sm" radius="md" bg="var(--surface-page)">
            <Group justify="space-between" mb={6}>
              <Text size="sm" fw={550}>
                {t(`kind.${kind}`, { defaultValue: kind })}
              </Text>
              <ActionIcon aria-label={t('groups.removeTemplate', { kind: t(`kind.${kind}`, { defaultValue: kind }) })} onClick={() => removeTemplate(kind)}>
                <X size={16} aria-hidden />
              </ActionIcon>
            </Group>
            <Stack gap={6}>
              <TextInput label={t('groups.templateTitle')} placeholder="[P1] ${title}" value={values.templates[kind]?.title ?? ''} onChange={(event) => setTemplate(kind, { title: event.currentTarget.value })} error={form.errorAt(`$.templates.${kind}.title`)} />
              <Textarea label={t('groups.templateText')} placeholder={'${workflow}: ${message}\n\n${fields}\n\n${link}'} minRows={3} styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }} value={values.templates[kind]?.text ?? ''} onChange={(event) => setTemplate(kind, { text: event.currentTarget.value })} error={form.errorAt(`$.templates.${kind}.text`)} />
            </Stack>
          </Card>
        ))}
      </Stack>
    </CrudDrawer>
  );
}
