/**
 * Why results are as they are: results with one reason are one cause, however many tests show it.
 *
 * A known-bad design has one cause for each assertion that falls with it: the policy that is
 * wrong. What falls without any abort is the kernel's, whatever the design: its cause is the
 * reason that the baseline gives for it. Of a right design, what the baseline expects is a
 * deviation, and its reason the cause. What nobody expects stands alone, test by test.
 */
import type { Report, Run } from '../../data.ts';
import { blame, type BrokenIn, fallOf, placeOf, USUAL } from '../../falls.ts';
import type { Cause } from '../../page-contract.ts';

/** Finds the causes of a run; equal reasons give equal causes. */
export type CausesOf = (run: Run) => readonly Cause[];

export function causesIn({ designs, runs }: Pick<Report, 'designs' | 'runs'>): CausesOf {
  const knownBad = new Set(
    designs.filter(({ kind }) => kind === 'known-bad').map(({ name }) => name),
  );
  const broken = blame(runs);
  const reasons = kernelReasons(runs, broken);
  const usual = inheritedFalls(runs, broken);
  return (run) => {
    const isNews = run.standing === 'unexpected' || run.standing === 'stale';
    if (run.verdict === 'VERIFIED' && !isNews) return [];
    if (run.verdict !== 'VIOLATED' || run.standing === 'stale') return [withoutFall(run)];
    if (run.standing === 'unexpected') return unexpectedFalls(run, broken);
    const kernel = broken(run, 'kernel').map((id): Cause => ({
      sort: 'kernel',
      says: reasons.get(placeOf(run)) ?? `the kernel breaks ${id} in ${run.test}`,
    }));
    const design = broken(run, 'design').map((id): Cause => {
      if (!knownBad.has(run.design)) {
        return { sort: 'deviation', says: run.known ?? `${run.design} breaks ${id}` };
      }
      const inherited = usual.get(fallOf(run, id));
      if (inherited !== undefined) return { sort: 'deviation', says: inherited };
      return { sort: 'known-bad', says: `${run.design} breaks ${id}` };
    });
    return distinct([...kernel, ...design]);
  };
}

function unexpectedFalls(run: Run, broken: BrokenIn): readonly Cause[] {
  return (['kernel', 'design'] as const).flatMap((defect) =>
    broken(run, defect).map((id) => ({
      sort: 'unexpected' as const,
      says: `${defect === 'kernel' ? 'the kernel' : run.design} breaks ${id} in ${run.test}, which nothing expects`,
    })),
  );
}

function withoutFall(run: Run): Cause {
  const says = `${run.verdict}: ${run.why}`;
  if (run.standing === 'unexpected' || run.standing === 'stale')
    return { sort: 'unexpected', says };
  if (run.verdict === 'UNSUPPORTED') return { sort: 'not-checked', says };
  return { sort: 'unanswered', says };
}

/** What the baseline says of a test on a revision where only the kernel breaks something. */
function kernelReasons(runs: readonly Run[], broken: BrokenIn): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>();
  for (const run of runs) {
    if (run.known === undefined || reasons.has(placeOf(run))) continue;
    if (broken(run, 'kernel').length === 0 || broken(run, 'design').length > 0) continue;
    reasons.set(placeOf(run), run.known);
  }
  return reasons;
}

/** What falls under the ticket's design because of it, with the reason. */
function inheritedFalls(runs: readonly Run[], broken: BrokenIn): ReadonlyMap<string, string> {
  const falls = new Map<string, string>();
  for (const run of runs) {
    if (run.design !== USUAL) continue;
    for (const id of broken(run, 'design')) {
      falls.set(fallOf(run, id), run.known ?? `${USUAL} breaks ${id}`);
    }
  }
  return falls;
}

function distinct(causes: readonly Cause[]): readonly Cause[] {
  return [...new Map(causes.map((cause) => [cause.says, cause])).values()];
}
