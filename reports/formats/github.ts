/**
 * What GitHub reads from the output of a step: annotations at the lines of the litmus files.
 *
 * A workflow command is a line of output, so text that a litmus brings must not become one:
 * what stands in a command is escaped, and what else is printed loses its `::` at line starts.
 * GitHub shows ten errors of a step; the worst ten are chosen here, so that none is lost by chance.
 */
import { replayCommand } from '../replay-command.ts';
import type { Counterexample, Report, Run, TestRow } from '../data.ts';
import { type Finding, FINDING_CLASSES, troublesOf } from '../findings.ts';
import { count, printable } from '../text-width.ts';

const ERRORS_MAX = 10;
/** GitHub cuts a message at 64 kB; nobody reads as much. */
const MESSAGE_MAX = 4_000;

/** Workflow commands, a line each: at most ten `::error`, worst first, and what is left out. */
export function renderAnnotations(report: Report): string[] {
  const errors = [
    ...troublesOf(report).map((finding) => annotationOf(finding, report)),
    ...report.notes
      .filter((note) => !isAside(note))
      .map((note) => command('error', { title: 'Not as it must be' }, note)),
    ...(report.ran < report.selected || report.ran === 0
      ? [command('error', { title: 'Not all ran' }, `${report.ran} of ${report.selected} ran`)]
      : []),
  ];
  const rest = errors.length - ERRORS_MAX;
  const more = `${count(rest, 'more finding')}: see the step summary or the report`;
  return [
    ...errors.slice(0, ERRORS_MAX),
    ...(rest > 0 ? [command('notice', { title: 'Fermata' }, more)] : []),
    ...report.notes.filter(isAside).map((note) => command('notice', { title: 'Fermata' }, note)),
  ];
}

/** Of what was not selected: it makes no check fail. */
function isAside(note: string): boolean {
  return note.startsWith('Not looked at: ');
}

/** The counterexample of a finding in its first run, if there is one. */
export function counterexampleOf(finding: Finding, report: Report): Counterexample | null {
  const run = report.runs[finding.runs[0]];
  const parts = [...run.assertions, { ...run.condition, id: 'condition' }];
  const part = parts.find(({ id, counterexample }) => id === finding.what && counterexample);
  return part?.counterexample ?? null;
}

function annotationOf(finding: Finding, report: Report): string {
  const run = report.runs[finding.runs[0]];
  const test = report.tests.find(({ name }) => name === run.test);
  const title = `${finding.what} of ${run.test} on ${someOf(finding.designs)}, ${run.revision}`;
  return command('error', { ...placeOf(test), title }, messageOf(finding, run, test, report));
}

function messageOf(finding: Finding, run: Run, test: TestRow | undefined, report: Report): string {
  const counterexample = counterexampleOf(finding, report);
  const others = finding.runs.length - 1;
  const lines = [
    `${FINDING_CLASSES.get(finding.class)}: ${finding.why}`,
    ...(finding.why === run.why ? [] : [run.why]),
    ...(others > 0 ? [`The same in ${count(others, 'other run')}.`] : []),
  ];
  if (counterexample !== null) {
    const { words } = counterexample;
    lines.push(`Let ${words.let}`, `Then ${words.then}`, `However ${words.however}`);
    lines.push(replayCommand(counterexample, test?.given ?? null));
  }
  return lines.map(printable).join('\n').slice(0, MESSAGE_MAX);
}

/** Only a path inside the repository can be annotated. */
function placeOf(test: TestRow | undefined): Record<string, string> {
  if (test === undefined || /^([/\\]|\.\.|[A-Za-z]:)/.test(test.file)) return {};
  return { file: test.file, line: String(test.conditionLine) };
}

function someOf(designs: readonly string[]): string {
  return designs.length === 1 ? designs[0] : `${designs[0]} and ${designs.length - 1} more`;
}

function command(
  name: 'error' | 'notice',
  properties: Readonly<Record<string, string>>,
  message: string,
): string {
  const pairs = Object.entries(properties).map(([key, value]) => `${key}=${property(value)}`);
  return `::${name} ${pairs.join(',')}::${data(message)}`;
}

function data(text: string): string {
  return text
    .replaceAll('%', '%25')
    .replace(/\r/g, '%0D')
    .replace(/[\n\u2028\u2029]/g, '%0A');
}

function property(text: string): string {
  return data(printable(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
