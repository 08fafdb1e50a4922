import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DocumentField } from '../fields/DocumentField';
import { useField, useFilled } from '../fields/form';
import { NumberField, SwitchField, TextField } from '../fields/inputs';
import { Fold, Row, Section } from '../fields/layout';
import { isObject } from '../model/json';
import { ConnectionField, EndpointField } from '../dms/services';
import { StatementsField } from './StatementsField';

function ExpectFields() {
  const { t } = useTranslation('node-forms');
  const { value } = useField('taskParams.expect');
  const filled = isObject(value) ? Object.keys(value).length : 0;
  return (
    <Fold title={t('sql.expect')} paths={['taskParams.expect']} filled={filled}>
      <Text size="xs" c="dimmed">
        {t('sql.expectText')}
      </Text>
      <Row>
        <NumberField path="taskParams.expect.rows" words="expectRows" min={0} />
        <TextField path="taskParams.expect.value" words="expectValue" mono />
      </Row>
    </Fold>
  );
}

const around = ['preStatements', 'postStatements'];

export function SqlSection() {
  const { t } = useTranslation('node-forms');
  return (
    <Section id="sql" title={t('section.sql')}>
      <Row>
        <ConnectionField />
        <EndpointField path="taskParams.datasource" side="any" />
      </Row>
      <DocumentField
        path="taskParams.sql"
        language="sql"
        required
        height={240}
        below={
          <Text size="xs" c="dimmed" mt={6}>
            {t('sql.help')}
          </Text>
        }
      />
      <Fold title={t('sql.around')} paths={around.map((name) => `taskParams.${name}`)} filled={useFilled(around)}>
        <StatementsField path="taskParams.preStatements" />
        <StatementsField path="taskParams.postStatements" />
      </Fold>
      <Row>
        <SwitchField path="taskParams.transaction" />
        <SwitchField path="taskParams.idempotent" />
        <NumberField path="taskParams.limit" min={0} max={1000} fallback={10} />
        <NumberField path="taskParams.statementTimeout" min={1} fallback={86400} suffix="s" />
      </Row>
      <ExpectFields />
    </Section>
  );
}
