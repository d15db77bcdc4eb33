import { expect, test } from 'vitest';

import { largestRuns } from './chart-levels.ts';
import { renderCharts } from './charts.ts';
import { sampleReport, sampleRun } from '../sample.ts';

const TITLES = [
  'States per level',
  'Frontier per level',
  'The largest tests',
  'Speed',
  'Memory',
  'Branching',
  'Assertions by verdict',
];

test('draws the searches, their costs and the assertions, light and dark', async () => {
  const charts = await renderCharts(sampleReport());
  expect(charts.map(({ title }) => title)).toEqual(TITLES);
  for (const { light, dark, problem } of charts) {
    expect(problem).toBe('');
    expect(light).toMatch(/^data:image\/webp;base64,.{2000}/);
    expect(dark).toMatch(/^data:image\/webp;base64,.{2000}/);
    expect(dark).not.toBe(light);
  }
});

test('a drawing library that does not load is told in the charts, not thrown', async () => {
  const charts = await renderCharts(sampleReport(), () => {
    throw new Error("Cannot find package '@napi-rs/canvas' imported from /home/somebody/x.mjs");
  });
  expect(charts).toHaveLength(TITLES.length);
  expect(charts[0]).toMatchObject({ light: null, dark: null });
  expect(charts[0].problem).toContain("(Cannot find package '@napi-rs/canvas'); npm i -D");
  expect(charts[0].problem).not.toContain('somebody');
});

test('a drawing that fails loses its own picture only', async () => {
  let calls = 0;
  const charts = await renderCharts(sampleReport(), async () => () => {
    if (calls++ === 0) throw new Error('out of paint');
    return 'data:image/png;base64,AAAA';
  });
  expect(charts[0].light).toBeNull();
  for (const { light } of charts.slice(1)) expect(light).toBe('data:image/png;base64,AAAA');
  expect(charts[0].problem).toContain('out of paint');
});

test('a report without runs has no charts', async () => {
  expect(await renderCharts(sampleReport({ runs: [] }))).toEqual([]);
});

test('takes the largest run of each test, most states first', () => {
  const { search } = sampleRun();
  const sized = (name: string, states: number, design: string) =>
    sampleRun({ test: name, design, search: { ...search, states } });
  const runs = [sized('A', 5, 'x'), sized('B', 9, 'x'), sized('A', 7, 'y'), sized('C', 1, 'x')];
  const largest = largestRuns(runs, 2).map((run) => [run.test, run.design]);
  expect(largest).toEqual([
    ['B', 'x'],
    ['A', 'y'],
  ]);
});
