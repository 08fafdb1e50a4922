import { Construction } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/ui';

/** Stands where a page of the route table is not made yet. */
export function Placeholder() {
  const { t } = useTranslation('shell');
  return <EmptyState icon={Construction} title={t('placeholder')} />;
}
