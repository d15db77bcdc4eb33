/**
 * Runs (test, design, revision) jobs on worker threads.
 *
 * The results are in the order of the jobs, whichever thread was first. A worker that dies or
 * throws is an ERROR of its job, never a missing result; another takes its place. Once the
 * interrupt is raised or the time is over no job is begun; those that were not begun are null.
 */
import { Worker } from 'node:worker_threads';
import type { Design } from '../../../model/designs/policies.ts';
import type { Run } from '../../../reports/data.ts';
import type { CheckOptions } from '../../search/search.ts';
import type { Revision } from '../../../model/record/program.ts';
import { unsearched } from '../../check/unsearched.ts';
import type { Test } from '../../catalogue.ts';
import { runFor } from './distinct.ts';
import { type Interrupt, isInterrupted } from './interrupt.ts';

export interface Job {
  readonly test: Test;
  readonly design: Design;
  readonly revision: Revision;
}

export type Limits = Omit<CheckOptions, 'crew' | 'interrupted' | 'onProgress' | 'onFound'>;

export interface WorkerSettings {
  readonly limits: Limits;
  readonly interrupt: Interrupt;
  /** The folder into which certificates are written; absent or null: nowhere. */
  readonly certificates?: string | null;
  /** Threads that help each of the pool with large searches; absent: none. */
  readonly helpers?: number;
}

/** What a worker says to the pool. */
export type Answer =
  | { readonly is: 'progress'; readonly states: number; readonly statesPerSecond: number }
  | { readonly is: 'run'; readonly run: Run }
  /** Its run would be that of the same test and revision under this design, which is there. */
  | { readonly is: 'same'; readonly design: string }
  | { readonly is: 'failed'; readonly why: string };

export interface PoolOptions extends WorkerSettings {
  /** Threads; at least 1. `limits.memoryMaxBytes` is for each of them. */
  readonly threads: number;
  /** The module that the threads run: the bundle of worker.ts. */
  readonly workerUrl: URL;
  /** States of the search that is running in one thread. */
  onProgress?(thread: number, states: number, statesPerSecond: number): void;
  /** The run of the job with this index is there. */
  onRun?(thread: number, run: Run, index: number): void;
}

/** The run of each job, in order; null for jobs that were not begun. */
export async function runJobs(jobs: readonly Job[], options: PoolOptions): Promise<(Run | null)[]> {
  const runs: (Run | null)[] = jobs.map(() => null);
  const queue = biggestFirst(groupsOf(jobs), jobs);
  const threads = Math.max(1, Math.min(options.threads, queue.length));
  const serve = async (thread: number): Promise<void> => {
    let worker: Worker | null = null;
    for (let group = queue.shift(); group !== undefined; group = queue.shift()) {
      for (const index of group) {
        if (!mayBegin(options)) break;
        // -1: it died between two jobs.
        if (worker === null || worker.threadId === -1) worker = startWorker(options);
        const outcome = await runJob(worker, jobs[index], thread, options);
        const run = runBy(outcome, index, group, jobs, runs);
        runs[index] = run;
        options.onRun?.(thread, run, index);
      }
    }
    await worker?.terminate();
  };
  await Promise.all(Array.from({ length: threads }, (_, thread) => serve(thread)));
  return runs;
}

function runBy(
  outcome: Outcome,
  index: number,
  group: readonly number[],
  jobs: readonly Job[],
  runs: readonly (Run | null)[],
): Run {
  const job = jobs[index];
  if (outcome.is === 'run') return outcome.run;
  if (outcome.is === 'failed') return brokenRun(job, outcome.why);
  const served = group.find((other) => jobs[other].design.name === outcome.design) ?? index;
  const run = runFor(job, jobs[served], runs[served]);
  return run ?? brokenRun(job, `internal error: ${outcome.design} has no run to share`);
}

function mayBegin({ interrupt, limits: { deadlineMs } }: PoolOptions): boolean {
  return !isInterrupted(interrupt) && (deadlineMs === null || Date.now() < deadlineMs);
}

/** A run without a result: ERROR, and why. */
export function brokenRun({ test, design, revision }: Job, why: string): Run {
  const { quantifier } = test.litmus.condition;
  return unsearched({
    test: test.name,
    hash: test.hash,
    design: design.name,
    revision,
    verdict: 'ERROR',
    why,
    condition: { text: '', quantifier },
  });
}

/**
 * What a run has made is mostly garbage when the next begins. With so much room for what is young it
 * is collected a third as often, which saves a tenth of the time of small searches.
 */
const YOUNG = { maxYoungGenerationSizeMb: 96 };

function startWorker({ workerUrl, ...options }: PoolOptions): Worker {
  const { limits, interrupt, certificates, helpers } = options;
  const workerData: WorkerSettings = { limits, interrupt, certificates, helpers };
  return new Worker(workerUrl, { workerData, resourceLimits: YOUNG });
}

type Outcome = Exclude<Answer, { readonly is: 'progress' }>;

/** Settles when the worker has answered, or has died instead. Never rejects. */
function runJob(worker: Worker, job: Job, thread: number, options: PoolOptions): Promise<Outcome> {
  return new Promise((resolve) => {
    let lastError = '';
    const settle = (outcome: Outcome): void => {
      for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
      // An error after the answer is no job's; without a listener it would end the process.
      worker.on('error', () => {});
      resolve(outcome);
    };
    worker.on('message', (answer: Answer) => {
      if (answer.is !== 'progress') settle(answer);
      else options.onProgress?.(thread, answer.states, answer.statesPerSecond);
    });
    worker.on('error', (error) => {
      lastError = `: ${error.message}`;
    });
    worker.on('exit', (code) => {
      settle({ is: 'failed', why: `the worker thread ended with ${code}${lastError}` });
    });
    worker.postMessage(job);
  });
}

/**
 * How long a job is likely to take, in no unit: interleavings grow with the calls of all lanes, and
 * each abort multiplies them. The square is what fits the catalogue best.
 */
export function workOf({ test: { litmus } }: Job): number {
  const cells = litmus.rows.flat().filter((cell) => cell !== null).length;
  const aborts = litmus.meta.aborts.reduce((sum, budget) => sum + budget.most, 0);
  return ((cells + 2 * aborts) * litmus.lanes.length) ** 2;
}

/**
 * The jobs of each test and revision, as indices in their order: one thread has them all, since what
 * it has found under one design may serve another (same-search.ts).
 */
export function groupsOf(jobs: readonly Job[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const [index, { test, revision }] of jobs.entries()) {
    const name = `${revision} ${test.name}`;
    const known = groups.get(name);
    if (known === undefined) groups.set(name, [index]);
    else known.push(index);
  }
  return [...groups.values()];
}

/** The biggest group first: no thread is left alone with a big one at the end. */
function biggestFirst(groups: number[][], jobs: readonly Job[]): number[][] {
  const sizes = new Map(
    groups.map((group) => [group, group.reduce((sum, index) => sum + workOf(jobs[index]), 0)]),
  );
  return groups.toSorted((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0) || a[0] - b[0]);
}
