import { Code, Text } from '@mantine/core';
import { Trans, useTranslation } from 'react-i18next';
import { DocumentField } from '../fields/DocumentField';
import { SelectField } from '../fields/inputs';
import { Row, Section } from '../fields/layout';

export function ShellSection() {
  const { t } = useTranslation('node-forms');
  return (
    <Section id="shell" title={t('section.shell')}>
      <DocumentField
        path="taskParams.rawScript"
        language="shell"
        required
        height={320}
        below={
          <Text size="xs" c="dimmed" mt={6} component="div">
            <Trans t={t} i18nKey={'shell.help'} components={{ code: <Code fz={11.5} /> }} values={{ set: '#{setValue(rows=$n)}', param: '"$DMS_PARAM_name"' }} />
          </Text>
        }
      />
      <Row>
        <SelectField path="taskParams.onWorkerLoss" values={['fail', 'retry']} placeholder={t('choice.onWorkerLoss.fail')} />
      </Row>
    </Section>
  );
}
