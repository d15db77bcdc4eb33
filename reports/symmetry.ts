/** What is said of searches that kept one state for all that permutations of equal lanes make of it. */
import type { Run } from './data.ts';
import { count } from './text-width.ts';

/** Tests with such a search, and its states: those that were kept, and those that they stand for. */
export interface SymmetrySummary {
  readonly tests: number;
  readonly kept: number;
  readonly states: number;
}

/** Over all runs that were searched so; null if none was. */
export function symmetryIn(runs: readonly Pick<Run, 'test' | 'search'>[]): SymmetrySummary | null {
  const searches = runs.filter(({ search }) => search.symmetry !== undefined);
  if (searches.length === 0) return null;
  const sum = (of: (search: Run['search']) => number): number =>
    searches.reduce((total, { search }) => total + of(search), 0);
  return {
    tests: new Set(searches.map(({ test }) => test)).size,
    kept: sum((search) => search.kept ?? search.states),
    states: sum((search) => search.states),
  };
}

/** One sentence. */
export function symmetrySays({ tests, kept, states }: SymmetrySummary): string {
  return (
    `Lanes of ${count(tests, 'test')} may be permuted: ${count(kept, 'state')} were kept there, ` +
    `one for all that permutations make of it; they stand for ${count(states, 'state')}, which are counted.`
  );
}
