import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import { Pencil, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmAction, notifyDone } from '@/ui';
import { IconAction } from './IconAction';

export interface Removal {
  /** What happens then. */
  text: ReactNode;
  run: () => Promise<unknown>;
  refresh: QueryKey;
  reason?: string | undefined;
}

interface Props {
  name: string;
  reason?: string | undefined;
  onEdit?: (() => void) | undefined;
  removal?: Removal | undefined;
  more?: ReactNode;
}

/** Buttons at the end of a row. */
export function RowActions({ name, reason, onEdit, removal, more }: Props) {
  const { t } = useTranslation('crud');
  const client = useQueryClient();
  const remove = async ({ run, refresh }: Removal) => {
    await run();
    await client.invalidateQueries({ queryKey: refresh });
    notifyDone(t('deleted', { name }));
  };
  return (
    <div style={{ display: 'flex', gap: 2, justifyContent: 'flex-end' }}>
      {more}
      {onEdit && <IconAction icon={Pencil} label={t('edit', { name })} reason={reason} onClick={onEdit} />}
      {removal && (
        <ConfirmAction as="icon" icon={Trash2} danger label={t('delete', { name })} reason={reason ?? removal.reason} title={t('deleteTitle', { name })} text={removal.text} confirmLabel={t('common:action.delete')} onConfirm={() => remove(removal)} />
      )}
    </div>
  );
}
