import { Button } from '@mantine/core';
import { ListTree } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { jsonDataShape } from '../completion/shapes';
import { DocumentField } from '../fields/DocumentField';
import { useField } from '../fields/form';
import { MappingEditor } from '../mapping/editor/MappingEditor';
import { documentText, documentValue, isFileValue, isObject, parseObject, pretty } from '../model/json';
import { textOf } from '../model/task';
import { useConnectionName } from './services';

const path = 'taskParams.jsonData';

/** The whole set of parameters as JSON; its table mappings open in the same editor as the form's. */
export function JsonDataField({ restart }: { restart: boolean }) {
  const { t } = useTranslation('node-forms');
  const { value, set, readOnly } = useField(path);
  const connection = useConnectionName();
  const [opened, setOpened] = useState(false);
  const text = documentText(value);
  const json = text.trim() === '' ? {} : parseObject(text);
  const mappings = json?.['TableMappings'];
  const reason = !json || isFileValue(text) ? t('mapping.noJson') : isFileValue(documentText(mappings)) ? t('mapping.isFile') : undefined;
  return (
    <>
      <DocumentField
        // The names to complete differ.
        key={String(restart)}
        path={path}
        language="json"
        shape={jsonDataShape(restart)}
        required
        height={340}
        aside={
          !restart && (
            <Button size="xs" variant="light" leftSection={<ListTree size={14} aria-hidden />} disabled={reason !== undefined} title={reason} onClick={() => setOpened(true)}>
              {t('mapping.open')}
            </Button>
          )
        }
      />
      {opened && json && (
        <MappingEditor
          text={documentText(mappings)}
          connection={connection}
          source={textOf(json['SourceEndpointArn'])}
          target={textOf(json['TargetEndpointArn'])}
          readOnly={readOnly}
          onCancel={() => setOpened(false)}
          onDone={(next) => {
            // An object is what people read; a text stays one where it was.
            const inner = documentValue(next, typeof mappings === 'string' ? mappings : {});
            const document = { ...json, TableMappings: inner };
            set(isObject(value) ? document : pretty(document));
            setOpened(false);
          }}
        />
      )}
    </>
  );
}
