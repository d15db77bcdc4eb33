/** The order of the rows of the matrix, as it stands in the address. */
import type { PageIndex } from '../../page-contract.ts';
import type { Selection } from './filters.ts';
import { type Column, runAt } from './matrix-columns.ts';
import { MEANINGS, meaningOf } from './meanings.ts';

/** `''` is the order of the report; a column sorts by its results, the worst first. */
export type Sort = '' | 'name' | 'falls' | Column;

/** `debt=book on helenos-2026`: the column in words, and in the address. */
export function columnName(
  { designs, revisions }: PageIndex,
  { design, revision }: Column,
): string {
  return `${designs[design]} on ${revisions[revision]}`;
}

export function sortIn(index: PageIndex, columns: readonly Column[], asked = ''): Sort {
  if (asked === 'name' || asked === 'falls') return asked;
  return columns.find((column) => columnName(index, column) === asked) ?? '';
}

/** Numbers of tests in that order; what is equal stays in the order of the report. */
export function sorted(
  index: PageIndex,
  { runsOf }: Selection,
  tests: readonly number[],
  sort: Sort,
): readonly number[] {
  if (sort === '') return tests;
  if (sort === 'name') {
    const nameOf = (test: number): string => index.tests[test].name;
    return tests.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b), 'en', { numeric: true }));
  }
  const rank = sort === 'falls' ? fallsOf : rankIn(index, sort);
  const ranks = new Map(tests.map((test) => [test, rank(test)]));
  return tests.toSorted((a, b) => ranks.get(a)! - ranks.get(b)!);

  function fallsOf(test: number): number {
    const runs = runsOf.get(test) ?? [];
    return -runs.filter(([, , , kind]) => index.kinds[kind].broken.length > 0).length;
  }

  function rankIn(own: PageIndex, column: Column): (test: number) => number {
    return (test) => {
      const run = runAt(runsOf.get(test) ?? [], column);
      if (run === undefined) return MEANINGS.length;
      return MEANINGS.indexOf(meaningOf(own.kinds[run[3]]));
    };
  }
}

/** Families by their rows: by name, by most falls, or by the most that is not good in a column. */
export function sortedFamilies(
  index: PageIndex,
  { runsOf }: Selection,
  families: readonly (readonly [family: string, tests: readonly number[]])[],
  sort: Sort,
): readonly (readonly [family: string, tests: readonly number[]])[] {
  if (sort === '') return families;
  if (sort === 'name') return families.toSorted(([a], [b]) => a.localeCompare(b, 'en'));
  const fallen = (tests: readonly number[]): number =>
    tests
      .flatMap((test) => runsOf.get(test) ?? [])
      .filter(
        ([, design, revision]) =>
          sort === 'falls' || (design === sort.design && revision === sort.revision),
      )
      .filter(([, , , kind]) => index.kinds[kind].broken.length > 0).length;
  const counts = new Map(families.map(([family, tests]) => [family, fallen(tests)]));
  return families.toSorted(([a], [b]) => counts.get(b)! - counts.get(a)!);
}
