import { Button, Text } from '@mantine/core';
import { ListTree } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useReplicationTasks } from '../api';
import { mappingShape } from '../completion/shapes';
import { DocumentField } from '../fields/DocumentField';
import { useField, useFormPart, useParam } from '../fields/form';
import { MappingEditor } from '../mapping/editor/MappingEditor';
import { asMapping, kindOf } from '../mapping/rules';
import { documentText, documentValue, isFileValue, parse } from '../model/json';
import { flagOf, paramsOf, textOf } from '../model/task';
import { useConnectionName } from './services';

const path = 'taskParams.tableMappings';

/** Between which endpoints: those of the form, or of the task that is to be changed. */
function useMappedEndpoints(): { source: string; target: string } {
  const params = useFormPart(({ task }) => {
    const { isRestartTask, sourceEndpointArn, targetEndpointArn, replicationTaskArn } = paramsOf(task);
    return { isRestartTask, sourceEndpointArn, targetEndpointArn, replicationTaskArn };
  });
  const restart = flagOf(params.isRestartTask);
  const { data: tasks } = useReplicationTasks(useConnectionName(), restart);
  if (!restart) return { source: textOf(params.sourceEndpointArn), target: textOf(params.targetEndpointArn) };
  const name = textOf(params.replicationTaskArn);
  const task = tasks?.find((each) => each.ReplicationTaskIdentifier === name || each.ReplicationTaskArn === name);
  return { source: task?.SourceEndpointArn ?? '', target: task?.TargetEndpointArn ?? '' };
}

/** What the rules are, in one line. */
function useMappingSummary(text: string): string {
  const { t } = useTranslation('node-forms');
  if (text.trim() === '') return t('mapping.summaryEmpty');
  const mapping = asMapping(parse(text));
  if (!mapping) return '';
  const count = (kind: string) => mapping.rules.filter((rule) => kindOf(rule) === kind).length;
  return t('mapping.summary', { selections: count('selection'), transformations: count('transformation'), others: count('other') });
}

export function TableMappingsField({ required = false }: { required?: boolean }) {
  const { t } = useTranslation('node-forms');
  const { set, readOnly } = useField(path);
  const connection = useConnectionName();
  const [opened, setOpened] = useState(false);
  const value = useParam('tableMappings');
  const text = documentText(value);
  const { source, target } = useMappedEndpoints();
  const summary = useMappingSummary(text);
  return (
    <>
      <DocumentField
        path={path}
        language="json"
        shape={mappingShape}
        required={required}
        height={200}
        aside={
          <Button size="xs" variant="light" leftSection={<ListTree size={14} aria-hidden />} disabled={isFileValue(text)} title={isFileValue(text) ? t('mapping.isFile') : undefined} onClick={() => setOpened(true)}>
            {t('mapping.open')}
          </Button>
        }
        below={
          <Text size="xs" c="dimmed" mt={4}>
            {summary}
          </Text>
        }
      />
      {opened && (
        <MappingEditor
          text={text}
          connection={connection}
          source={source}
          target={target}
          readOnly={readOnly}
          onCancel={() => setOpened(false)}
          onDone={(next) => {
            set(documentValue(next, value));
            setOpened(false);
          }}
        />
      )}
    </>
  );
}
