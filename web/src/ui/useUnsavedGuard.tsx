import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router-dom';

/**
 * Keeps the user from leaving a page with unsaved input, by a link or by closing the tab. Render what it returns;
 * one guard a page. With `onSave` the dialog offers to save first.
 */
export function useUnsavedGuard(dirty: boolean, onSave?: () => Promise<boolean>): ReactNode {
  const { t } = useTranslation('common');
  const blocker = useBlocker(({ currentLocation, nextLocation }) => dirty && currentLocation.pathname !== nextLocation.pathname);
  useEffect(() => {
    if (!dirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [dirty]);
  const save = async () => {
    const saved = await onSave?.();
    if (saved) blocker.proceed?.();
    else blocker.reset?.();
  };
  return (
    <Modal opened={blocker.state === 'blocked'} onClose={() => blocker.reset?.()} title={t('unsaved.title')} closeButtonProps={{ 'aria-label': t('unsaved.stay') }}>
      <Stack>
        <Text size="sm">{t('unsaved.page')}</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => blocker.proceed?.()}>
            {t('unsaved.discard')}
          </Button>
          <Button variant={onSave ? 'default' : 'filled'} onClick={() => blocker.reset?.()} data-autofocus>
            {t('unsaved.stay')}
          </Button>
          {onSave && <Button onClick={() => void save()}>{t('unsaved.save')}</Button>}
        </Group>
      </Stack>
    </Modal>
  );
}
