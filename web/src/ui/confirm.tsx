import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { createContext, useCallback, useContext, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from './ErrorState';

export interface Confirmation {
  title: string;
  /** What happens, named; not "are you sure". */
  text: ReactNode;
  confirmLabel: string;
  danger?: boolean;
  /** Must be typed before the button works: for what cannot be undone and is much. */
  typed?: string;
  onConfirm: () => Promise<unknown> | void;
}

const Context = createContext<((confirmation: Confirmation) => void) | undefined>(undefined);

/** Holds the one confirmation dialog: it outlives menus and rows that asked for it. */
export function ConfirmProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation('common');
  const [asked, setAsked] = useState<Confirmation>();
  const [opened, setOpened] = useState(false);
  const ask = useCallback((confirmation: Confirmation) => {
    setAsked(confirmation);
    setOpened(true);
  }, []);
  return (
    <Context.Provider value={ask}>
      {children}
      <Modal opened={opened} onClose={() => setOpened(false)} title={asked?.title} size="md" onExitTransitionEnd={() => setAsked(undefined)} closeButtonProps={{ 'aria-label': t('action.close') }}>
        {asked && <Dialog asked={asked} close={() => setOpened(false)} />}
      </Modal>
    </Context.Provider>
  );
}

function Dialog({ asked, close }: { asked: Confirmation; close: () => void }) {
  const { t } = useTranslation('common');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [typed, setTyped] = useState('');
  const run = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await asked.onConfirm();
      close();
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Stack gap="md">
      <Text size="sm" component="div">
        {asked.text}
      </Text>
      {asked.typed !== undefined && <TextInput label={t('confirm.type', { text: asked.typed })} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} data-autofocus />}
      {error !== undefined && <ErrorState error={error} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={close}>
          {t('action.cancel')}
        </Button>
        <Button color={asked.danger ? 'red' : undefined} loading={busy} disabled={asked.typed !== undefined && typed !== asked.typed} onClick={() => void run()} data-autofocus={asked.typed === undefined || undefined}>
          {asked.confirmLabel}
        </Button>
      </Group>
    </Stack>
  );
}

/** Opens the confirmation dialog; ConfirmAction is the button that does. */
export function useConfirm(): (confirmation: Confirmation) => void {
  const ask = useContext(Context);
  if (!ask) throw new Error('useConfirm needs ConfirmProvider');
  return ask;
}
