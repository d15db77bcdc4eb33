/**
 * What somebody who has just checked something does next: one sentence with a command, for the
 * trouble that decided the exit code.
 */
import { shellWord } from '../shell-word.ts';
import type { Report, Run, TestRow } from '../data.ts';
import { ExitCode, exitCodeOf, isUnjudged } from '../exit-code.ts';
import { findingsOf, type FindingClass } from '../findings.ts';

export interface Done {
  /** The counterexamples stand above, each with the command that replays it. */
  readonly drawn: boolean;
  /** The files written; the page first, if it is one of them. */
  readonly written: readonly string[];
}

export function nextStep(report: Report, { drawn, written }: Done): string {
  switch (exitCodeOf(report)) {
    case ExitCode.violation: {
      if (drawn) return 'Next: the command below each drawing shows it again, step by step.';
      const classes = ['unexpected design', 'unexpected condition', 'unexpected kernel'] as const;
      return `Next: ${checkOf(report, classes)} draws the first of these.`;
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

/** A command that runs only the first finding of these classes. */
function checkOf(report: Report, classes: readonly FindingClass[]): string {
  const run = firstOf(report, classes);
  if (run === undefined) return 'fermata check --help';
  const words = ['fermata', 'check', nameOf(report, run), '--design', run.design];
  return [...words, '--revision', run.revision].map(shellWord).join(' ');
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
  return `Next: fermata promote ${shellWord(run.test)} makes the baseline say what is so.`;
}

function passedStep({ tests }: Report, [page]: readonly string[]): string {
  const [first] = tests;
  if (page?.endsWith('.html')) {
    return `Next: open ${page} in a browser, or fermata check TEST --design DESIGN for one test.`;
  }
  return tests.length === 1
    ? `Next: fermata show ${shellWord(first.given ?? first.name)} says what it asks, in plain English.`
    : 'Next: fermata check TEST --design DESIGN says more of one test.';
}
