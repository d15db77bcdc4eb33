/**
 * A counterexample in the terminal: one column per lane, one step after the other, only what
 * changed, then the contradiction in words.
 *
 * Each step stands in the column of its lane: what happens, the kernel function, the changes.
 * Lanes that never move keep a narrow column, except the clock, which is left out. Where the
 * columns would be too narrow to read, the steps become a list. No line is wider than asked for;
 * the replay command is therefore not part of the drawing (replay-command.ts): broken in pieces a
 * token could not be copied.
 */
import pc from 'picocolors';

import type { Counterexample, Step } from '../data.ts';
import { fateLines } from '../fate-lines.ts';
import { loopText } from '../loop-text.ts';
import { wantsColour } from './terminal-settings.ts';
import { clip, count, pad, printable, widthOf, wrap } from '../text-width.ts';

type Colors = ReturnType<typeof pc.createColors>;

/** Below this the lanes become a list. */
const LANES_WIDTH_MIN = 80;
const COLUMN_MIN = 17;
const COLUMN_MAX = 44;
/** `breaks` of a run that breaks nothing (specs/trace/token.ts). */
const NOTHING = 'nothing';
const NUMBER_WIDTH = 4;
const GAP = 2;
const WIDTH_MIN = 20;

/**
 * The drawing, without a newline at its end.
 *
 * @param options.width columns; anything below 20 is taken as 20
 * @param options.colour default: whether standard output is a terminal, NO_COLOR, FORCE_COLOR
 */
export function renderCounterexample(
  counterexample: Counterexample,
  options: { readonly width: number; readonly colour?: boolean },
): string {
  const width = Math.max(options.width, WIDTH_MIN);
  const colors = pc.createColors(options.colour ?? wantsColour());
  const columns = width < LANES_WIDTH_MIN ? null : columnsOf(counterexample, width);
  const lines = [
    ...wrap(headOf(counterexample), width).map((line) => colors.bold(line)),
    '',
    ...(columns
      ? laneLines(counterexample, columns, colors)
      : listLines(counterexample, width, colors)),
    ...roundLines(counterexample, width),
    '',
    ...wordLines(counterexample, width, colors),
  ];
  return lines.join('\n');
}

function headOf({ breaks, steps, loop, contextSwitches }: Counterexample): string {
  const switches = count(contextSwitches, 'context switch').replace(/switchs$/, 'switches');
  const what = breaks === NOTHING ? 'Ends' : `Breaks ${printable(breaks)}`;
  if (loop !== undefined) {
    const round = count(steps.length - loop.from + 1, 'step');
    return `${what} for ever: ${count(loop.from - 1, 'step')} into a loop of ${round}, ${switches}`;
  }
  return `${what} in ${count(steps.length, 'step')}, ${switches}`;
}

interface Column {
  readonly lane: number;
  readonly head: string;
  readonly width: number;
  /** The column's first character counts from 0, after the step numbers. */
  readonly from: number;
}

/** The columns of the lanes, or null where they would be too narrow. */
function columnsOf({ lanes, steps }: Counterexample, width: number): Column[] | null {
  const moving = new Set(steps.map((step) => step.lane));
  const shown = lanes
    .map((name, lane) => ({ lane, head: printable(name) }))
    .filter(({ lane, head }) => moving.has(lane) || head !== 'clock');
  const idle = shown.filter(({ lane }) => !moving.has(lane));
  const idleWidth = idle.reduce((sum, { head }) => sum + Math.min(widthOf(head), 8) + GAP, 0);
  const busy = shown.length - idle.length;
  const room = width - NUMBER_WIDTH - idleWidth;
  const each = Math.min(Math.floor(room / Math.max(busy, 1)) - GAP, COLUMN_MAX);
  if (each < COLUMN_MIN) return null;
  let from = 0;
  return shown.map(({ lane, head }) => {
    const columnWidth = moving.has(lane) ? each : Math.min(widthOf(head), 8);
    const column = { lane, head, width: columnWidth, from };
    from += columnWidth + GAP;
    return column;
  });
}

