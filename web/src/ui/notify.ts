import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { describeError } from './problemText';

const closeButtonProps = () => ({ 'aria-label': i18next.t('common:action.close') });

/** Says in passing that something was done. */
export function notifyDone(message: string) {
  notifications.show({ message, color: 'teal', autoClose: 4000, closeButtonProps: closeButtonProps() });
}

/** For failures that have no place on the screen; forms and pages show theirs in place. */
export function notifyError(error: unknown) {
  const { title, text } = describeError(error, i18next.getFixedT(null, 'common'));
  notifications.show({ title, message: text, color: 'red', autoClose: 10_000, closeButtonProps: closeButtonProps() });
}
