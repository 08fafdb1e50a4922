import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkflowDetails } from '@/api/types';
import { TimeText } from '@/ui';
import type { WorkflowDocument } from '../model';
import { ComparisonView } from './ComparisonView';

interface Props {
  theirs: WorkflowDetails;
  mine: WorkflowDocument;
  onClose: () => void;
  onTakeTheirs: () => void;
  onKeepMine: () => void;
}

/** Somebody saved first: nothing is lost until the user has chosen. */
export function ConflictDialog({ theirs, mine, onClose, onTakeTheirs, onKeepMine }: Props) {
  const { t } = useTranslation('editor');
  const [shown, setShown] = useState(false);
  return (
    <Modal opened onClose={onClose} size={shown ? '94vw' : 'lg'} title={t('conflict.title')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <Stack>
        <Text size="sm">
          {t('conflict.text', { version: theirs.version })} <TimeText time={theirs.updated} />
        </Text>
        {shown && (
          <div style={{ height: '62vh' }}>
            <ComparisonView before={theirs.document as WorkflowDocument} after={mine} />
          </div>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" mr="auto" aria-expanded={shown} onClick={() => setShown(!shown)}>
            {shown ? t('conflict.hide') : t('conflict.show')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('conflict.later')}
          </Button>
          <Button variant="default" c="var(--tone-danger-fg)" onClick={onTakeTheirs}>
            {t('conflict.theirs')}
          </Button>
          <Button onClick={onKeepMine} data-autofocus>
            {t('conflict.mine')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