function laneLines(
  counterexample: Counterexample,
  columns: readonly Column[],
  colors: Colors,
): string[] {
  const { steps } = counterexample;
  const heads = columns.map(({ head, width }) => pad(head, width)).join(' '.repeat(GAP));
  const lines = [' '.repeat(NUMBER_WIDTH) + colors.bold(heads.trimEnd())];
  for (const [index, step] of steps.entries()) {
    const own = columns.find(({ lane }) => lane === step.lane);
    if (!own) continue;
    const rows = stepRows(step, own.width);
    for (const [row, { text, tone }] of rows.entries()) {
      const number = row === 0 ? `${index + 1}`.padStart(NUMBER_WIDTH - 1) : '   ';
      const mark = bracketAt(counterexample, index, row === 0, row === rows.length - 1);
      const cells = columns.map((column) =>
        column === own
          ? tone(colors)(text) + ' '.repeat(Math.max(column.width - widthOf(text), 0))
          : colors.dim(pad('│', column.width)),
      );
      lines.push(`${number}${mark}${cells.join(' '.repeat(GAP)).trimEnd()}`);
    }
  }
  return lines;
}

/** The bracket of a loop beside the numbers of its steps; a blank where there is none. */
function bracketAt(
  { steps, loop }: Counterexample,
  index: number,
  isFirstRow: boolean,
  isLastRow: boolean,
): string {
  if (loop === undefined || index + 1 < loop.from) return ' ';
  const begins = index + 1 === loop.from && isFirstRow;
  const ends = index + 1 === steps.length && isLastRow;
  if (begins) return ends ? '[' : '┌';
  return ends ? '└' : '│';
}

interface Row {
  readonly text: string;
  readonly tone: (colors: Colors) => (text: string) => string;
}

function stepRows(step: Step, width: number): Row[] {
  const rows: Row[] = wrap(printable(step.says), width).map((text) => ({ text, tone: plain }));
  if (step.fn !== '') {
    for (const text of wrap(`${printable(step.fn)}()`, width)) rows.push({ text, tone: dim });
  }
  for (const change of step.changes) {
    const says = `${change.name}: ${change.from} → ${change.to}`;
    for (const [index, text] of wrap(printable(says), width - 2).entries()) {
      rows.push({ text: (index === 0 ? '∙ ' : '  ') + text, tone: changed });
    }
  }
  return rows;
}

function plain(): (text: string) => string {
  return (text) => text;
}

function dim(colors: Colors): (text: string) => string {
  return colors.dim;
}

function changed(colors: Colors): (text: string) => string {
  return colors.cyan;
}

function listLines(counterexample: Counterexample, width: number, colors: Colors): string[] {
  const { lanes, steps } = counterexample;
  const laneWidth = Math.min(Math.max(...lanes.map((lane) => widthOf(printable(lane))), 2), 8);
  const indent = NUMBER_WIDTH + laneWidth + 1;
  const lines: string[] = [];
  for (const [index, step] of steps.entries()) {
    const lane = clip(printable(lanes[step.lane] ?? `lane ${step.lane}`), laneWidth);
    const number = `${index + 1}`.padStart(NUMBER_WIDTH - 1);
    const rows = stepRows(step, width - indent);
    for (const [row, { text, tone }] of rows.entries()) {
      const mark = bracketAt(counterexample, index, row === 0, row === rows.length - 1);
      const own = row === 0 ? [number, pad(lane, laneWidth)] : ['   ', ' '.repeat(laneWidth)];
      lines.push(`${own[0]}${mark}${own[1]} ${tone(colors)(text)}`);
    }
  }
  return lines;
}

/** What comes after the last step of a loop. */
function roundLines(counterexample: Counterexample, width: number): string[] {
  const text = loopText(counterexample);
  return text === null ? [] : wrap(`↺ ${text}`, width);
}

function wordLines(counterexample: Counterexample, width: number, colors: Colors): string[] {
  const { words } = counterexample;
  const parts = [
    ['Let', words.let],
    ['Then', words.then],
    [counterexample.breaks === NOTHING ? 'End' : 'However', words.however],
    ...fateLines(counterexample).map(({ head, text }) => [head, text]),
  ];
  const indent = 9;
  return parts.flatMap(([head, text]) =>
    wrap(printable(text), width - indent).map(
      (line, row) => colors.bold(pad(row === 0 ? head : '', indent)) + line,
    ),
  );
}
