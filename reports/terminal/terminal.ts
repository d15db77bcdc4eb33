/**
 * A check in the terminal: matrix, findings, closing lines.
 *
 * No line is wider than the width given, whatever the report holds. Colour only repeats what the
 * characters say already, so nothing is lost under NO_COLOR. The last line is never coloured:
 * scripts read it.
 */
import pc from 'picocolors';

import { answerLines } from './answer-lines.ts';
import { type ClosingOptions, renderClosing, renderLastScreen, renderNotes } from './closing.ts';
import type { Report } from '../data.ts';
import { type Finding, FINDING_CLASSES, findingsOf, KNOWN_CLASSES } from '../findings.ts';
import { knownBadLines } from './known-bad-lines.ts';
import { largestLines, symmetryLines } from './largest-lines.ts';
import { latencyLines, neverFiredLines } from './latency-lines.ts';
import { syncTableLines } from './sync-table.ts';
import { matrixLines } from './matrix.ts';
import { runLines } from '../run-lines.ts';
import { wantsColour } from './terminal-settings.ts';
import { count, foldLines, hang, pad, printable, widthOf } from '../text-width.ts';

export interface TerminalOptions {
  /** Columns; anything below 20 is taken as 20. */
  readonly width: number;
  /** Default: whether standard output is a terminal, NO_COLOR, FORCE_COLOR. */
  readonly colour?: boolean;
}

type Colors = ReturnType<typeof pc.createColors>;

const WIDTH_MIN = 20;
/**
 * Matrix, tables, findings and closing lines, as `fermata check` prints them: the nearer to the end
 * the more it matters, because the end is what is seen. Ends without a newline.
 */
export function renderTerminal(report: Report, options: TerminalOptions & ClosingOptions): string {
  const within = { ...options, width: widthIn(options) };
  const found = renderFindings(report, within);
  const findings = found === '' ? [] : found.split('\n');
  const parts = [
    renderMatrix(report, within),
    renderAside(report, within),
    renderNotes(report, within),
    renderLastScreen(report, findings, within),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/**
 * The answer of a whole check, then what is new, then the closing: what `npm start` ends with. The
 * matrix and all that is known stand in `renderTerminal` and on the page.
 */
export function renderAnswer(report: Report, options: TerminalOptions & ClosingOptions): string {
  const within = { ...options, width: widthIn(options), isAnswered: true };
  const answer = isWhole(report) ? answerLines(report, within.width) : [];
  // Of what did not all run nothing is said of a design.
  if (answer.length === 0) return renderTerminal(report, options);
  const found = renderNews(report, within) || 'New against the baseline: nothing.';
  return [answer.join('\n'), found, renderClosing(report, within)].join('\n\n');
}

/** All that was selected ran, and to its end. */
function isWhole({ ran, selected, interrupted }: Report): boolean {
  return ran === selected && !interrupted;
}

/** Findings that neither the baseline nor a declared fall accounts for. */
function renderNews(report: Report, options: TerminalOptions): string {
  return findingsText(
    findingsOf(report).filter((finding) => !KNOWN_CLASSES.has(finding.class)),
    options,
  );
}

/**
 * Tests by designs, one block per revision, with a legend; of one test the runs in a line each.
 * Empty for a report without runs.
 */
export function renderMatrix(report: Report, options: TerminalOptions): string {
  if (report.runs.length === 0) return '';
  if (report.tests.length === 1) return runLines(report, widthIn(options)).join('\n');
  return matrixLines(report, widthIn(options), colorsIn(options)).join('\n');
}

/** What known-bad designs break, abort latencies, and rules that fired nowhere. Empty if there is nothing to say. */
export function renderAside(report: Report, options: TerminalOptions): string {
  const width = widthIn(options);
  const parts = [
    knownBadLines(report, width),
    latencyLines(report, width),
    syncTableLines(report, width),
    largestLines(report, width),
    symmetryLines(report, width),
    neverFiredLines(report, width),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

/**
 * The findings under a head per class, worst first, each whole on as many lines as it takes; kernel defects and design defects
 * never under one head. Empty if there is nothing to say.
 */
export function renderFindings(report: Report, options: TerminalOptions): string {
  // What known-bad designs break is summed up in a line each (renderAside).
  const designs = report.designs.filter(({ kind }) => kind === 'known-bad');
  const knownBad = new Set(designs.map(({ name }) => name));
  const all = findingsOf(report).filter(
    (finding) =>
      !KNOWN_CLASSES.has(finding.class) || finding.designs.some((name) => !knownBad.has(name)),
  );
  return findingsText(all, options);
}

/** Under a head per class, worst first. */
function findingsText(all: readonly Finding[], options: TerminalOptions): string {
  const width = widthIn(options);
  const colors = colorsIn(options);
  const lines: string[] = [];
  for (const [kind, says] of FINDING_CLASSES) {
    const findings = all.filter((finding) => finding.class === kind);
    if (findings.length === 0) continue;
    if (lines.length > 0) lines.push('');
    const paint = (line: string): string =>
      KNOWN_CLASSES.has(kind) ? colors.bold(line) : colors.bold(colors.red(line));
    lines.push(...foldLines([says], width).map(paint));
    lines.push(...findings.flatMap((finding) => findingLines(finding, width)));
  }
  return lines.join('\n');
}

/** Whole, whatever the width: further lines stand below the first word after what fell. */
function findingLines(finding: Finding, width: number): string[] {
  const what = pad(printable(finding.what), Math.max(widthOf(printable(finding.what)), 9));
  const tests = some(finding.tests, 'test');
  const designs = some(finding.designs, 'design');
  const where = [tests, designs, finding.revision].map(printable).join(' · ');
  return hang(`  ${what} `, `${where}: ${printable(finding.why)}`, width);
}

function some(names: readonly string[], noun: string): string {
  return names.length <= 2
    ? names.join(', ')
    : `${names[0]} and ${count(names.length - 1, `other ${noun}`)}`;
}

function widthIn(options: TerminalOptions): number {
  return Math.max(options.width, WIDTH_MIN);
}

function colorsIn(options: TerminalOptions): Colors {
  return pc.createColors(options.colour ?? wantsColour());
}
