import { Box, Button, Drawer, Group, ScrollArea, Stack } from '@mantine/core';
import type { FormEvent, KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useConfirm } from './confirm';
import { ErrorState } from './ErrorState';

interface Props {
  title: ReactNode;
  opened: boolean;
  onClose: () => void;
  onSubmit: () => void;
  /** Something was changed: closing asks first. */
  dirty: boolean;
  busy?: boolean;
  error?: unknown;
  submitLabel?: string;
  /** Why it cannot be submitted; undefined: it can. */
  reason?: string | undefined;
  size?: number | string;
  /** Left of the footer's buttons. */
  footer?: ReactNode;
  /** Along the left edge, over the whole height: a handle to drag. */
  edge?: ReactNode;
  children: ReactNode;
}

/** A form at the right edge: Escape and the cross close it, but never lose input unasked. */
export function FormDrawer({ title, opened, onClose, onSubmit, dirty, busy = false, error, submitLabel, reason, size = 480, footer, edge, children }: Props) {
  const { t } = useTranslation('common');
  const ask = useConfirm();
  const close = () => {
    if (!dirty) return onClose();
    ask({ title: t('unsaved.title'), text: t('unsaved.drawer'), confirmLabel: t('unsaved.discard'), danger: true, onConfirm: onClose });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (reason === undefined && !busy) onSubmit();
  };
  // Escape in a dialog over the drawer, in an open list or in an editor's own pop-up is theirs.
  const closeByKey = (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    if (event.key !== 'Escape' || event.defaultPrevented || event.nativeEvent.isComposing) return;
    if (event.currentTarget.contains(target) && target.dataset['mantineStopPropagation'] !== 'true') close();
  };
  return (
    <Drawer opened={opened} onClose={close} closeOnEscape={false} onKeyDown={closeByKey} title={title} size={size} closeButtonProps={{ 'aria-label': t('action.close') }} styles={{ content: { display: 'flex', flexDirection: 'column' }, body: { flex: 1, minHeight: 0, padding: 0, display: 'flex', position: 'relative' }, title: { fontWeight: 600 } }}>
      {edge}
      <form onSubmit={submit} noValidate style={{ flex: 1, display: 'flex', flexDirection: 'column', minHeight: 0, minWidth: 0 }}>
        <ScrollArea flex={1} type="auto">
          <Stack gap="md" px="md" pb="md" pt={4}>
            {error !== undefined && error !== null && <ErrorState error={error} />}
            {children}
          </Stack>
        </ScrollArea>
        <Box px="md" py="sm" style={{ borderTop: '1px solid var(--line)' }}>
          <Group justify="space-between">
            <div>{footer}</div>
            <Group gap="xs">
              <Button variant="default" onClick={close}>
                {t('action.cancel')}
              </Button>
              <Button type="submit" loading={busy} disabled={reason !== undefined} title={reason}>
                {submitLabel ?? t('action.save')}
              </Button>
            </Group>
          </Group>
        </Box>
      </form>
    </Drawer>
  );
}
