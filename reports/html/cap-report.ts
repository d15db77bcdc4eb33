/**
 * What the page shows of a report that is too large for it (5 MB).
 *
 * Cuts are made one kind after the other, the least missed first, until the rest fits; a report
 * that fits is shown whole. Every cut is told in a sentence, and a counterexample that was left
 * out is listed with the run in which the same steps are still shown. Counterexamples of runs
 * that nobody expected are the last to go. `report.json` is never cut.
 */
import {
  withFewInformation,
  withoutAny,
  withoutExpected,
  withoutInformation,
  withoutRepeats,
} from './cap-counterexamples.ts';
import { type Caps, CAPS, told } from './caps.ts';
import type { CappedReport } from './index/capped-report.ts';
import type { Execution, Outcome, Report, Run } from '../data.ts';
import { noParts, packedBytes, type Parts } from './embed.ts';
import { count } from '../text-width.ts';

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
    withoutOutcomeWitnesses,
    ...informationMax.map(
      (most): Cut =>
        (capped) =>
          withFewInformation(capped, most),
    ),
    withShortExecutions,
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
  if (capped.report.runs.every(({ outcomes }) => outcomes.length <= outcomesMax)) return capped;
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
  return told(
    capped,
    runs,
    'Where the run to an outcome is not shown step by step, its schedule is in report.json only.',
  );
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

function withSearch(run: Run, search: Run['search']): Run {
  return { ...run, search };
}
