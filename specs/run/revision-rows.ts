/** The kernels that are modelled, each with the commit that was read. */
import type { Revision } from '../../model/record/program.ts';
import type { RevisionRow, Run } from '../../reports/data.ts';

export const REVISIONS: readonly (RevisionRow & { readonly name: Revision })[] = [
  {
    name: 'helenos-2012',
    commit: '49505feb1808',
    says: 'the last with synchronous IPC: missed_wakeups, three outcomes of a sleep',
  },
  {
    name: 'helenos-2026',
    commit: '2866531314',
    says: 'wait queue capabilities, wakeup_balance, composable debt, thread_wait_start/finish',
  },
];

/** Those on which there are runs. */
export function revisionRows(runs: readonly Run[]): readonly RevisionRow[] {
  return REVISIONS.filter(({ name }) => runs.some(({ revision }) => revision === name));
}
