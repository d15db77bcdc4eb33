/** The charts of what the largest tests cost: states, speed, memory, branching. */
import { axis, commonOptions, type Sketch } from './chart-theme.ts';
import { largestRuns } from './chart-levels.ts';
import type { Report, Run } from '../data.ts';
import { clip, printable } from '../text-width.ts';

const BARS_MAX = 12;
/** Characters of a test's name beside its bar. */
const LABEL_MAX = 32;
/** Searches shorter than this say nothing about speed: the clock is too coarse. */
const SPEED_MS_MIN = 1;

interface Cost {
  readonly title: string;
  readonly says: string;
  readonly axis: string;
  readonly of: (run: Run) => number;
}

const COSTS: readonly Cost[] = [
  {
    title: 'The largest tests',
    says: 'Distinct states',
    axis: 'states',
    of: ({ search }) => search.states,
  },
  {
    title: 'Speed',
    says: 'Distinct states a second, on one thread beside others',
    axis: 'states/s',
    of: ({ search }) =>
      search.elapsedMs < SPEED_MS_MIN ? 0 : Math.round((search.states / search.elapsedMs) * 1000),
  },
  {
    title: 'Memory',
    says: 'Bytes a state: its record and what finds it again',
    axis: 'bytes a state',
    of: ({ search }) => Math.round(search.bytesPerState),
  },
  {
    title: 'Branching',
    says: 'Transitions a state: how many steps are possible, on average',
    axis: 'transitions a state',
    of: ({ search }) => search.transitions / Math.max(search.states, 1),
  },
];

/** None where nothing was searched. */
export function costSketches(report: Report): Sketch[] {
  const runs = largestRuns(report.runs, BARS_MAX);
  return runs.length === 0 ? [] : COSTS.map((cost) => sketchOf(cost, runs));
}

function sketchOf({ title, says, axis: name, of }: Cost, runs: readonly Run[]): Sketch {
  return {
    title,
    says: `${says}, for the ${runs.length} largest tests.`,
    width: 960,
    height: 80 + 22 * runs.length,
    configuration: (theme) => ({
      type: 'bar',
      data: {
        labels: runs.map(({ test }) => clip(printable(test), LABEL_MAX)),
        datasets: [{ label: name, data: runs.map(of), backgroundColor: theme.lines[0] }],
      },
      options: {
        ...commonOptions(theme),
        plugins: { legend: { display: false } },
        indexAxis: 'y',
        scales: { x: axis(name, theme), y: axis('', theme) },
      },
    }),
  };
}
