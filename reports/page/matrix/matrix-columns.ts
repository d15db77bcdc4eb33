/**
 * The columns of the matrix: designs on revisions, as far as a selection has runs in them. On each
 * revision the designs stand by what they are: sound ones, then what gives up transparency, the kernel
 * as it is, known-bad ones.
 */
import { type Role, roleOf, ROLES } from '../../answer.ts';
import type { PageIndex, RunHead } from '../../page-contract.ts';
import type { Selection } from './filters.ts';

/** Numbers of `index.designs` and `index.revisions`. */
export interface Column {
  readonly design: number;
  readonly revision: number;
}

export function columnsOf(index: PageIndex, { runsOf }: Selection): Column[] {
  const used = new Set<string>();
  for (const runs of runsOf.values()) {
    for (const [, design, revision] of runs) used.add(`${revision} ${design}`);
  }
  const order = [...ROLES.keys()];
  const designs = [...index.designs.keys()].toSorted(
    (a, b) => order.indexOf(roleIn(index, a)) - order.indexOf(roleIn(index, b)),
  );
  // The kernel that most tests are about comes first, whichever test is the first of the report.
  const isOther = (revision: number): number => Number(index.revisions[revision] === 'linux');
  const revisions = [...index.revisions.keys()].toSorted((a, b) => isOther(a) - isOther(b));
  return revisions.flatMap((revision) =>
    designs.flatMap((design) => (used.has(`${revision} ${design}`) ? [{ design, revision }] : [])),
  );
}

/** What the design with this number is. */
export function roleIn({ designRows, designs }: PageIndex, design: number): Role {
  const row = designRows.find(({ name }) => name === designs[design]);
  return row === undefined ? 'own' : roleOf(row);
}

/** The class of a cell where another revision begins, or designs of another group. */
export function startsAt(index: PageIndex, columns: readonly Column[], i: number): string {
  if (i === 0) return '';
  const [before, own] = [columns[i - 1], columns[i]];
  if (before.revision !== own.revision) return 'starts';
  return roleIn(index, before.design) === roleIn(index, own.design) ? '' : 'starts-group';
}

export function runAt(runs: readonly RunHead[], { design, revision }: Column): RunHead | undefined {
  return runs.find((run) => run[1] === design && run[2] === revision);
}
