/** The keys that step through an execution. `keys-line.ts` names them. */
import { useLayoutEffect } from 'preact/hooks';
import type { Execution } from '../../data.ts';

type Steps = Execution['steps'];

const KEYS: Readonly<Record<string, (at: number, steps: Steps) => number>> = {
  ArrowRight: (at) => at + 1,
  j: (at) => at + 1,
  ArrowLeft: (at) => at - 1,
  k: (at) => at - 1,
  J: (at, steps) => switchesOf(steps).find((step) => step > at) ?? steps.length,
  K: (at, steps) => switchesOf(steps).findLast((step) => step < at) ?? 0,
  Home: () => 0,
  End: (_, { length }) => length,
};

/** The steps, from 1, before which another lane was the one that moved. */
export function switchesOf(steps: Steps): readonly number[] {
  return steps.flatMap(({ lane }, i) => (i === 0 || steps[i - 1].lane !== lane ? [i + 1] : []));
}

export function useStepKeys(at: number, steps: Steps, onStep: (step: number) => void): void {
  // Before the next key can come: a key that is held down must not step twice from one place.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      // The slider has arrows, Home and End of its own.
      const isSlider = (event.target as Element).matches('input[type=range]');
      if (isSlider && event.key.length > 1) return;
      const to = Object.hasOwn(KEYS, event.key) ? KEYS[event.key](at, steps) : -1;
      if (to < 0 || to > steps.length) return;
      event.preventDefault();
      onStep(to);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [at, steps, onStep]);
}
