import { useStore } from '@xyflow/react';
import { useEffect, useRef } from 'react';

const farBelow = 0.42;

/** Marks the canvas as seen from afar: nodes then show a large name and nothing small. */
export function FarView() {
  const far = useStore((state) => state.transform[2] < farBelow);
  const mark = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    mark.current?.closest('[tabindex="0"]')?.toggleAttribute('data-far', far);
  }, [far]);
  return <span ref={mark} hidden />;
}
