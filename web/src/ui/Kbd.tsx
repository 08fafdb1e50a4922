import { Kbd as MantineKbd } from '@mantine/core';

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Keys as the user's keyboard names them: `keys="mod+z"`. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <MantineKbd size="xs">
      {keys
        .split('+')
        .map((key) => (key === 'mod' ? (isMac ? '⌘' : 'Ctrl') : key.length === 1 ? key.toUpperCase() : key))
        .join(isMac ? '' : '+')}
    </MantineKbd>
  );
}
