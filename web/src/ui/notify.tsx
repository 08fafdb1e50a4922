import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { describeError } from './problemText';

const closeButtonProps = () => ({ 'aria-label': i18next.t('common:action.close') });

/** What may be done next, as a button in the notification. */
export interface NextStep {
  label: string;
  run: () => void;
}

/** Says in passing that something was done. Returns a function that takes the notification away. */
export function notifyDone(message: string, next?: NextStep): () => void {
  const hide = () => void notifications.hide(id);
  const step = next && (
    <Group justify="space-between" wrap="nowrap" gap="sm">
      {message}
      <Button
        size="compact-sm"
        variant="light"
        style={{ flexShrink: 0 }}
        onClick={() => {
          hide();
          next.run();
        }}
      >
        {next.label}
      </Button>
    </Group>
  );
  const id = notifications.show({ message: step ?? message, color: 'teal', autoClose: next ? 10_000 : 4000, closeButtonProps: closeButtonProps() });
  return hide;
}

/** For failures that have no place on the screen; forms and pages show theirs in place. */
export function notifyError(error: unknown) {
  const { title, text } = describeError(error, i18next.getFixedT(null, 'common'));
  notifications.show({ title, message: text, color: 'red', autoClose: 10_000, closeButtonProps: closeButtonProps() });
}
