/** The columns of the matrix: designs on revisions, as far as a selection has runs in them. */
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
  return index.revisions.flatMap((_, revision) =>
    index.designs.flatMap((__, design) =>
      used.has(`${revision} ${design}`) ? [{ design, revision }] : [],
    ),
  );
}

/** The class of a cell where another revision begins. */
export function startsRevision(columns: readonly Column[], i: number): string {
  return i > 0 && columns[i - 1].revision !== columns[i].revision ? 'starts' : '';
}

export function runAt(runs: readonly RunHead[], { design, revision }: Column): RunHead | undefined {
  return runs.find((run) => run[1] === design && run[2] === revision);
}
