/**
 * The pool with workers that do as they are told instead of searching: a test named `die` ends its
 * thread, one named `throw` is told to have thrown, any other is answered.
 */
import { expect, test } from 'vitest';
import { parseDesign } from '../../../model/designs/designs.ts';
import type { Run } from '../../../reports/data.ts';
import { newInterrupt, raise } from './interrupt.ts';
import { type Job, type PoolOptions, runJobs } from './pool.ts';
import { sampleTest } from '../sample.ts';

const WORKER = `
  import { parentPort, workerData } from 'node:worker_threads';
  parentPort.on('message', ({ test, design }) => {
    if (design.name === 'eintr') return parentPort.postMessage({ is: 'same', design: 'ticket' });
    if (test.name === 'die') process.exit(3);
    if (test.name === 'crash') throw new Error('out of luck');
    if (test.name === 'throw') return parentPort.postMessage({ is: 'failed', why: 'boom' });
    parentPort.postMessage({ is: 'progress', states: 5, statesPerSecond: 1 });
    const delay = test.name === 'slow' ? 50 : 0;
    const answer = { is: 'run', run: { test: test.name, verdict: 'VERIFIED' } };
    setTimeout(() => parentPort.postMessage(answer), delay);
  });
`;

const options: PoolOptions = {
  limits: { statesMax: 1, memoryMaxBytes: 1, deadlineMs: null, aborts: null, digest: '' },
  interrupt: newInterrupt(),
  threads: 2,
  workerUrl: new URL(`data:text/javascript,${encodeURIComponent(WORKER)}`),
};

function jobs(...names: string[]): Job[] {
  const design = parseDesign('ticket');
  return names.map((name) => ({ test: sampleTest(name), design, revision: 'helenos-2026' }));
}

function summaries(runs: readonly (Run | null)[]): string[] {
  return runs.map((run) => (run === null ? 'none' : `${run.test} ${run.verdict}`));
}

test('the results are in the order of the jobs', async () => {
  const names = ['slow', 'A', 'B', 'C', 'D'];
  const runs = await runJobs(jobs(...names), options);
  expect(summaries(runs)).toEqual(names.map((name) => `${name} VERIFIED`));
});

test.for([
  { name: 'die', why: 'the worker thread ended with 3' },
  { name: 'crash', why: 'the worker thread ended with 1: out of luck' },
  { name: 'throw', why: 'boom' },
])('a job that makes a worker $name is an ERROR, and the others run', async ({ name, why }) => {
  const runs = await runJobs(jobs('A', name, 'B', 'C'), options);
  expect(summaries(runs)).toEqual(['A VERIFIED', `${name} ERROR`, 'B VERIFIED', 'C VERIFIED']);
  expect(runs[1]?.why).toBe(why);
});

test('a worker that cannot be loaded is an ERROR of every job', async () => {
  const workerUrl = new URL('data:text/javascript,import "./nowhere.mjs"');
  const runs = await runJobs(jobs('A', 'B'), { ...options, workerUrl });
  expect(summaries(runs)).toEqual(['A ERROR', 'B ERROR']);
});

test('after an interrupt no job is begun', async () => {
  const interrupt = newInterrupt();
  const onRun = () => raise(interrupt);
  const runs = await runJobs(jobs('A', 'B', 'C'), { ...options, threads: 1, interrupt, onRun });
  expect(summaries(runs)).toEqual(['A VERIFIED', 'none', 'none']);
});

test('once the time is over no job is begun', async () => {
  const limits = { ...options.limits, deadlineMs: Date.now() };
  const runs = await runJobs(jobs('A', 'B'), { ...options, limits });
  expect(summaries(runs)).toEqual(['none', 'none']);
});

test('a run that another design has already is that run, and says so', async () => {
  const shared = jobs('A', 'B').flatMap((job) => [job, { ...job, design: parseDesign('eintr') }]);
  const runs = await runJobs(shared, options);
  expect(runs.map((run) => run && [run.test, run.design ?? 'own', run.sameAs ?? null])).toEqual([
    ['A', 'own', null],
    ['A', 'eintr', 'ticket'],
    ['B', 'own', null],
    ['B', 'eintr', 'ticket'],
  ]);
});

test('the biggest tests are begun first', async () => {
  const design = parseDesign('ticket');
  const tests = [1, 3, 2].map((rows) => sampleTest(`rows${rows}`, { rows }));
  const order: string[] = [];
  const onRun = (_: number, run: Run) => order.push(run.test);
  await runJobs(
    tests.map((each) => ({ test: each, design, revision: 'helenos-2026' })),
    { ...options, threads: 1, onRun },
  );
  expect(order).toEqual(['rows3', 'rows2', 'rows1']);
});

test.for(['die', 'crash', 'throw'])(
  'wherever a worker is made to %s, every other run is as in the control, and none is missing',
  async (name) => {
    const names = ['A', 'B', 'slow', 'C', 'D'];
    const control = summaries(await runJobs(jobs(...names), options));
    for (const threads of [1, 2, 3]) {
      for (let at = 0; at <= names.length; at++) {
        const runs = await runJobs(jobs(...names.toSpliced(at, 0, name)), { ...options, threads });
        expect(summaries(runs)).toEqual(control.toSpliced(at, 0, `${name} ERROR`));
      }
    }
  },
);

test('whenever the signal comes, what was begun is there, and what was not is null', async () => {
  const names = ['A', 'B', 'slow', 'C', 'D'];
  for (let after = 1; after <= names.length; after++) {
    const interrupt = newInterrupt();
    let runsThere = 0;
    const onRun = (): void => {
      if (++runsThere === after) raise(interrupt);
    };
    const runs = await runJobs(jobs(...names), { ...options, interrupt, onRun });
    const there = summaries(runs).filter((summary) => summary !== 'none');
    // The other thread may have begun one more.
    expect(there.length).toBeGreaterThanOrEqual(after);
    expect(there.length).toBeLessThanOrEqual(after + 1);
    expect(there.every((summary) => summary.endsWith('VERIFIED'))).toBe(true);
  }
});
