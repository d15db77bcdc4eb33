import { expect, test } from 'vitest';
import type { Report, Run } from './data.ts';
import { SECTIONS } from './packed-data.ts';
import { renderJson } from './report-json.ts';
import { HOSTILE, LOST_WAKEUP, sampleReport, sampleRun, violatedRun } from './sample.ts';

function jsonOf(report: Report): string {
  return [...renderJson(report)].join('');
}

function withRuns(runs: readonly Run[]): Report {
  return sampleReport({ runs, ran: runs.length });
}

test('each thing has a line, and the whole is one JSON object', () => {
  const report = sampleReport();
  const text = jsonOf(report);
  const whole = JSON.parse(text);
  const lines = text.trimEnd().split('\n');
  const things = SECTIONS.flatMap((section) => whole[section] as unknown[]);
  const inLines = lines
    .filter((line) => line !== '' && !/^\]|\[$/.test(line))
    .map((line) => JSON.parse(line.replace(/,$/, '')));
  expect(inLines).toEqual(things);
  const { runs, ...head } = report;
  expect(whole).toMatchObject(JSON.parse(JSON.stringify(head)));
  expect(whole.runs).toHaveLength(runs.length);
});

test('a report without runs is JSON too', () => {
  expect(JSON.parse(jsonOf(withRuns([]))).runs).toEqual([]);
});

test('a step, an execution, a part of a run stand there once, however many runs have it', () => {
  // Equal, and not the same object: the runs come from other threads.
  const runs = ['ticket', 'debt=book', 'custom'].map((design) =>
    structuredClone(violatedRun('design', { design })),
  );
  const { steps, counterexamples, runs: packed } = JSON.parse(jsonOf(withRuns(runs)));
  expect(steps).toHaveLength(LOST_WAKEUP.steps.length);
  expect(counterexamples).toHaveLength(1);
  expect(counterexamples[0].steps).toEqual([0, 1, 2, 3]);
  expect(packed[0].assertions[0].counterexample).toBe(0);
  for (const run of packed.slice(1)) {
    expect(run).toMatchObject({ condition: 0, assertions: 0, outcomes: 0, search: 0 });
    // What a line tool looks for is in every line.
    expect(run).toMatchObject({ test: 'WQ+abort+wake', verdict: 'VIOLATED', why: 'R1 falls' });
  }
});

test('another token is another execution, and another time another search', () => {
  const first = violatedRun('design');
  const [assertion] = first.assertions;
  const other = { ...LOST_WAKEUP, token: 'F1.other' };
  const second = {
    ...first,
    assertions: [{ ...assertion, counterexample: other }],
    search: { ...first.search, elapsedMs: 9 },
  };
  const { counterexamples, runs } = JSON.parse(jsonOf(withRuns([first, second])));
  expect(counterexamples.map(({ token }: { token: string }) => token)).toEqual([
    LOST_WAKEUP.token,
    'F1.other',
  ]);
  expect(runs[1].search.elapsedMs).toBe(9);
});

test('a hundred runs of the same make a file hardly longer than one does', () => {
  const runs = Array.from({ length: 100 }, (_, i) =>
    violatedRun('design', { design: `d${i}`, why: HOSTILE }),
  );
  const [one, all] = [runs.slice(0, 1), runs].map((some) => jsonOf(withRuns(some)).length);
  const own = JSON.stringify(sampleRun({ why: HOSTILE, assertions: [], outcomes: [] })).length;
  expect(all - one).toBeLessThan(99 * own);
  expect(100 * JSON.stringify(runs[0]).length).toBeGreaterThan(4 * all);
});

test('what is made at once is little: the text comes in pieces that end with a line', () => {
  const runs = Array.from({ length: 2000 }, (_, i) =>
    sampleRun({ test: `T${i}`, why: 'x'.repeat(2000) }),
  );
  const pieces = [...renderJson(withRuns(runs))];
  expect(pieces.length).toBeGreaterThan(3);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(2 ** 21);
});
