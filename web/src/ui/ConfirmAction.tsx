import { ActionIcon, Button, Menu, Tooltip, type ButtonProps } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';
import { useConfirm, type Confirmation } from './confirm';

interface Props extends Omit<Confirmation, 'confirmLabel'> {
  label: string;
  confirmLabel?: string;
  icon?: LucideIcon;
  /** A button with words (default), a bare icon, or an item of a Mantine menu. */
  as?: 'button' | 'icon' | 'menu';
  /** Why it cannot be done now; undefined: it can. */
  reason?: string | undefined;
  buttonProps?: ButtonProps;
}

/** An action that is done only after a dialog which names what happens. */
export function ConfirmAction({ label, confirmLabel = label, icon: Icon, as = 'button', reason, buttonProps, ...confirmation }: Props) {
  const ask = useConfirm();
  const open = () => {
    if (reason === undefined) ask({ ...confirmation, confirmLabel });
  };
  const off = reason !== undefined && { 'data-disabled': true, 'aria-disabled': true };
  const color = confirmation.danger ? 'red' : undefined;
  if (as === 'menu') {
    return (
      <Tooltip label={reason} disabled={reason === undefined} position="left">
        <Menu.Item color={color} leftSection={Icon && <Icon size={15} aria-hidden />} onClick={open} closeMenuOnClick={reason === undefined} {...off}>
          {label}
        </Menu.Item>
      </Tooltip>
    );
  }
  if (as === 'icon') {
    return (
      <Tooltip label={reason ?? label}>
        <ActionIcon color={color ?? 'gray'} onClick={open} aria-label={label} {...off}>
          {Icon && <Icon size={16} aria-hidden />}
        </ActionIcon>
      </Tooltip>
    );
  }
  return (
    <Tooltip label={reason} disabled={reason === undefined}>
      <Button variant="default" {...buttonProps} c={color && 'var(--tone-danger-fg)'} leftSection={Icon && <Icon size={15} aria-hidden />} onClick={open} {...off}>
        {label}
      </Button>
    </Tooltip>
  );
}
