/**
 * What failed, a line for each run, for the log of a gate: where the question stands, the test, the
 * design, the verdict and the step that decides. No line is broken: somebody greps in it, and an
 * editor opens what it begins with.
 */
import type { Counterexample, Report, Run, TestRow } from '../data.ts';
import { ExitCode, codeOfRun } from '../exit-code.ts';
import { counterexamplesOf } from '../findings.ts';
import { fallenIn } from '../run-lines.ts';
import { count, printable } from '../text-width.ts';

/** More of them are in the report. */
const LINES_MAX = 20;

/** `tests/mine.litmus:8: mine on ticket, helenos-2026: VIOLATED R1, R3; step 3 decides: P0 ...` */
export function failureLines(report: Report): readonly string[] {
  const failed = report.runs.filter((run) => codeOfRun(run) !== ExitCode.expected);
  const rest = failed.length - LINES_MAX;
  return [
    ...failed.slice(0, LINES_MAX).map((run) => printable(failureLine(report, run))),
    ...(rest > 0
      ? [`... and ${count(rest, 'more run')}; --json or --report has all of them.`]
      : []),
  ];
}

function failureLine(report: Report, run: Run): string {
  const { test, design, revision, verdict } = run;
  const place = placeOf(report.tests.find(({ name }) => name === test));
  const fallen = fallenIn(run).join(', ');
  const what = verdict === 'VIOLATED' ? `${verdict} ${fallen}` : `${verdict}: ${run.why}`;
  const decides = verdict === 'VIOLATED' ? decidesIn(report, run) : '';
  return `${place}${test} on ${design}, ${revision}: ${what}${decides}`;
}

/** As it was given, so that it can be opened from where the user is. */
function placeOf(row: TestRow | undefined): string {
  return row === undefined ? '' : `${row.given ?? row.file}:${row.conditionLine}: `;
}

/** Of the first counterexample: where a right design parts, or from where on no end is good. */
function decidesIn(report: Report, run: Run): string {
  const counterexamples = counterexamplesOf(run);
  if (counterexamples.length === 0) return ` (${run.why})`;
  const decisive = decisiveStep(report, run, counterexamples);
  if (decisive !== null) {
    return `; step ${decisive.step} decides: ${decisive.says.replace(/^step \d+: /, '')}`;
  }
  const [first] = counterexamples;
  const lost = first.fate?.is === 'known' ? first.fate.lost : null;
  if (lost === 0) return '; from the start no end is good';
  if (lost !== null) return `; point of no return: ${stepText(first, lost)}`;
  return `; last step: ${stepText(first, first.steps.length)}`;
}

function stepText({ steps, lanes }: Counterexample, number: number): string {
  const step = steps[number - 1];
  if (step === undefined) return 'there is none';
  return `step ${number}: ${lanes[step.lane] ?? ''} ${step.says}`;
}

/** The step at which this run and the same under a right design part, if that design was checked. */
export function decisiveStep(
  { runs }: Report,
  { test, design, revision }: Run,
  counterexamples: readonly Counterexample[],
): { readonly step: number; readonly says: string } | null {
  const broken = new Set(counterexamples.map(({ breaks }) => breaks));
  const answers = runs
    .filter((run) => run.test === test && run.revision === revision)
    .flatMap(({ whyNot = [] }) => whyNot)
    .filter((answer) => answer.design === design && answer.wrong !== null);
  const answer = answers.find(({ breaks }) => broken.has(breaks));
  if (answer === undefined) return null;
  const step = answer.agree + 1;
  return { step, says: `step ${step}: ${answer.says.replace(/^in that run /, '')}` };
}
