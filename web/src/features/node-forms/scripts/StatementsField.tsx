import { ActionIcon, Button, Group, Input, Stack, Text } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { CodeEditor } from '@/ui';
import { DocumentField, useCompletion } from '../fields/DocumentField';
import { useField, useFormPart } from '../fields/form';
import { FieldBox, FieldLabel } from '../fields/inputs';
import { problemsIn } from '../fields/NodeFormStore';
import { textOf } from '../model/task';

/** Statements before or after: one text, or a list of them, as they stand. */
export function StatementsField({ path }: { path: string }) {
  const { value } = useField(path);
  return Array.isArray(value) ? <StatementList path={path} list={value} /> : <DocumentField path={path} language="sql" height={100} />;
}

function StatementList({ path, list }: { path: string; list: unknown[] }) {
  const { t } = useTranslation('node-forms');
  const { set, error, readOnly, name } = useField(path);
  const problems = useFormPart((state) => list.map((_, index) => problemsIn(state, `${path}[${index}]`)));
  const completions = useCompletion();
  return (
    <FieldBox path={path}>
      <Input.Label component="div">
        <FieldLabel path={path} />
      </Input.Label>
      <Stack gap={6}>
        {list.map((statement, index) => (
          <Group key={`${list.length}-${index}`} gap={6} wrap="nowrap" align="flex-start">
            <div style={{ flex: 1, minWidth: 0 }}>
              <CodeEditor
                language="sql"
                value={textOf(statement)}
                label={t('sql.statementOf', { field: t(`field.${name}`), row: index + 1 })}
                readOnly={readOnly}
                problems={problems[index] ?? []}
                completions={completions}
                onChange={(text) => set(list.map((each, at) => (at === index ? text : each)))}
              />
            </div>
            {!readOnly && (
              <ActionIcon mt={5} aria-label={t('common:action.removeRow', { row: index + 1 })} onClick={() => set(list.filter((_, at) => at !== index))}>
                <X size={16} aria-hidden />
              </ActionIcon>
            )}
          </Group>
        ))}
        {!readOnly && (
          <div>
            <Button size="xs" variant="default" leftSection={<Plus size={14} aria-hidden />} onClick={() => set([...list, ''])}>
              {t('sql.addStatement')}
            </Button>
          </div>
        )}
      </Stack>
      {error && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert">
          {error}
        </Text>
      )}
    </FieldBox>
  );
}
