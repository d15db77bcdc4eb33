/**
 * Sets runs of right and wrong designs side by side: why the right one does not go wrong where the
 * other does (why-not.ts). Needs all runs of a test, so it comes after the searches.
 */
import type { Counterexample, Run } from '../../reports/data.ts';
import { isOfCatalogue } from '../catalogue.ts';
import { compile } from '../compile/compile.ts';
import { withAborts } from '../search/search.ts';
import { whyNot, type WrongRun } from '../trace/why-not.ts';
import type { Job, Limits } from './threads/pool.ts';

/** Of each run: ways of going wrong that are followed. More than there are known-bad designs. */
const WAYS_MAX = 32;

/** A run of a job, or null where it was not begun. */
export type Result = Run | null;

/** The runs again; those of right designs that were searched whole have their `whyNot`. */
export function explained(
  jobs: readonly Job[],
  results: readonly Result[],
  limits: Limits,
): readonly Result[] {
  const wrongRuns = wrongRunsIn(jobs, results);
  return results.map((run, i) => {
    const job = jobs[i];
    if (run === null || job.design.kind !== 'right' || !isWhole(run)) return run;
    const ways = (wrongRuns.get(keyOf(job)) ?? []).filter((way) => isWithout(run, way));
    if (ways.length === 0) return run;
    return { ...run, whyNot: whyNot(subjectOf(job, run, limits), chosen(ways, run)) };
  });
}

function keyOf({ test, revision }: Job): string {
  return `${revision} ${test.name}`;
}

/** Per test and revision: how known-bad designs go wrong, each run of the model once. */
function wrongRunsIn(
  jobs: readonly Job[],
  results: readonly Result[],
): ReadonlyMap<string, readonly WrongRun[]> {
  const all = new Map<string, WrongRun[]>();
  const seen = new Set<Counterexample>();
  for (const [i, run] of results.entries()) {
    const job = jobs[i];
    if (run === null || !isWrong(job)) continue;
    for (const { counterexample } of [...run.assertions, run.condition]) {
      // Designs that one search serves share its counterexamples.
      if (counterexample === null || seen.has(counterexample)) continue;
      seen.add(counterexample);
      const known = all.get(keyOf(job)) ?? [];
      all.set(keyOf(job), known);
      known.push({ design: job.design, counterexample });
    }
  }
  return all;
}

/** Of a file of one's own, a design that was made up may be wrong as well. */
function isWrong({ test, design: { kind } }: Job): boolean {
  return kind === 'known-bad' || (kind === 'custom' && !isOfCatalogue(test));
}

function isWhole({ verdict, search }: Run): boolean {
  return search.complete && (verdict === 'VERIFIED' || verdict === 'VIOLATED');
}

/** Nothing can be said against what the run breaks itself. */
function isWithout({ assertions, condition }: Run, { counterexample }: WrongRun): boolean {
  const { breaks } = counterexample;
  const own = breaks === 'condition' ? condition : assertions.find(({ id }) => id === breaks);
  return own?.verdict === 'VERIFIED';
}

/** Of each design its declared fall, or its shortest way; then the others, short ones first. */
function chosen(ways: readonly WrongRun[], { test, revision }: Run): readonly WrongRun[] {
  const isDeclared = ({ design: { fall }, counterexample }: WrongRun): boolean =>
    fall?.test === test && fall.revision === revision && fall.assertion === counterexample.breaks;
  const sorted = ways.toSorted(
    (a, b) =>
      Number(isDeclared(b)) - Number(isDeclared(a)) ||
      a.counterexample.steps.length - b.counterexample.steps.length,
  );
  const firsts = new Map(sorted.toReversed().map((way) => [way.design.name, way]));
  const isFirst = (way: WrongRun): boolean => firsts.get(way.design.name) === way;
  return [...sorted.filter(isFirst), ...sorted.filter((way) => !isFirst(way))].slice(0, WAYS_MAX);
}

function subjectOf({ test, design, revision }: Job, { hash }: Run, limits: Limits) {
  const litmus = withAborts(test.litmus, limits.aborts);
  const options = { ...limits, interrupted: () => false };
  return { litmus, hash, design, revision, options, program: compile(litmus, design, revision) };
}
