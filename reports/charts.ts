/**
 * The charts of the page, drawn here and embedded as pictures, so that the page needs no library.
 *
 * Each chart is drawn twice, for light and dark. The numbers behind it are tables in the page as
 * well: a machine on which the drawing library cannot load loses the picture, and the page says
 * so, but loses no number. Only the library's synchronous calls are used: the asynchronous ones
 * do not work with the canvas that package.json puts in the place of `canvas`.
 */
import type { ChartConfiguration, ChartDataset } from 'chart.js';

import type { Report, Run, Verdict } from './data.ts';
import { clip, printable } from './text-width.ts';

export interface Chart {
  readonly title: string;
  /** What the chart shows, for those who do not see it. */
  readonly says: string;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** `data:image/png;base64,...`, or null where the chart could not be drawn. */
  readonly light: string | null;
  readonly dark: string | null;
  /** Why there is no picture, in a sentence; empty if there is one. */
  readonly problem: string;
}

interface Theme {
  readonly background: string;
  readonly text: string;
  readonly grid: string;
  readonly lines: readonly string[];
  readonly verdicts: Readonly<Record<Verdict, string>>;
}

interface Sketch {
  readonly title: string;
  readonly says: string;
  readonly width: number;
  readonly height: number;
  readonly configuration: (theme: Theme) => ChartConfiguration;
}

const LINES_MAX = 6;
const PIXEL_RATIO = 2;
/** Characters of a line's name in the legend. */
const LABEL_MAX = 60;
const DASHES: readonly number[][] = [[], [6, 3], [2, 2], [10, 3, 2, 3], [4, 4], [1, 3]];

/** Line colours: Okabe and Ito's palette, which the colour-blind can tell apart. */
const LIGHT: Theme = {
  background: '#ffffff',
  text: '#333333',
  grid: '#dddddd',
  lines: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#555555'],
  verdicts: {
    VERIFIED: '#2a7f4f',
    VIOLATED: '#c0362c',
    VACUOUS: '#8a6fc0',
    UNSUPPORTED: '#b8b8b8',
    INCONCLUSIVE: '#d9a400',
    ERROR: '#4a4a4a',
  },
};
const DARK: Theme = {
  background: '#1b1d21',
  text: '#d8d8d8',
  grid: '#3a3d44',
  lines: ['#56b4e9', '#ff8c42', '#2fcf9f', '#e39bc3', '#f0c04a', '#b0b0b0'],
  verdicts: {
    VERIFIED: '#4fb37c',
    VIOLATED: '#e8675c',
    VACUOUS: '#a993dc',
    UNSUPPORTED: '#6a6d73',
    INCONCLUSIVE: '#e3b93c',
    ERROR: '#c8c8c8',
  },
};

/** Draws a sketch and returns it as a data URL. */
type Draw = (sketch: Sketch, theme: Theme) => string;

/**
 * States per level of the largest tests, and verdicts per assertion. Never throws: where `load`
 * or what it loads fails, the charts say so.
 */
export async function renderCharts(
  report: Report,
  load: () => Promise<Draw> = loadDrawing,
): Promise<Chart[]> {
  const sketches = [levelsSketch(report), assertionsSketch(report)].filter((s) => s !== null);
  if (sketches.length === 0) return [];
  let draw: Draw;
  try {
    draw = await load();
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    const problem = `The picture is missing: the drawing library does not load here (${why}).`;
    return sketches.map((sketch) => withoutPicture(sketch, problem));
  }
  return sketches.map((sketch) => {
    try {
      const { title, says, width, height } = sketch;
      const light = draw(sketch, LIGHT);
      return { title, says, width, height, light, dark: draw(sketch, DARK), problem: '' };
    } catch (error) {
      return withoutPicture(sketch, `The picture is missing: drawing it failed (${error}).`);
    }
  });
}

async function loadDrawing(): Promise<Draw> {
  const { ChartJSNodeCanvas } = await import('chartjs-node-canvas');
  return ({ width, height, configuration }, theme) => {
    const canvas = new ChartJSNodeCanvas({ width, height, backgroundColour: theme.background });
    return canvas.renderToDataURLSync(configuration(theme), 'image/png');
  };
}

function withoutPicture({ title, says, width, height }: Sketch, problem: string): Chart {
  return { title, says, width, height, light: null, dark: null, problem };
}

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

function levelsSketch(report: Report): Sketch | null {
  const runs = largestRuns(report.runs, LINES_MAX);
  if (runs.length === 0) return null;
  const peaks = runs.map(({ search }) => Math.max(...search.levels, 1));
  const logarithmic = Math.max(...peaks) > 20 * Math.min(...peaks);
  return {
    title: 'States per level',
    says: `New states at each depth of the search, for the ${runs.length} largest tests.`,
    width: 960,
    height: 420,
    configuration: (theme) => ({
      type: 'line',
      data: {
        labels: depthsOf(runs),
        datasets: runs.map((run, index) => levelsLine(run, index, theme)),
      },
      options: {
        ...commonOptions(theme),
        scales: {
          x: axis('depth (steps from the initial state)', theme),
          y: {
            ...axis('states first found at this depth', theme),
            type: logarithmic ? 'logarithmic' : 'linear',
          },
        },
      },
    }),
  };
}

function depthsOf(runs: readonly Run[]): string[] {
  const deepest = Math.max(...runs.map(({ search }) => search.levels.length));
  return Array.from({ length: deepest }, (_, depth) => `${depth}`);
}

function levelsLine(run: Run, index: number, theme: Theme): ChartDataset {
  const { levels, complete } = run.search;
  const name = `${run.test} (${run.design}, ${run.revision})`;
  return {
    type: 'line',
    label: `${clip(printable(name), LABEL_MAX)}${complete ? '' : ' (cut)'}`,
    data: [...levels],
    borderColor: theme.lines[index],
    backgroundColor: theme.lines[index],
    borderDash: DASHES[index],
    borderWidth: 2,
    pointRadius: 0,
  };
}

function assertionsSketch(report: Report): Sketch | null {
  const results = report.runs.flatMap((run) => run.assertions);
  const ids = [...new Set(results.map(({ id }) => id))].toSorted((a, b) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
  if (ids.length === 0) return null;
  const verdicts = (Object.keys(LIGHT.verdicts) as Verdict[]).filter((verdict) =>
    results.some((result) => result.verdict === verdict),
  );
  const number = (id: string, verdict: Verdict): number =>
    results.filter((result) => result.id === id && result.verdict === verdict).length;
  return {
    title: 'Assertions by verdict',
    says: `In how many runs each of ${ids.length} assertions has which verdict.`,
    width: 960,
    height: 90 + 24 * ids.length,
    configuration: (theme) => ({
      type: 'bar',
      data: {
        labels: ids,
        datasets: verdicts.map((verdict) => ({
          label: verdict,
          data: ids.map((id) => number(id, verdict)),
          backgroundColor: theme.verdicts[verdict],
        })),
      },
      options: {
        ...commonOptions(theme),
        indexAxis: 'y',
        scales: {
          x: { ...axis('runs', theme), stacked: true },
          y: { ...axis('', theme), stacked: true },
        },
      },
    }),
  };
}

function commonOptions(theme: Theme): object {
  return {
    animation: false,
    responsive: false,
    devicePixelRatio: PIXEL_RATIO,
    plugins: {
      legend: { position: 'bottom', labels: { color: theme.text, boxHeight: 2 } },
    },
  };
}

function axis(title: string, theme: Theme): object {
  return {
    title: { display: title !== '', text: title, color: theme.text },
    ticks: { color: theme.text },
    grid: { color: theme.grid },
  };
}
