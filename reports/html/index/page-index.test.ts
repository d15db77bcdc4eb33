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

test('only system calls are listed, with what they do', () => {
  const [first] = report.tests;
  const tests = [
    { ...first, calls: ['a_sleep', 'b_send', 'increment'] },
    { ...first, name: 'in the kernel', calls: ['a_sleep'], table: 'kernel-2026' },
  ];
  const row = (name: string) => ({
    name,
    signature: `${name}(q)`,
    says: 'does it',
    revisions: ['helenos-2026'],
  });
  const calls = [row('a_sleep'), row('b_send')];
  const runs = tests.map(({ name }) => sampleRun({ test: name }));
  const found = pageIndexOf(sampleReport({ tests, runs, calls }), []).calls;
  expect(found.map(({ call, signature, says }) => [call, signature, says])).toEqual(
    ['a_sleep', 'b_send'].map((name) => [name, `${name}(q)`, 'does it']),
  );
  expect(found[0].tests).toEqual([0]);
});

test('a window is of the call in which a request found its thread, under a design that is right', () => {
  const [first, second] = report.tests;
  const aborted = ['a_sleep', 'b_send'];
  const tests = [first, second].map((row) => ({ ...row, calls: aborted, aborted }));
  const stops = (call: string, ...windows: string[]) => [{ call, windows }];
  const runs = [
    sampleRun({ stops: stops('a_sleep', 'asleep', 'woken') }),
    sampleRun({ design: 'debt=book', stops: stops('b_send', 'woken') }),
    sampleRun({
      test: second.name,
      stops: [...stops('a_sleep', 'entered'), ...stops('b_send', 'entered')],
    }),
    sampleRun({ test: second.name, verdict: 'ERROR', stops: stops('a_sleep', 'written') }),
  ];
  const [sleep, send] = pageIndexOf(sampleReport({ tests, runs }), []).calls;
  expect(sleep.windows).toEqual([
    { window: 'entered', tests: [1] },
    { window: 'asleep', tests: [0] },
    { window: 'woken', tests: [0] },
  ]);
  expect(send.windows).toEqual([{ window: 'entered', tests: [1] }]);
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
