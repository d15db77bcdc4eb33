/**
 * The largest searches of a report: how many states, and what one costs in memory.
 */
import type { Report, Run } from '../data.ts';
import { symmetryIn, symmetrySays } from '../symmetry.ts';
import { foldLines, pad } from '../text-width.ts';

const SHOWN = 10;

/** One line each, the largest first; none for a report of a few tests. */
export function largestLines({ runs, tests }: Report, width: number): string[] {
  if (tests.length <= SHOWN) return [];
  const largest = new Map<string, Run>();
  for (const run of runs) {
    const known = largest.get(run.test);
    if (known === undefined || run.search.states > known.search.states) largest.set(run.test, run);
  }
  const shown = [...largest.values()]
    .toSorted((a, b) => b.search.states - a.search.states)
    .slice(0, SHOWN);
  const nameWidth = Math.max(...shown.map(({ test }) => test.length));
  const lines = shown.map(({ test, design, revision, search }) => {
    const { states, transitions, bytesPerState, elapsedMs } = search;
    const size = `${states.toLocaleString('en')} states, ${transitions.toLocaleString('en')} transitions`;
    const cost = `${bytesPerState.toFixed(0)} bytes a state, ${(elapsedMs / 1000).toFixed(1)} s`;
    return `  ${pad(test, nameWidth)}  ${size}, ${cost}  (${design}, ${revision})`;
  });
  return foldLines(['The ten largest tests:', ...lines], width);
}

/** Of how many tests lanes were permuted, in a sentence; nothing of a report of a few tests. */
export function symmetryLines({ runs, tests }: Report, width: number): string[] {
  const summary = tests.length <= SHOWN ? null : symmetryIn(runs);
  return summary === null ? [] : foldLines([symmetrySays(summary)], width);
}
