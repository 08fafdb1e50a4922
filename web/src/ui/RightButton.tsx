import { Button, Tooltip, type ButtonProps } from '@mantine/core';
import type { MouseEventHandler } from 'react';

interface Props extends ButtonProps {
  /** Why it cannot be used now; undefined: it can. */
  reason?: string | undefined;
  onClick?: MouseEventHandler<HTMLButtonElement>;
  type?: 'button' | 'submit';
  'aria-label'?: string;
}

/** A button that says why it is disabled. It stays in the tab order, so that the reason can be read without a mouse. */
export function RightButton({ reason, onClick, ...props }: Props) {
  if (reason === undefined) return <Button {...props} onClick={onClick} />;
  return (
    <Tooltip label={reason} multiline maw={280}>
      <Button {...props} type="button" data-disabled aria-disabled onClick={(event) => event.preventDefault()} />
    </Tooltip>
  );
}
