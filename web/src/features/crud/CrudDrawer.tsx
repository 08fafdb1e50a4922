import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ConflictNotice, FormDrawer } from '@/ui';
import type { CrudForm } from './useCrudForm';

interface Props {
  form: CrudForm;
  title: string;
  opened: boolean;
  /** Why it cannot be saved yet. */
  reason?: string | undefined;
  size?: number | string;
  submitLabel?: string;
  footer?: ReactNode;
  children: ReactNode;
}

/** The drawer of a form of useCrudForm. */
export function CrudDrawer({ form, title, opened, reason, size, submitLabel, footer, children }: Props) {
  const { t } = useTranslation('common');
  return (
    <FormDrawer
      title={title}
      opened={opened}
      onClose={form.onClose}
      onSubmit={form.submit}
      dirty={form.dirty}
      busy={form.busy}
      error={form.error()}
      reason={reason}
      submitLabel={submitLabel ?? t(form.isNew ? 'action.create' : 'action.save')}
      size={size ?? 480}
      footer={footer}
    >
      {form.stale && <ConflictNotice busy={form.busy} onOverwrite={form.overwrite} onReload={() => void form.reload()} />}
      {children}
    </FormDrawer>
  );
}
