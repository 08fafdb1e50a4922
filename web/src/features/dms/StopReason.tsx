import { useTranslation } from 'react-i18next';

/** A stop reason in words, as the run views have them; one that is not known as it came. */
export function StopReason({ reason }: { reason: string }) {
  const { t } = useTranslation('runs');
  return t(`stopReason.${reason}`, { defaultValue: reason });
}
