/**
 * A check in the terminal: matrix, findings, closing lines.
 *
 * No line is wider than the width given, whatever the report holds. Colour only repeats what the
 * characters say already, so nothing is lost under NO_COLOR. The last line is never coloured:
 * scripts read it.
 */
import pc from 'picocolors';

import type { Report, Run, Standing, Verdict } from './data.ts';
import { isUnjudged, wasCutShort } from './exit-code.ts';
import { type Finding, FINDING_CLASSES, findingsOf, KNOWN_CLASSES } from './findings.ts';
import { knownBadLines } from './known-bad-lines.ts';
import { largestLines } from './largest-lines.ts';
import { latencyLines, neverFiredLines } from './latency-lines.ts';
import { syncTableLines } from './sync-table.ts';
import { matrixLines } from './matrix.ts';
import { runLines } from './run-lines.ts';
import { clip, count, pad, printable, thousands, widthOf, wrap } from './text-width.ts';

export interface TerminalOptions {
  /** Columns; anything below 20 is taken as 20. */
  readonly width: number;
  /** Default: what picocolors finds out (NO_COLOR, FORCE_COLOR, whether it is a terminal). */
  readonly colour?: boolean;
}

type Colors = ReturnType<typeof pc.createColors>;

const WIDTH_MIN = 20;
const VERDICTS: readonly Verdict[] = [
  'VERIFIED',
  'VIOLATED',
  'VACUOUS',
  'UNSUPPORTED',
  'INCONCLUSIVE',
  'ERROR',
];

const STANDINGS: readonly (readonly [Standing, string])[] = [
  ['unexpected', 'NOT expected'],
  ['expected', 'expected'],
  ['stale', 'stale'],
  ['information', 'for information'],
  ['unfinished', 'cut before all of it was known'],
];

const UNJUDGED =
  'Nothing was judged: of a known-bad design only its declared fall is required. ' +
  'A design of your own, or a file of your own, is.';

/** Matrix, findings and closing lines, as `fermata check` prints them. Ends without a newline. */
export function renderTerminal(report: Report, options: TerminalOptions): string {
  const parts = [renderMatrix, renderFindings, renderAside, renderClosing];
  return parts
    .map((render) => render(report, options))
    .filter((part) => part !== '')
    .join('\n\n');
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
    neverFiredLines(report, width),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

/**
 * One line per finding under a head per class, worst first; kernel defects and design defects
 * never under one head. Empty if there is nothing to say.
 */
export function renderFindings(report: Report, options: TerminalOptions): string {
  const width = widthIn(options);
  const colors = colorsIn(options);
  const lines: string[] = [];
  // What known-bad designs break is summed up in a line each (renderAside).
  const designs = report.designs.filter(({ kind }) => kind === 'known-bad');
  const knownBad = new Set(designs.map(({ name }) => name));
  const all = findingsOf(report).filter(
    (finding) =>
      !KNOWN_CLASSES.has(finding.class) || finding.designs.some((name) => !knownBad.has(name)),
  );
  for (const [kind, says] of FINDING_CLASSES) {
    const findings = all.filter((finding) => finding.class === kind);
    if (findings.length === 0) continue;
    if (lines.length > 0) lines.push('');
    const head = clip(says, width);
    lines.push(KNOWN_CLASSES.has(kind) ? colors.bold(head) : colors.bold(colors.red(head)));
    lines.push(...findings.map((finding) => findingLine(finding, width)));
  }
  return lines.join('\n');
}

/**
 * What came out in numbers, then how many of how many ran, then exactly `N passed, N failed`.
 */
export function renderClosing(report: Report, options: TerminalOptions): string {
  const colors = colorsIn(options);
  const lines = wrap(verdictSentence(report), widthIn(options)).map((line) =>
    report.exitCode === 0 ? line : colors.bold(colors.red(line)),
  );
  if (isUnjudged(report)) lines.push(...wrap(UNJUDGED, widthIn(options)));
  for (const note of report.notes) lines.push(...wrap(printable(note), widthIn(options)));
  lines.push(clip(ranSentence(report), widthIn(options)));
  lines.push(`${report.passed} passed, ${report.failed} failed`);
  return lines.join('\n');
}

/**
 * Runs by verdict, the violations split by standing. Every verdict that is neither VERIFIED nor
 * VIOLATED is followed by the words `no answer`.
 */
export function verdictSentence(report: Report): string {
  const parts: string[] = [];
  for (const verdict of VERDICTS) {
    const runs = report.runs.filter((run) => run.verdict === verdict);
    if (runs.length === 0) continue;
    const number = parts.length === 0 ? count(runs.length, 'run') : thousands(runs.length);
    parts.push(`${number} ${verdict}${remarkOn(verdict, runs)}`);
  }
  return parts.length === 0 ? 'Nothing ran, so nothing is known.' : `${parts.join(', ')}.`;
}

function remarkOn(verdict: Verdict, runs: readonly Run[]): string {
  if (verdict !== 'VIOLATED' && verdict !== 'VERIFIED') return ' (no answer)';
  const shares: string[] = [];
  for (const [standing, says] of STANDINGS) {
    const share = runs.filter((run) => run.standing === standing).length;
    if (share > 0) shares.push(`${thousands(share)} ${says}`);
  }
  // VERIFIED is what is expected unless something else is said.
  if (verdict === 'VERIFIED' && shares.length === 1 && runs[0].standing === 'expected') return '';
  return ` (${shares.join(', ')})`;
}

/** `1,540 of 1,540 ran in 41.2 s.`, of which part if it is one, and what it means if these differ. */
export function ranSentence(report: Report): string {
  const { shard } = report;
  const part = shard === undefined ? '' : `Shard ${shard.index} of ${shard.of}: `;
  const ran = `${part}${thousands(report.ran)} of ${thousands(report.selected)} ran`;
  const seconds = `in ${(report.elapsedMs / 1000).toFixed(1)} s`;
  if (report.interrupted) return `${ran} ${seconds}: INCONCLUSIVE (interrupted).`;
  if (wasCutShort(report)) return `${ran} ${seconds}: INCONCLUSIVE (time).`;
  if (report.ran < report.selected) return `${ran} ${seconds}: the rest is unknown.`;
  return `${ran} ${seconds}.`;
}

function findingLine(finding: Finding, width: number): string {
  const what = pad(finding.what, Math.max(widthOf(finding.what), 9));
  const tests = some(finding.tests, 'test');
  const designs = some(finding.designs, 'design');
  const where = [tests, designs, finding.revision].map(printable).join(' · ');
  return clip(`  ${what} ${where}: ${printable(finding.why)}`, width);
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
  return pc.createColors(options.colour ?? pc.isColorSupported);
}
