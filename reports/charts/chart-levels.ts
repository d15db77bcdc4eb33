/** The charts of a search as it goes on: what each level adds, and what has been found so far. */
import type { ChartDataset } from 'chart.js';

import { axis, commonOptions, type Sketch, type Theme } from './chart-theme.ts';
import type { Report, Run } from '../data.ts';
import { clip, printable } from '../text-width.ts';

const LINES_MAX = 6;
/** Characters of a line's name in the legend. */
const LABEL_MAX = 60;
const DASHES: readonly number[][] = [[], [6, 3], [2, 2], [10, 3, 2, 3], [4, 4], [1, 3]];

/** The largest run of each of the largest tests, most states first. */
export function largestRuns(runs: readonly Run[], most: number): Run[] {
  const largest = new Map<string, Run>();
  for (const run of runs) {
    const before = largest.get(run.test);
    if (run.search.levels.length === 0) continue;
    if (!before || run.search.states > before.search.states) largest.set(run.test, run);
  }
  return [...largest.values()].toSorted((a, b) => b.search.states - a.search.states).slice(0, most);
}

/** The breadth of the search: a level is what waits to be expanded when the one before it is done. */
export function frontierSketch(report: Report): Sketch | null {
  return linesSketch(report, {
    title: 'Frontier per level',
    says: 'States first found at each depth, which are those that wait to be expanded there',
    axis: 'states first found at this depth',
    of: ({ search }) => search.levels,
  });
}

export function statesSketch(report: Report): Sketch | null {
  return linesSketch(report, {
    title: 'States per level',
    says: 'States found up to each depth',
    axis: 'states found up to this depth',
    of: ({ search }) => {
      let found = 0;
      return search.levels.map((states) => (found += states));
    },
  });
}

interface Lines {
  readonly title: string;
  readonly says: string;
  readonly axis: string;
  readonly of: (run: Run) => readonly number[];
}

function linesSketch(report: Report, lines: Lines): Sketch | null {
  const runs = largestRuns(report.runs, LINES_MAX);
  if (runs.length === 0) return null;
  const peaks = runs.map((run) => Math.max(...lines.of(run), 1));
  const logarithmic = Math.max(...peaks) > 20 * Math.min(...peaks);
  return {
    title: lines.title,
    says: `${lines.says}, for the ${runs.length} largest tests.`,
    width: 960,
    height: 420,
    configuration: (theme) => ({
      type: 'line',
      data: {
        labels: depthsOf(runs),
        datasets: runs.map((run, index) => lineOf(run, lines.of(run), index, theme)),
      },
      options: {
        ...commonOptions(theme),
        scales: {
          x: axis('depth (steps from the initial state)', theme),
          y: { ...axis(lines.axis, theme), type: logarithmic ? 'logarithmic' : 'linear' },
        },
      },
    }),
  };
}

function depthsOf(runs: readonly Run[]): string[] {
  const deepest = Math.max(...runs.map(({ search }) => search.levels.length));
  return Array.from({ length: deepest }, (_, depth) => `${depth}`);
}

function lineOf(run: Run, values: readonly number[], index: number, theme: Theme): ChartDataset {
  const name = `${run.test} (${run.design}, ${run.revision})`;
  return {
    type: 'line',
    label: `${clip(printable(name), LABEL_MAX)}${run.search.complete ? '' : ' (cut)'}`,
    data: [...values],
    borderColor: theme.lines[index],
    backgroundColor: theme.lines[index],
    borderDash: DASHES[index],
    borderWidth: 2,
    pointRadius: 0,
  };
}
