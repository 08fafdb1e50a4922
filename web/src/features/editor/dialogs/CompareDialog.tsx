import { Group, Modal, Select, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '@/api/client';
import { keys } from '@/api/queries';
import { ErrorState, LoadingState } from '@/ui';
import type { WorkflowDocument } from '../model';
import { ComparisonView } from './ComparisonView';

interface Props {
  projectCode: string;
  workflowCode: string;
  newest: number;
  from: number;
  /** undefined: what is drawn now. */
  to: number | undefined;
  drawn: WorkflowDocument;
  onClose: () => void;
}

const mine = 'mine';

function useVersion(projectCode: string, workflowCode: string, version: string) {
  return useQuery({
    queryKey: [...keys.versions(projectCode, workflowCode), version],
    queryFn: ({ signal }) =>
      ok(api.GET('/projects/{projectCode}/workflows/{workflowCode}/versions/{version}', { params: { path: { projectCode, workflowCode, version } }, signal })),
    // A version never changes.
    staleTime: Infinity,
    enabled: version !== mine,
  });
}

/** Any two versions, or one and what is drawn now, with what differs coloured. */
export function CompareDialog({ projectCode, workflowCode, newest, from, to, drawn, onClose }: Props) {
  const { t } = useTranslation('editor');
  const [left, setLeft] = useState(String(from));
  const [right, setRight] = useState(to === undefined ? mine : String(to));
  const before = useVersion(projectCode, workflowCode, left);
  const after = useVersion(projectCode, workflowCode, right);
  const versions = Array.from({ length: newest }, (_, index) => String(newest - index)).map((value) => ({ value, label: t('versions.version', { version: value }) }));
  const error = before.error ?? after.error;
  const documents = [before.data?.document, right === mine ? drawn : after.data?.document] as (WorkflowDocument | undefined)[];
  return (
    <Modal opened onClose={onClose} size="94vw" title={t('compare.title')} closeButtonProps={{ 'aria-label': t('common:action.close') }} styles={{ body: { height: '80vh', display: 'flex', flexDirection: 'column', gap: 12 } }}>
      <Group gap="xs">
        <Select w={170} size="xs" aria-label={t('compare.before')} data={versions} value={left} allowDeselect={false} searchable onChange={(value) => value && setLeft(value)} />
        <ArrowRight size={15} aria-hidden />
        <Select w={190} size="xs" aria-label={t('compare.after')} data={[{ value: mine, label: t('compare.mine') }, ...versions]} value={right} allowDeselect={false} searchable onChange={(value) => value && setRight(value)} />
        <Text size="xs" c="dimmed">
          {t('compare.legend')}
        </Text>
      </Group>
      <div style={{ flex: 1, minHeight: 0 }}>
        {error ? <ErrorState error={error} /> : documents[0] && documents[1] ? <ComparisonView key={`${left}/${right}`} before={documents[0]} after={documents[1]} /> : <LoadingState />}
      </div>
    </Modal>
  );
}
