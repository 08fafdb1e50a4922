import { Alert } from '@mantine/core';
import { Info } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { DocumentField } from '../fields/DocumentField';
import { useFormPart } from '../fields/form';
import { Section } from '../fields/layout';
import { typeOf } from '../model/task';

/** A kind of node that this program has no form for: its parameters as they are. */
export function UnknownSection() {
  const { t } = useTranslation('node-forms');
  const type = useFormPart((state) => typeOf(state.task));
  return (
    <Section id="unknown" title={t('section.unknown')}>
      <Alert icon={<Info size={16} aria-hidden />} color="gray" variant="light">
        {t('unknown.text', { type: type || '?' })}
      </Alert>
      <DocumentField path="taskParams" language="json" height={360} />
    </Section>
  );
}
