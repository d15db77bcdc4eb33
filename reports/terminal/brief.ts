/**
 * A check of tests that were named, on about a screen: for each the verdicts, what was checked, the
 * outcomes in herd's table, and one counterexample folded, with the step at which it went wrong.
 * `--full` has the rest: every counterexample, every step of it, and the line that replays it.
 */
import pc from 'picocolors';
import type { Counterexample, Report, Run, TestRow } from '../data.ts';
import { counterexamplesOf } from '../findings.ts';
import { unfelledLines } from '../run-lines.ts';
import { count, fold, hang, printable, wrap } from '../text-width.ts';
import { type ClosingOptions, renderClosing, renderNotes } from './closing.ts';
import { decisiveStep } from './failure-lines.ts';
import { outcomeLines } from './outcome-lines.ts';
import { renderMatrix } from './terminal.ts';
import { wantsColour } from './terminal-settings.ts';
import { type Shared, sharedSchedules, turnLines, turnsOf } from './turns.ts';
import { verdictRows } from './verdict-rows.ts';

type Colors = ReturnType<typeof pc.createColors>;

/** Tests that are told at length; of others the matrix says how they came out. */
const TOLD_MAX = 3;

export interface BriefOptions extends ClosingOptions {
  /** The designs were named: what a known-bad one breaks is what somebody wants to see. */
  readonly areNamed?: boolean;
}

/** The whole of it, without a newline at its end. */
export function renderBrief(report: Report, options: BriefOptions): string {
  const colors = pc.createColors(options.colour ?? wantsColour());
  const isOne = report.tests.length === 1;
  const told = isOne ? report.tests : report.tests.filter((test) => isTrouble(report, test));
  const parts = [
    isOne ? '' : renderMatrix(report, options),
    ...told.slice(0, TOLD_MAX).map((test) => testLines(report, test, options, colors).join('\n')),
    moreText(told.length - TOLD_MAX, options.width),
    renderNotes(report, options),
    renderClosing(report, options),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function moreText(left: number, width: number): string {
  if (left <= 0) return '';
  return fold(`... and ${count(left, 'test')} more that did not come out as expected.`, width);
}

function runsOf(report: Report, { name }: TestRow): readonly Run[] {
  return report.runs.filter(({ test }) => test === name);
}

function isTrouble(report: Report, test: TestRow): boolean {
  return runsOf(report, test).some(
    ({ standing, verdict }) =>
      standing !== 'information' && (standing !== 'expected' || verdict === 'VACUOUS'),
  );
}

function testLines(
  report: Report,
  test: TestRow,
  { width, areNamed = false }: BriefOptions,
  colors: Colors,
): string[] {
  const runs = runsOf(report, test);
  const head = wrap(printable(`${test.name} (${test.given ?? test.file}): ${test.doc}`), width);
  const lead = leadOf(runs, areNamed);
  return [
    ...head.map((line) => colors.bold(line)),
    ...verdictRows(report, runs, width),
    ...unfelledLines(test, width),
    ...(lead === undefined ? [] : leadLines(report, lead, runs, width, colors)),
  ];
}

/** The run that is shown: what nobody expects before what somebody does, falls before passes. */
function leadOf(runs: readonly Run[], areNamed: boolean): Run | undefined {
  const searched = runs.filter(({ search }) => search.states > 0);
  const judged = searched.filter(({ standing }) => standing !== 'information');
  return (
    judged.find(({ verdict, standing }) => verdict === 'VIOLATED' && standing === 'unexpected') ??
    judged.find(({ verdict, standing }) => verdict !== 'VERIFIED' || standing !== 'expected') ??
    (areNamed ? searched.find(({ verdict }) => verdict === 'VIOLATED') : undefined) ??
    judged.find(({ design }) => design === 'ticket') ??
    judged[0] ??
    searched[0]
  );
}

function leadLines(
  report: Report,
  lead: Run,
  runs: readonly Run[],
  width: number,
  colors: Colors,
): string[] {
  const shared = sharedSchedules(counterexamplesOf(lead));
  const isDrawn = ({ all }: Shared, i: number): boolean =>
    // What the file itself asks is drawn wherever it does not hold.
    i === 0 || all.some(({ breaks }) => breaks === 'condition');
  return [
    ...outcomeLines(lead, runs, width),
    ...shared
      .filter(isDrawn)
      .flatMap((each) => ['', ...sharedLines(report, lead, each, width, colors)]),
    ...shared
      .filter((each, i) => !isDrawn(each, i))
      .flatMap(({ all, drawn }) => {
        const steps = count(drawn.steps.length, 'step');
        const fall = all.length === 1 ? 'falls' : 'fall';
        const text = `${listed(all)} ${fall} in another way, in ${steps}: --full draws it.`;
        return wrap(printable(text), width);
      }),
  ];
}

function sharedLines(
  report: Report,
  run: Run,
  { drawn, all }: Shared,
  width: number,
  colors: Colors,
): string[] {
  const switches = `${drawn.contextSwitches} ${drawn.contextSwitches === 1 ? 'switch' : 'switches'}`;
  const size = `${count(drawn.steps.length, 'step')}, ${switches}`;
  const head = `${run.design} on ${run.revision} breaks ${listed(all)}: ${size}`;
  const decisive = decisiveStep(report, run, all);
  return [
    ...wrap(printable(head), width).map((line) => colors.bold(line)),
    ...turnLines(turnsOf(drawn), decisive?.step ?? null, width),
    ...(decisive === null ? [] : hang('Decisive ', printable(decisive.says), width)),
    ...all.flatMap((each) => factLines(run, each, drawn, width)),
    ...conditionLines(run, { drawn, all }, width),
  ];
}

function listed(counterexamples: readonly Counterexample[]): string {
  return counterexamples.map(({ breaks }) => breaks).join(', ');
}

/** Where the run was drawn for an assertion, that it breaks the condition as well. */
function conditionLines({ condition }: Run, { drawn, all }: Shared, width: number): string[] {
  const own = all.find(({ breaks }) => breaks === 'condition');
  if (own === undefined || all.length === 1) return [];
  // An end of which an abort is still possible may not be the last step.
  const last = own.steps.length;
  const where = last < drawn.steps.length ? `after step ${last}` : 'at the end';
  const text = `${condition.text}: does not hold either, ${where} of this run.`;
  return hang('condition ', printable(text), width);
}

/** What it says and what of the end breaks it. The table has the outcome that breaks a condition. */
function factLines(
  { assertions }: Run,
  { breaks, words, steps }: Counterexample,
  drawn: Counterexample,
  width: number,
): string[] {
  const says = assertions.find(({ id }) => id === breaks)?.says;
  if (says === undefined) return [];
  const end = `; ${breaks}: ${says}.`;
  const facts = words.however.endsWith(end) ? words.however.slice(0, -end.length) : words.however;
  const early = steps.length < drawn.steps.length ? `after step ${steps.length} ` : '';
  const [meaning] = says.split(/[:;]/);
  const head = breaks.padEnd('Decisive '.length);
  return hang(printable(head), printable(`${meaning}: but ${early}${facts}.`), width);
}
