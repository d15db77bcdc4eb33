/**
 * What the page shows of a report that is too large for it (formats.md §7: 5 MB).
 *
 * Cuts are made one kind after the other, the least missed first, until the rest fits; a report
 * that fits is shown whole. Every cut is told in a sentence, and a counterexample that was left
 * out is listed with the run in which the same steps are still shown. Counterexamples of runs
 * that nobody expected are the last to go. `report.json` is never cut.
 */
import { createHash } from 'node:crypto';

import type { Counterexample, Execution, Outcome, Report, Run } from './data.ts';
import { noParts, packedBytes, type Parts } from './embed.ts';
import { count } from './text-width.ts';

export interface CappedReport {
  readonly report: Report;
  /** What was cut, in sentences. Empty: nothing was. */
  readonly cuts: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

/** A counterexample that is in `report.json` only. */
export interface LeftOut {
  /** Index into `report.runs`. */
  readonly run: number;
  /** An assertion id or `condition`. */
  readonly breaks: string;
  /** A run that still shows the very same steps, or null. */
  readonly sameAs: number | null;
}

export interface Caps {
  /**
   * Bytes of the packed tests before they are compressed to about a quarter (in base64). The default
   * leaves room for the charts, the index and the page itself.
   */
  readonly bytesMax: number;
  /** Entries of rule coverage over all runs; more than that are not even measured. */
  readonly coverageMax: number;
  readonly outcomesMax: number;
  readonly levelsRunsMax: number;
  readonly stepsMax: number;
  /** Steps of a run to an outcome; longer ones are the first to go. */
  readonly outcomeStepsMax: number;
  /** Counterexamples per known-bad design and assertion beside its declared fall: first, then. */
  readonly informationMax: readonly number[];
}

export const CAPS: Caps = {
  bytesMax: 16_000_000,
  coverageMax: 20_000,
  outcomesMax: 40,
  levelsRunsMax: 40,
  stepsMax: 400,
  outcomeStepsMax: 30,
  informationMax: [20, 8, 3],
};

/** A report of at most `caps.bytesMax` bytes in the page, as far as cutting can get it there.
 * `parts` remembers the data, so that packing it afterwards costs little. */
export function capReport(
  report: Report,
  caps: Caps = CAPS,
  parts: Parts = noParts(),
): CappedReport {
  let capped: CappedReport = { report, cuts: [], leftOut: [] };
  if (coverageEntriesOf(report) > caps.coverageMax) capped = withoutCoverage(capped);
  const isTooLarge = (): boolean => bytesOf(capped.report, parts) > caps.bytesMax;
  for (const cut of cutsFor(caps)) {
    if (!isTooLarge()) return capped;
    capped = cut(capped, caps);
  }
  if (!isTooLarge()) return capped;
  const limit = `What this page holds is larger than its limit of ${count(caps.bytesMax, 'byte')}`;
  return { ...capped, cuts: [...capped.cuts, `${limit}: there was nothing left to cut.`] };
}

type Cut = (capped: CappedReport, caps: Caps) => CappedReport;

/** The least missed first. */
function cutsFor({ informationMax }: Caps): readonly Cut[] {
  return [
    withoutCoverage,
    withoutRepeats,
    withFewLevels,
    withFewOutcomes,
    withoutDoubleWitnesses,
    ...informationMax.map(
      (most): Cut =>
        (capped) =>
          withFewInformation(capped, most),
    ),
    withShortExecutions,
    withoutOutcomeWitnesses,
    withoutExecutions,
    withoutInformation,
    withoutWhyNot,
    withoutExpected,
    withoutAny,
  ];
}

/** As the page holds them: test by test, each packed on its own. */
function bytesOf({ tests, runs }: Report, parts: Parts): number {
  const byTest = new Map<string, unknown[]>(
    tests.map(({ name, source, reading }) => [name, [source, reading ?? null]]),
  );
  for (const run of runs) byTest.get(run.test)?.push(run);
  let bytes = 0;
  for (const part of byTest.values()) bytes += packedBytes(part, parts);
  return bytes;
}

function coverageEntriesOf(report: Report): number {
  return report.runs.reduce((sum, { search }) => sum + Object.keys(search.coverage).length, 0);
}

function withoutCoverage(capped: CappedReport): CappedReport {
  if (coverageEntriesOf(capped.report) === 0) return capped;
  const runs = capped.report.runs.map((run) => withSearch(run, { ...run.search, coverage: {} }));
  return told(capped, runs, 'How often each rule fired in each run is in report.json only.');
}

function withFewLevels(capped: CappedReport, { levelsRunsMax }: Caps): CappedReport {
  const sizes = capped.report.runs.map(({ search }) => search.states);
  const least = sizes.toSorted((a, b) => b - a)[levelsRunsMax - 1] ?? 0;
  const runs = capped.report.runs.map((run) =>
    run.search.states >= least ? run : withSearch(run, { ...run.search, levels: [] }),
  );
  const says = `States per level are shown for the largest ${count(levelsRunsMax, 'run')} only.`;
  return told(capped, runs, says);
}

function withFewOutcomes(capped: CappedReport, { outcomesMax }: Caps): CappedReport {
  const runs = capped.report.runs.map((run) =>
    run.outcomes.length <= outcomesMax
      ? run
      : { ...run, outcomes: run.outcomes.slice(0, outcomesMax) },
  );
  return told(capped, runs, `At most ${count(outcomesMax, 'outcome')} of each run are shown.`);
}

function withoutOutcomeWitnesses(capped: CappedReport): CappedReport {
  const runs = capped.report.runs.map((run) => ({
    ...run,
    outcomes: run.outcomes.map((outcome) => ({ ...outcome, witness: [] })),
  }));
  return told(capped, runs, 'Schedules that lead to each outcome are in report.json only.');
}

/** A schedule says nothing that the run itself, where it is here, does not. */
function withoutDoubleWitnesses(capped: CappedReport): CappedReport {
  const runs = withOutcomes(capped.report.runs, (outcome) =>
    outcome.execution === undefined ? outcome : { ...outcome, witness: [] },
  );
  return { ...capped, report: { ...capped.report, runs } };
}

function withShortExecutions(capped: CappedReport, { outcomeStepsMax }: Caps): CappedReport {
  const says = `Runs to an outcome are shown step by step where they have at most ${count(outcomeStepsMax, 'step')}.`;
  return withExecutions(capped, says, ({ steps }) => steps.length <= outcomeStepsMax);
}

function withoutExecutions(capped: CappedReport): CappedReport {
  return withExecutions(capped, 'Runs to an outcome are in report.json only.', () => false);
}

function withExecutions(
  capped: CappedReport,
  says: string,
  isKept: (execution: Execution) => boolean,
): CappedReport {
  let changed = false;
  const runs = withOutcomes(capped.report.runs, (outcome) => {
    if (outcome.execution === undefined || isKept(outcome.execution)) return outcome;
    changed = true;
    return { ...outcome, execution: undefined };
  });
  return changed ? told(capped, runs, says) : capped;
}

/** Runs without an execution in their outcomes stay the same objects. */
function withOutcomes(runs: readonly Run[], change: (outcome: Outcome) => Outcome): Run[] {
  return runs.map((run) =>
    run.outcomes.every(({ execution }) => execution === undefined)
      ? run
      : { ...run, outcomes: run.outcomes.map(change) },
  );
}

function withoutWhyNot(capped: CappedReport): CappedReport {
  if (capped.report.runs.every(({ whyNot }) => whyNot === undefined)) return capped;
  const runs = capped.report.runs.map((run) => ({ ...run, whyNot: undefined }));
  return told(
    capped,
    runs,
    'Why right designs do not go wrong in the same way is in report.json only.',
  );
}

/** The same steps under several designs are shown in the first run that nobody expected. */
function withoutRepeats(capped: CappedReport): CappedReport {
  const firsts = new Map<string, number>();
  const { runs } = capped.report;
  const unexpectedFirst = runs
    .map((_, index) => index)
    .toSorted((a, b) => rankOf(runs[a]) - rankOf(runs[b]) || a - b);
  for (const index of unexpectedFirst) {
    for (const counterexample of counterexamplesOf(runs[index])) {
      const steps = stepsKey(runs[index], counterexample);
      if (!firsts.has(steps)) firsts.set(steps, index);
    }
  }
  return leaveOut(
    capped,
    'A counterexample whose steps are the same under several designs is shown under one of them.',
    (run, index, counterexample) => {
      const first = firsts.get(stepsKey(run, counterexample))!;
      return first === index ? 'keep' : first;
    },
  );
}

const stepsKeys = new WeakMap<Counterexample, string>();

function stepsKey(run: Run, shown: Counterexample): string {
  const known = stepsKeys.get(shown);
  if (known !== undefined) return known;
  const { breaks, steps } = shown;
  const text = JSON.stringify([run.test, run.revision, breaks, steps]);
  const key = createHash('sha1').update(text).digest('base64');
  stepsKeys.set(shown, key);
  return key;
}

/** Of known-bad designs beside their declared fall: the shortest ones, design by design. */
function withFewInformation(capped: CappedReport, most: number): CappedReport {
  const { runs } = capped.report;
  const sizes = new Map<string, Counterexample[]>();
  const keyOf = (run: Run, { breaks }: Counterexample): string =>
    JSON.stringify([run.design, breaks]);
  for (const run of runs) {
    if (run.standing !== 'information') continue;
    for (const shown of counterexamplesOf(run)) {
      const key = keyOf(run, shown);
      const known = sizes.get(key);
      if (known) known.push(shown);
      else sizes.set(key, [shown]);
    }
  }
  const kept = new Set<Counterexample>();
  for (const all of sizes.values()) {
    const shortest = all.toSorted(
      (a, b) => a.steps.length - b.steps.length || a.contextSwitches - b.contextSwitches,
    );
    for (const shown of shortest.slice(0, most)) kept.add(shown);
  }
  const says = `Of the counterexamples of a known-bad design beside its declared fall, the ${most} shortest per assertion are shown.`;
  return leaveOut(capped, says, (run, _, shown) =>
    run.standing !== 'information' || kept.has(shown) ? 'keep' : null,
  );
}

function withoutInformation(capped: CappedReport, { stepsMax }: Caps): CappedReport {
  const says = `Counterexamples of known-bad designs beside their declared fall, and those of more than ${count(stepsMax, 'step')}, are in report.json only.`;
  return leaveOut(capped, says, (run, _, { steps }) =>
    run.standing === 'information' || steps.length > stepsMax ? null : 'keep',
  );
}

function withoutExpected(capped: CappedReport): CappedReport {
  return leaveOut(capped, 'Expected counterexamples are in report.json only.', (run) =>
    run.standing === 'expected' ? null : 'keep',
  );
}

function withoutAny(capped: CappedReport): CappedReport {
  return leaveOut(capped, 'All counterexamples are in report.json only.', () => null);
}

function rankOf(run: Run): number {
  return ['unexpected', 'stale', 'unfinished', 'expected', 'information'].indexOf(run.standing);
}

function counterexamplesOf(run: Run): Counterexample[] {
  const all = [...run.assertions.map((a) => a.counterexample), run.condition.counterexample];
  return all.filter((counterexample) => counterexample !== null);
}

/** `decide` says 'keep', or the run that shows the same steps, or null for none. */
function leaveOut(
  capped: CappedReport,
  says: string,
  decide: (run: Run, index: number, counterexample: Counterexample) => 'keep' | number | null,
): CappedReport {
  const leftOut = [...capped.leftOut];
  const runs = capped.report.runs.map((run, index) => {
    // What does not change stays the same object, so that measuring it again costs nothing.
    if (counterexamplesOf(run).every((shown) => decide(run, index, shown) === 'keep')) return run;
    const kept = (counterexample: Counterexample | null): Counterexample | null => {
      if (!counterexample) return null;
      const decision = decide(run, index, counterexample);
      if (decision === 'keep') return counterexample;
      leftOut.push({ run: index, breaks: counterexample.breaks, sameAs: decision });
      return null;
    };
    const condition = { ...run.condition, counterexample: kept(run.condition.counterexample) };
    const assertions = run.assertions.map((assertion) =>
      assertion.counterexample === null
        ? assertion
        : { ...assertion, counterexample: kept(assertion.counterexample) },
    );
    return { ...run, condition, assertions };
  });
  const changed = leftOut.length > capped.leftOut.length;
  return changed ? { ...told(capped, runs, says), leftOut } : capped;
}

function withSearch(run: Run, search: Run['search']): Run {
  return { ...run, search };
}

function told(capped: CappedReport, runs: readonly Run[], says: string): CappedReport {
  return { ...capped, report: { ...capped.report, runs }, cuts: [...capped.cuts, says] };
}
