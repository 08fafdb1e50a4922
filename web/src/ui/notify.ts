import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { describeError } from './problemText';

/** Says in passing that something was done. */
export function notifyDone(message: string) {
  notifications.show({ message, color: 'teal', autoClose: 4000 });
}

/** For failures that have no place on the screen; forms and pages show theirs in place. */
export function notifyError(error: unknown) {
  const { title, text } = describeError(error, i18next.getFixedT(null, 'common'));
  notifications.show({ title, message: text, color: 'red', autoClose: 10_000 });
}
