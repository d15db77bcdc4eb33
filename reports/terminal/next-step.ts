/**
 * What somebody who has just checked something does next: one sentence with a command, for the
 * trouble that decided the exit code.
 */
import { shellWord } from '../shell-word.ts';
import type { Report, Run, TestRow } from '../data.ts';
import { ExitCode, exitCodeOf, isUnjudged } from '../exit-code.ts';
import { counterexamplesOf, findingsOf, type FindingClass } from '../findings.ts';

/** How counterexamples stand above: each step, with the command that replays them; folded; not. */
export type Drawn = 'whole' | 'folded' | 'not';

export interface Done {
  readonly drawn: Drawn;
  /** The files written; the page first, if it is one of them. */
  readonly written: readonly string[];
}

export function nextStep(report: Report, { drawn, written }: Done): string {
  switch (exitCodeOf(report)) {
    case ExitCode.violation: {
      if (drawn === 'whole')
        return 'Next: the command below each drawing shows it again, step by step.';
      const classes = ['unexpected design', 'unexpected condition', 'unexpected kernel'] as const;
      return drawn === 'folded'
        ? foldedStep(report, classes)
        : `Next: ${checkOf(report, classes)} draws the first of these.`;
    }
    case ExitCode.broken:
      return `Next: ${checkOf(report, ['error'])} runs the first of these alone.`;
    case ExitCode.inconclusive:
      return report.interrupted
        ? 'Next: the same again, to its end; what was found so far holds.'
        : 'Next: the same with more: --time-limit, --max-states, --max-memory (fermata check --help).';
    case ExitCode.vacuous:
      return vacuousStep(report);
    case ExitCode.stale:
      return staleStep(report);
    default:
      return passedStep(report, written);
  }
}

/** With the counterexample folded above, if there is one: what more can be seen of it. */
function foldedStep(report: Report, classes: readonly FindingClass[]): string {
  const run = firstOf(report, classes);
  if (run === undefined || counterexamplesOf(run).length === 0) {
    const name = run === undefined ? 'TEST' : shellWord(nameOf(report, run));
    return `Next: the table has all outcomes there are; fermata show ${name} says what it asks.`;
  }
  const again = checkOf(report, classes);
  const kindOf = (name: string) => report.designs.find((design) => design.name === name)?.kind;
  const isBeside = report.runs.some(
    ({ test, design }) => test === run.test && kindOf(design) === 'right',
  );
  return isBeside
    ? `Next: ${again} --full draws every step.`
    : `Next: ${again} --full draws every step; with --design ticket it says where the two part.`;
}

/** A command that runs only the first finding of these classes. */
function checkOf(report: Report, classes: readonly FindingClass[]): string {
  const run = firstOf(report, classes);
  if (run === undefined) return 'fermata check --help';
  const words = ['fermata', 'check', nameOf(report, run), '--design', run.design];
  return [...words, '--revision', run.revision].map(shellWord).join(' ');
}

function checkWords(path: string): string {
  return ['fermata', 'check', path].map(shellWord).join(' ');
}

function firstOf(report: Report, classes: readonly FindingClass[]): Run | undefined {
  const finding = findingsOf(report).find((each) => classes.includes(each.class));
  return finding === undefined ? undefined : report.runs[finding.runs[0]];
}

/** The name by which a test can be selected again: the path of one that the catalogue lacks. */
function nameOf({ tests }: Report, { test }: Run): string {
  return rowOf(tests, test)?.given ?? test;
}

function rowOf(tests: readonly TestRow[], name: string): TestRow | undefined {
  return tests.find((row) => row.name === name);
}

function vacuousStep(report: Report): string {
  if (isUnjudged(report)) return 'Next: the same with --design ticket, which is judged.';
  const run = firstOf(report, ['vacuous', 'unsupported']);
  if (run === undefined) return 'Next: fermata list litmus says which tests there are.';
  return `Next: fermata show ${shellWord(nameOf(report, run))} says what has to happen in it.`;
}

function staleStep(report: Report): string {
  const run = firstOf(report, ['stale']);
  if (run === undefined) return 'Next: the same again; fewer tests ran than were selected.';
  const own = rowOf(report.tests, run.test)?.given ?? null;
  const words = own === null ? [run.test] : [own, '--design', run.design];
  const command = ['fermata', 'promote', ...words].map(shellWord).join(' ');
  return `Next: ${command} makes the baseline say what is so.`;
}

function passedStep({ tests, designs }: Report, [page]: readonly string[]): string {
  const [first] = tests;
  if (page?.endsWith('.html')) {
    return `Next: open ${page} in a browser, or fermata check TEST --design DESIGN for one test.`;
  }
  const isOwn = tests.every(({ given }) => given !== null);
  if (isOwn && designs.every(({ kind }) => kind === 'right')) {
    const again =
      first.given === null || tests.length > 1 ? 'the same with' : checkWords(first.given);
    return `Next: ${again} --all shows which wrong designs are noticed here.`;
  }
  return tests.length === 1
    ? `Next: fermata show ${shellWord(first.given ?? first.name)} says what it asks, in plain English.`
    : 'Next: fermata check TEST --design DESIGN says more of one test.';
}
