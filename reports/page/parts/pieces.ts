/** Long lists piece by piece: the next piece comes when its button is near, or is pressed. */
import { h, type JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import { count } from '../../text-width.ts';

export interface More {
  readonly left: number;
  readonly add: () => void;
}

export function usePieces<T>(
  items: readonly T[],
  piece: number,
): { readonly shown: readonly T[]; readonly more: More } {
  const [most, setMost] = useState(piece);
  const shown = items.slice(0, most);
  return {
    shown,
    more: { left: items.length - shown.length, add: () => setMost((before) => before + piece) },
  };
}

/** Nothing where nothing is left. */
export function MoreRows({
  more,
  noun,
}: {
  readonly more: More;
  readonly noun: string;
}): JSX.Element | null {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (button.current === null) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) more.add();
    });
    observer.observe(button.current);
    return () => observer.disconnect();
  }, [more.left]);
  if (more.left <= 0) return null;
  return h(
    'button',
    { type: 'button', ref: button, class: 'more', onClick: more.add },
    `${count(more.left, `more ${noun}`)}`,
  );
}
