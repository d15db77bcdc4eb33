/** Which folds are closed, and the switch that opens or closes them all. */
import { type ComponentChild, h } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Execution } from '../../data.ts';
import { type Fold, foldAt, foldsOf } from './folds.ts';
import type { Scene } from './scene.ts';

export interface Folding {
  readonly isFolded: boolean;
  readonly setFolded: (isFolded: boolean) => void;
}

/** Folds but those in which a step is that has been gone to: what was opened stays open. */
export function useFolds(
  execution: Execution,
  scene: Scene,
  shown: readonly number[],
): Folding & { readonly folds: readonly Fold[] } {
  const all = useMemo(() => foldsOf(execution, scene), [execution, scene]);
  const [isFolded, setFolded] = useState(true);
  const opened = useRef(new Set<number>());
  for (const step of shown) {
    const fold = foldAt(all, step - 1);
    if (fold !== undefined) opened.current.add(fold.from);
  }
  useEffect(() => {
    // On paper nothing can be opened.
    const unfold = (): void => setFolded(false);
    addEventListener('beforeprint', unfold);
    return () => removeEventListener('beforeprint', unfold);
  }, []);
  const folds = isFolded ? all.filter(({ from }) => !opened.current.has(from)) : [];
  return {
    folds,
    isFolded,
    setFolded: (next) => {
      if (next) opened.current.clear();
      setFolded(next);
    },
  };
}

export function FoldSwitch({ isFolded, setFolded }: Folding): ComponentChild {
  return h(
    'label',
    { class: 'fold-switch' },
    h('input', {
      type: 'checkbox',
      checked: isFolded,
      onChange: (event: Event) => setFolded((event.target as HTMLInputElement).checked),
    }),
    ' fold by call',
  );
}
