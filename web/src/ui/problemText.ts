import type { TFunction } from 'i18next';
import { isProblem } from '@/api/client';

/** Title and text of an error, as people are told it. */
export function describeError(error: unknown, t: TFunction<'common'>): { title: string; text: string } {
  if (!isProblem(error)) return { title: t('error.defect'), text: error instanceof Error ? error.message : String(error) };
  const text = error.detail || error.title;
  if (error.status === 0) return { title: t('error.unreachable'), text: t('error.unreachableText') };
  if (error.status === 401) return { title: t('error.noSession'), text };
  if (error.status === 403) return { title: t('error.forbidden'), text };
  if (error.status === 404) return { title: t('error.notFound'), text };
  if (error.status === 409) return { title: t('error.conflict'), text };
  if (error.status === 429) return { title: t('error.tooMany'), text };
  if (error.status >= 500) return { title: t('error.server'), text };
  return { title: t('error.refused'), text };
}
