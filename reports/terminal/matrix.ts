/**
 * The matrix of a check in the terminal: tests down, designs across, one block per revision.
 *
 * Names of designs are long and the marks one character, so the heads are a staircase: each name
 * stands on its own line above its column, and bars lead down to the marks. A block holds as many
 * designs as fit the width; the rest follow in further blocks.
 */
import type pc from 'picocolors';

import type { Report, Run } from '../data.ts';
import { pad, printable, widthOf, wrap } from '../text-width.ts';
import { type Mark, markOf } from '../verdict-mark.ts';

type Colors = ReturnType<typeof pc.createColors>;

const NAME_WIDTH_MAX = 44;
const INDENT = 2;

/** Lines of at most `width` columns (before colour), with a legend of the marks that occur. */
export function matrixLines(report: Report, width: number, colors: Colors): string[] {
  const lines: string[] = [];
  for (const revision of new Set(report.runs.map((run) => run.revision))) {
    const runs = report.runs.filter((run) => run.revision === revision);
    lines.push(...wrap(printable(revision), width).map((line) => colors.bold(line)));
    for (const block of blocksOf(runs, width)) lines.push(...blockLines(block, colors), '');
  }
  return [...lines, ...legendLines(report.runs, width, colors)];
}

interface Block {
  readonly nameWidth: number;
  readonly tests: readonly string[];
  readonly designs: readonly string[];
  readonly runs: ReadonlyMap<string, Run>;
  readonly width: number;
}

function blocksOf(runs: readonly Run[], width: number): Block[] {
  const tests = [...new Set(runs.map((run) => run.test))];
  const designs = [...new Set(runs.map((run) => run.design))];
  const longest = Math.max(...tests.map((test) => widthOf(printable(test))));
  const nameWidth = Math.max(
    1,
    Math.min(longest, NAME_WIDTH_MAX, Math.floor(width / 2) - INDENT - 1),
  );
  const byCell = new Map(runs.map((run) => [cellKey(run.test, run.design), run]));
  const blocks: Block[] = [];
  for (let from = 0; from < designs.length;) {
    let to = from + 1;
    while (to < designs.length && fits(designs[to], to - from, nameWidth, width)) to++;
    blocks.push({ nameWidth, tests, designs: designs.slice(from, to), runs: byCell, width });
    from = to;
  }
  return blocks;
}

function fits(design: string, column: number, nameWidth: number, width: number): boolean {
  return INDENT + nameWidth + 1 + 2 * column + widthOf(printable(design)) <= width;
}

function blockLines(block: Block, colors: Colors): string[] {
  const { designs, nameWidth, runs, width } = block;
  const indent = ' '.repeat(INDENT);
  const lines = designs.flatMap((design, column) => {
    const bars = '│ '.repeat(column);
    const start = indent + ' '.repeat(nameWidth + 1);
    const room = width - INDENT - nameWidth - 1 - 2 * column;
    return wrap(printable(design), room).map((part) => start + colors.dim(bars) + part);
  });
  for (const test of block.tests) {
    if (!designs.some((design) => runs.has(cellKey(test, design)))) continue;
    const marks = designs.map((design) => {
      const run = runs.get(cellKey(test, design));
      return run ? paint(markOf(run), colors) : ' ';
    });
    // A name that is too long is told whole: its last line has the marks.
    const name = wrap(printable(test), nameWidth);
    lines.push(...name.slice(0, -1).map((part) => `${indent}${part}`));
    lines.push(`${indent}${pad(name.at(-1) ?? '', nameWidth)} ${marks.join(' ').trimEnd()}`);
  }
  return lines;
}

function cellKey(test: string, design: string): string {
  return JSON.stringify([test, design]);
}

function legendLines(runs: readonly Run[], width: number, colors: Colors): string[] {
  const marks = new Map(runs.map(markOf).map((mark) => [mark.character + mark.says, mark]));
  return [...marks.values()].flatMap((mark) =>
    wrap(mark.says, Math.max(width - INDENT - 2, 1)).map(
      (part, i) => `${' '.repeat(INDENT)}${i === 0 ? paint(mark, colors) : ' '} ${part}`,
    ),
  );
}

function paint(mark: Mark, colors: Colors): string {
  switch (mark.tone) {
    case 'good':
      return colors.green(mark.character);
    case 'bad':
      return colors.bold(colors.red(mark.character));
    case 'known':
      return colors.yellow(mark.character);
    case 'warning':
      return colors.bold(colors.magenta(mark.character));
    case 'quiet':
      return colors.dim(mark.character);
  }
}
