import { expect, test } from 'vitest';

import { detailsOf, pageIndexOf } from './page-index.ts';
import { LOST_WAKEUP, sampleReport, sampleRun, violatedRun } from '../../sample.ts';

const report = sampleReport();
const index = pageIndexOf(report, []);

test('counts every run once, by its test, design, revision and kind', () => {
  const named = index.runs.map(([t, d, r, kind]) => [
    index.tests[t].name,
    index.designs[d],
    index.revisions[r],
    index.kinds[kind].verdict,
  ]);
  expect(named).toEqual(report.runs.map((r) => [r.test, r.design, r.revision, r.verdict]));
});

test('holds no source and no counterexample', () => {
  const json = JSON.stringify(index);
  expect(json).not.toContain('SYS WQ+abort+wake');
  expect(json).not.toContain(LOST_WAKEUP.steps[0].says);
});

test('an assertion knows who breaks it, apart from what the kernel breaks', () => {
  const own = index.assertions.find(({ id }) => id === 'R1')!;
  expect(own).toMatchObject({ cites: ['assertions.md#R1'], kernelRuns: 2, designRuns: 3 });
  expect(own.brokenBy.map(({ design }) => design)).toContain('debt=book');
  const verdicts = Object.values(own.verdicts).reduce((sum, runs) => sum + runs, 0);
  expect(verdicts).toBe(
    report.runs.filter((run) => run.assertions.some((a) => a.id === 'R1')).length,
  );
});

test('a design shows the smallest counterexample of each assertion that it breaks', () => {
  const long = { ...LOST_WAKEUP, steps: [...LOST_WAKEUP.steps, ...LOST_WAKEUP.steps] };
  const [{ id, ...rest }] = violatedRun('design').assertions;
  const runs = [
    violatedRun('design', {
      test: 'IPC+large',
      design: 'debt=book',
      assertions: [{ id, ...rest, counterexample: long }],
    }),
    violatedRun('design', { design: 'debt=book' }),
  ];
  const own = pageIndexOf(sampleReport({ runs }), []).designRows.find(
    (d) => d.name === 'debt=book',
  )!;
  expect(own.differs).toContain('debt=book');
  expect(own.breaks).toMatchObject([
    { assertion: 'R1', tests: 2, smallest: { test: 'WQ+abort+wake', steps: 4 } },
  ]);
});

test('a call knows its latencies, the windows tried, and what the baseline expects of it', () => {
  const known = 'kernel defect: a poke leaves no trace';
  const runs = [
    sampleRun(),
    violatedRun('kernel', { test: 'FUTEX+abort', standing: 'expected', known }),
  ];
  const calls = pageIndexOf(sampleReport({ runs }), []).calls;
  const own = calls.find(({ call }) => call === 'waitq_sleep')!;
  expect(own.latencies).toHaveLength(1);
  expect(own.windows).toMatchObject([{ window: 'asleep', tests: [0, 1] }]);
  expect(own.defects).toMatchObject([{ says: known, breaks: ['R1'], tests: [1] }]);
  expect(own.deviations).toEqual([]);
});

test('only system calls are listed, with what they do, and a window is of the call that waits there', () => {
  const [first, second] = report.tests;
  const tests = [
    { ...first, calls: ['a_sleep', 'b_send', 'increment'], aborted: ['a_sleep', 'b_send'] },
    { ...second, calls: ['a_sleep', 'c_sleep'], aborted: ['a_sleep', 'c_sleep'] },
    {
      ...first,
      name: 'in the kernel',
      calls: ['a_sleep'],
      aborted: ['a_sleep'],
      table: 'kernel-2026',
    },
  ].map((row) => ({ ...row, windows: ['entered', 'asleep'] }));
  const row = (name: string, waits: string[]) => ({
    name,
    signature: `${name}(q)`,
    says: 'does it',
    revisions: ['helenos-2026'],
    waits,
  });
  const calls = [row('a_sleep', ['asleep']), row('b_send', []), row('c_sleep', ['asleep'])];
  const runs = tests.map(({ name }) => sampleRun({ test: name }));
  const found = pageIndexOf(sampleReport({ tests, runs, calls }), []).calls;
  expect(found.map(({ call, signature, says }) => [call, signature, says])).toEqual(
    ['a_sleep', 'b_send', 'c_sleep'].map((name) => [name, `${name}(q)`, 'does it']),
  );
  const [sleep, send] = found;
  expect(sleep.tests).toEqual([0, 1]);
  expect(sleep.windows).toEqual([
    { window: 'entered', tests: [], either: [0, 1] },
    { window: 'asleep', tests: [0], either: [1] },
  ]);
  expect(send.windows).toEqual([{ window: 'entered', tests: [], either: [0] }]);
});

test('the details of a test have its runs, and which of them have an execution elsewhere', () => {
  const runs = [
    violatedRun('design', { design: 'a', standing: 'information' }),
    violatedRun('design', { design: 'b' }),
  ];
  const moved = [{ run: 1, which: 'R1' }];
  const [details] = detailsOf({ report: sampleReport({ runs }), moved });
  expect(details.runs.map(({ design }) => design)).toEqual(['a', 'b']);
  expect(details.moved).toEqual([[], ['R1']]);
});
