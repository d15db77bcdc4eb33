/**
 * The assertions that compare: which ends of a test another version of it must know too.
 */
import type { CompileOptions } from '../compile/compile.ts';
import { reachesAtLeast } from '../properties/outcome.ts';

export interface Comparison {
  /** What of an end is compared. */
  readonly part: 'progress' | 'observable';
  /** The other version of the test. */
  readonly other: CompileOptions;
  readonly says: string;
}

export const COMPARISONS: Readonly<Record<string, Comparison>> = {
  R9: { part: 'progress', other: { withoutAborts: true }, says: 'without aborts' },
  R10: {
    part: 'observable',
    other: { holdsOnly: true },
    says: 'where the group is held and not saved',
  },
  R11: { part: 'observable', other: { aborts: 1 }, says: 'with one abort' },
  R15: { part: 'observable', other: { withoutAborts: true }, says: 'without aborts' },
};

/** May the test end so, where the other version has these ends? */
export function isAllowed(
  end: string,
  allowed: ReadonlySet<string>,
  part: Comparison['part'],
): boolean {
  if (allowed.has(end)) return true;
  // To get further than without aborts is no harm: a request that was sent twice may feed more.
  return part === 'progress' && [...allowed].some((known) => reachesAtLeast(end, known));
}
