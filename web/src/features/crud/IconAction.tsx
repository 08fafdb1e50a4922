import { ActionIcon, Tooltip } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';

interface Props {
  icon: LucideIcon;
  label: string;
  /** Why it cannot be used now. */
  reason?: string | undefined;
  busy?: boolean;
  onClick: () => void;
}

/** A button of an icon; disabled it stays reachable and says why. */
export function IconAction({ icon: Icon, label, reason, busy = false, onClick }: Props) {
  const off = reason !== undefined && { 'data-disabled': true, 'aria-disabled': true };
  return (
    <Tooltip label={reason ?? label} multiline maw={320}>
      <ActionIcon aria-label={label} loading={busy} onClick={() => reason === undefined && onClick()} {...off}>
        <Icon size={16} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
