/**
 * The charts of the page, drawn here and embedded as pictures, so that the page needs no library.
 *
 * Each chart is drawn twice, for light and dark. The numbers behind it are tables in the page as
 * well: a machine on which the drawing library cannot load loses the picture, and the page says
 * so, but loses no number.
 */
import type { Chart as DrawnChart } from 'chart.js';

import { assertionsSketch } from './chart-assertions.ts';
import { costSketches } from './chart-costs.ts';
import { frontierSketch, statesSketch } from './chart-levels.ts';
import { DARK, LIGHT, type Sketch, type Theme } from './chart-theme.ts';
import type { Report } from '../data.ts';

export interface Chart {
  readonly title: string;
  /** What the chart shows, for those who do not see it. */
  readonly says: string;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** `data:image/webp;base64,...`, or null where the chart could not be drawn. */
  readonly light: string | null;
  readonly dark: string | null;
  /** Why there is no picture, in a sentence; empty if there is one. */
  readonly problem: string;
}

/** Draws a sketch and returns it as a data URL. */
type Draw = (sketch: Sketch, theme: Theme) => string;

/**
 * How the largest searches went on, what they cost, and verdicts per assertion. Never throws: where `load`
 * or what it loads fails, the charts say so.
 */
export async function renderCharts(
  report: Report,
  load: () => Promise<Draw> = loadDrawing,
): Promise<Chart[]> {
  const sketches = sketchesOf(report);
  if (sketches.length === 0) return [];
  let draw: Draw;
  try {
    draw = await load();
  } catch (error) {
    return sketches.map((sketch) => withoutPicture(sketch, problemOf(error)));
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

/** Chart.js on a canvas outside of a browser. The canvas is machine code: not every machine has it. */
async function loadDrawing(): Promise<Draw> {
  const { createCanvas } = await import('@napi-rs/canvas');
  const { default: Chart } = await import('chart.js/auto');
  return ({ width, height, configuration }, theme) => {
    const canvas = createCanvas(width, height);
    const { plugins = [], ...rest } = configuration(theme);
    const paint = { id: 'background', beforeDraw: background(theme) };
    // Chart.js asks of a canvas only what this one has; its types ask for an element of a page.
    const chart = new Chart(canvas as unknown as HTMLCanvasElement, {
      ...rest,
      plugins: [...plugins, paint],
    });
    // WebP is half of PNG here.
    const url = canvas.toDataURL('image/webp');
    chart.destroy();
    return url;
  };
}

function background(theme: Theme): (chart: DrawnChart) => void {
  return ({ ctx, width, height }) => {
    ctx.save();
    ctx.fillStyle = theme.background;
    ctx.fillRect(0, 0, width, height);
    ctx.restore();
  };
}

function problemOf(error: unknown): string {
  const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
  // Where it was looked for is a path of this machine, and the page goes to others.
  const [missing] = /^Cannot find (?:package|module) '[^']*'/.exec(why) ?? [];
  const does = 'The picture is missing: the drawing library does not load here';
  return missing === undefined
    ? `${does} (${why}).`
    : `${does} (${missing}); npm i -D @napi-rs/canvas brings it where there is a build of it.`;
}

function withoutPicture({ title, says, width, height }: Sketch, problem: string): Chart {
  return { title, says, width, height, light: null, dark: null, problem };
}

function sketchesOf(report: Report): Sketch[] {
  return [
    statesSketch(report),
    frontierSketch(report),
    ...costSketches(report),
    assertionsSketch(report),
  ].filter((sketch) => sketch !== null);
}
