/**
 * What a watched check shows after each save: one screen, with what matters first - how each file
 * stands, what fell in the one that was saved last, and its first counterexample in a line a step.
 *
 * Never more lines than there are rows, and none wider than the columns. The whole counterexample
 * is `fermata check FILE`'s, as the last line says.
 */
import pc from 'picocolors';
import type { Counterexample, Report } from '../data.ts';
import { exitCodeOf } from '../exit-code.ts';
import { renderFindings } from './terminal.ts';
import { verdictSentence } from './sentences.ts';
import { wantsColour } from './terminal-settings.ts';
import { clip, count, pad, printable, wrap } from '../text-width.ts';

/** How a watched file stands. */
export interface Watched {
  readonly file: string;
  /** The result, or null where it could not be checked. */
  readonly report: Report | null;
  /** Why it could not be checked; empty where it was. */
  readonly trouble: string;
}

export interface Screen {
  readonly watched: readonly Watched[];
  /** Place in `watched` of the file that was saved last. */
  readonly last: number;
  /** The first counterexample of that file, and the run that it is of; null: there is none. */
  readonly first: {
    readonly head: string;
    readonly design: string;
    readonly counterexample: Counterexample;
  } | null;
  /** Time of day, `15:04:05`. */
  readonly time: string;
}

export interface ScreenOptions {
  readonly width: number;
  readonly height: number;
  /** Default: whether standard output is a terminal, NO_COLOR, FORCE_COLOR. */
  readonly colour?: boolean;
}

const WIDTH_MIN = 20;
const HEIGHT_MIN = 8;

/** The screen, without a newline at its end. */
export function renderScreen(screen: Screen, options: ScreenOptions): string {
  const width = Math.max(options.width, WIDTH_MIN);
  // One row is left for the cursor, so that nothing scrolls.
  const height = Math.max(options.height, HEIGHT_MIN) - 1;
  const colors = pc.createColors(options.colour ?? wantsColour());
  const verdict = verdictLines(screen, width, Math.floor(height / 2));
  const others = otherLines(screen, width, Math.floor(height / 2) - verdict.length);
  const foot = footLines(screen, width);
  const room = height - verdict.length - others.length - foot.length;
  const isBad = standing(screen.watched[screen.last]) !== 0;
  const paint = (line: string): string => colors.bold(isBad ? colors.red(line) : line);
  return [
    ...verdict.map(paint),
    ...others,
    ...bodyLines(screen, { width, room, colour: options.colour }),
    ...foot,
  ].join('\n');
}

const standing = ({ report }: Watched): number => (report === null ? 4 : exitCodeOf(report));

/** How the file stands that was saved last. */
function verdictLines({ watched, last, time }: Screen, width: number, most: number): string[] {
  return wrap(`${time} ${describe(watched[last])}`, width).slice(0, most);
}

/** The other files, a line each as far as there is room, and how many more there are. */
function otherLines({ watched, last }: Screen, width: number, most: number): string[] {
  if (watched.length === 1) return [];
  const others = watched.filter((_, i) => i !== last);
  // What is wrong is worth a line before what is as expected.
  const sorted = others.toSorted((a, b) => Number(standing(b) !== 0) - Number(standing(a) !== 0));
  const room = Math.max(most, 1);
  const shown = sorted.length <= room ? sorted : sorted.slice(0, room - 1);
  const lines = shown.map((each) => clip(`  ${describe(each)}`, width));
  if (shown.length < sorted.length) {
    lines.push(clip(`  and ${count(sorted.length - shown.length, 'other file')}`, width));
  }
  return lines;
}

function describe({ file, report, trouble }: Watched): string {
  return printable(report === null ? trouble : `${file}: ${verdictSentence(report)}`);
}

/** Findings and counterexample of the file that was saved last, in at most `room` lines. */
function bodyLines(
  { watched, last, first }: Screen,
  { width, room, colour }: { width: number; room: number; colour: boolean | undefined },
): string[] {
  const { report } = watched[last];
  if (report === null || room < 2) return [];
  const options = colour === undefined ? { width } : { width, colour };
  const found = renderFindings(report, options);
  const findings = found === '' ? [] : found.split('\n').filter((line) => line !== '');
  const forSteps = first === null ? 0 : Math.min(Math.ceil(room / 2), room - 2);
  const lines = ['', ...cut(findings, room - forSteps - 1, 'line')];
  if (first === null) return lines.length === 1 ? [] : lines;
  return [...lines, ...stepLines(first, width, room - lines.length)].slice(0, room);
}

/** The first lines, and how many there are more. */
function cut(lines: readonly string[], room: number, noun: string): string[] {
  if (lines.length <= room) return [...lines];
  if (room < 1) return [];
  const shown = lines.slice(0, room - 1);
  return [...shown, `  and ${count(lines.length - shown.length, `more ${noun}`)}`];
}

/** A line a step, the middle left out where there is no room, then the contradiction. */
function stepLines(
  { head, counterexample }: NonNullable<Screen['first']>,
  width: number,
  room: number,
): string[] {
  const { breaks, steps, lanes, words } = counterexample;
  const title = `${head} breaks ${breaks} in ${count(steps.length, 'step')}:`;
  const however = wrap(printable(`However ${words.however}`), width);
  const end = room > however.length + 4 ? however : [];
  const laneWidth = Math.max(...steps.map(({ lane }) => lanes[lane]?.length ?? 0));
  const texts = steps.map(({ lane, says, changes }, i) => {
    const [change] = changes.slice(-1);
    const effect = change === undefined ? '' : ` (${change.name}: ${change.from} → ${change.to})`;
    return `${String(i + 1).padStart(3)} ${pad(lanes[lane] ?? '', laneWidth)} ${says}${effect}`;
  });
  const fitting = middleOut(texts, room - 1 - end.length);
  return [title, ...fitting, ...end].map((line) => clip(printable(line), width));
}

function middleOut(lines: readonly string[], room: number): string[] {
  if (lines.length <= room) return [...lines];
  if (room < 1) return [];
  const before = Math.floor((room - 1) / 2);
  const after = room - 1 - before;
  const left = `    … ${count(lines.length - before - after, 'step')} more …`;
  return [...lines.slice(0, before), left, ...lines.slice(lines.length - after)];
}

/** What to do next; and, where there is a result, the counts, which are last as everywhere. */
function footLines({ watched, last, first }: Screen, width: number): string[] {
  const { file, report } = watched[last];
  const draws = first === null ? '' : `fermata check ${file} --design ${first.design} draws it. `;
  const ends = `Watching ${count(watched.length, 'file')}; Ctrl-C ends.`;
  const counts = report === null ? [] : [`${report.passed} passed, ${report.failed} failed`];
  return ['', clip(printable(`${draws}${ends}`), width), ...counts];
}
