import { useEffect, useState } from 'react';

/** The editor alone on the screen. Where the browser refuses, it still fills the window. */
export function useFullScreen() {
  const [on, setOn] = useState(false);
  useEffect(() => {
    const follow = () => {
      if (!document.fullscreenElement) setOn(false);
    };
    document.addEventListener('fullscreenchange', follow);
    return () => document.removeEventListener('fullscreenchange', follow);
  }, []);
  const toggle = () => {
    setOn(!on);
    // The whole document: dialogs stand beside the editor in it.
    if (on) void document.exitFullscreen().catch(() => undefined);
    else void document.documentElement.requestFullscreen().catch(() => undefined);
  };
  return { on, toggle };
}
