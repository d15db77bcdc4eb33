/** What all charts have in common: a sketch of one, its colours in light and dark, its axes. */
import type { ChartConfiguration } from 'chart.js';

import type { Verdict } from '../data.ts';

export interface Theme {
  readonly background: string;
  readonly text: string;
  readonly grid: string;
  readonly lines: readonly string[];
  readonly verdicts: Readonly<Record<Verdict, string>>;
}

/** A chart before it is drawn. */
export interface Sketch {
  readonly title: string;
  readonly says: string;
  readonly width: number;
  readonly height: number;
  readonly configuration: (theme: Theme) => ChartConfiguration;
}

const PIXEL_RATIO = 2;

/** Line colours: Okabe and Ito's palette, which the colour-blind can tell apart. */
export const LIGHT: Theme = {
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
export const DARK: Theme = {
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

export function commonOptions(theme: Theme): object {
  return {
    animation: false,
    responsive: false,
    devicePixelRatio: PIXEL_RATIO,
    plugins: {
      legend: { position: 'bottom', labels: { color: theme.text, boxHeight: 2 } },
    },
  };
}

export function axis(title: string, theme: Theme): object {
  return {
    title: { display: title !== '', text: title, color: theme.text },
    ticks: { color: theme.text },
    grid: { color: theme.grid },
  };
}
