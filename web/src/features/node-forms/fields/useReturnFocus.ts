import { useEffect } from 'react';

/** Where the cursor was before comes back to life when what is over it is taken away. */
export function useReturnFocus() {
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      // After the trap of what is going away has let go.
      setTimeout(() => {
        if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
      }, 0);
    };
  }, []);
}
