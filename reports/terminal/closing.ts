/**
 * The end of a check in the terminal: what must be on the last screen, of 24 lines, whatever
 * stands above it - the verdict sentence, the worst findings, where the report is, what to do
 * next, how many of how many ran, and the counts, which are the last line.
 */
import { stripVTControlCharacters } from 'node:util';
import pc from 'picocolors';
import type { Report } from '../data.ts';
import { isUnjudged } from '../exit-code.ts';
import { type Drawn, nextStep } from './next-step.ts';
import { ranSentence, verdictSentence } from './sentences.ts';
import { wantsColour } from './terminal-settings.ts';
import { clip, count, printable, wrap } from '../text-width.ts';

export interface ClosingOptions {
  readonly width: number;
  readonly colour?: boolean;
  /** Files that were written, as the user named them; the page first. */
  readonly written?: readonly string[];
  /** Without the runs by verdict, where the answer stands above. */
  readonly isAnswered?: boolean;
  /** Say what to do next; how the counterexamples above are `drawn`. */
  readonly next?: { readonly drawn: Drawn };
}

/** Lines of a terminal as it was always; one is left for the prompt. */
const SCREEN_LINES = 24 - 1;
/** Notes are part of the closing up to so many lines; more of them are summed up. */
const NOTE_LINES = 4;

const UNJUDGED =
  'Nothing was judged: what a known-bad design does is shown, and only its declared fall in the ' +
  'catalogue is required. A design of your own is judged.';

/** Sentence, notes, files, next step, how many of how many ran, then exactly `N passed, N failed`. */
export function renderClosing(report: Report, options: ClosingOptions): string {
  const { width } = options;
  const colors = pc.createColors(options.colour ?? wantsColour());
  const sentence = options.isAnswered === true ? [] : wrap(verdictSentence(report), width);
  const lines = sentence.map((line) =>
    report.exitCode === 0 ? line : colors.bold(colors.red(line)),
  );
  if (isUnjudged(report)) lines.push(...wrap(UNJUDGED, width));
  lines.push(...cut(noteLines(report, width), NOTE_LINES, width));
  if (options.written !== undefined && options.written.length > 0) {
    lines.push(...wrap(printable(`Written: ${options.written.join(', ')}`), width));
  }
  if (options.next !== undefined) {
    lines.push(
      ...wrap(
        printable(nextStep(report, { ...options.next, written: options.written ?? [] })),
        width,
      ),
    );
  }
  lines.push(...wrap(printable(ranSentence(report)), width));
  lines.push(`${report.passed} passed, ${report.failed} failed`);
  return lines.join('\n');
}

/** Notes that the closing has no room for, in full; empty if it has. */
export function renderNotes(report: Report, { width }: { readonly width: number }): string {
  const lines = noteLines(report, width);
  return lines.length > NOTE_LINES ? lines.join('\n') : '';
}

/**
 * Findings and closing as the last screen: all findings where both fit, else all of them, and the
 * worst once more with the closing.
 *
 * @param findings lines, the worst first, coloured or not
 */
export function renderLastScreen(
  report: Report,
  findings: readonly string[],
  options: ClosingOptions,
): string {
  const closing = renderClosing(report, options);
  if (findings.length === 0) return closing;
  const room = SCREEN_LINES - closing.split('\n').length - 1;
  const all = `${findings.join('\n')}\n\n`;
  if (findings.length <= room) return `${all}${closing}`;
  const again = shortened(findings, room - 2, options.width);
  const head = clip('The worst again; all of it is above:', options.width);
  return `${all}\n${again.length > 1 ? [head, ...again, '', ''].join('\n') : ''}${closing}`;
}

/** Every head of a class with its number of findings, and the worst of these as far as room goes. */
function shortened(findings: readonly string[], room: number, width: number): string[] {
  const classes: { head: string; findings: string[][] }[] = [];
  for (const line of findings) {
    const last = classes.at(-1);
    // A finding begins two columns in, and goes on further in.
    if (line.startsWith('   ')) last?.findings.at(-1)?.push(line);
    else if (line.startsWith('  ')) last?.findings.push([line]);
    else if (line !== '') classes.push({ head: line, findings: [] });
  }
  let left = Math.max(room - classes.length, 0);
  return classes.slice(0, Math.max(room, 0)).flatMap(({ head, findings: all }) => {
    const shown: string[][] = [];
    for (const lines of all) {
      if (lines.length > left) break;
      left -= lines.length;
      shown.push(lines);
    }
    if (shown.length === all.length) return [head, ...shown.flat()];
    const number = shown.length === 0 ? `${all.length}` : `${shown.length} of ${all.length}`;
    return [clip(`${stripVTControlCharacters(head)}: ${number}`, width), ...shown.flat()];
  });
}

function noteLines(report: Report, width: number): string[] {
  return report.notes.flatMap((note) => wrap(printable(note), width));
}

/** At most `room` lines, the last of which says how many are missing. */
function cut(lines: readonly string[], room: number, width: number): string[] {
  if (lines.length <= room) return [...lines];
  const shown = lines.slice(0, Math.max(room - 1, 0));
  return [...shown, clip(`  … ${count(lines.length - shown.length, 'line')} more, above`, width)];
}
