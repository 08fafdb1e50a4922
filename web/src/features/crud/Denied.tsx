import type { LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/ui';

/** Instead of what the user's rights do not show. */
export function Denied({ icon, reason }: { icon: LucideIcon; reason: string | undefined }) {
  const { t } = useTranslation('crud');
  return <EmptyState icon={icon} title={t('denied')} text={reason} />;
}
