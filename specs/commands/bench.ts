/**
 * `fermata bench`: two-phase commit, then the three tests of the catalogue with the most states.
 *
 * Plain Node, one search at a time, each kernel test in a thread of its own. Nothing is random: the
 * same searches on every run, and the figures of the fastest of fifteen. What a search held is what
 * it has counted itself, as SPIN does; the peak of the whole process is the operating system's.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bench2pc, compareWithSpin } from '../bench/measure.ts';
import { parseDesign } from '../../model/designs/designs.ts';
import { digest } from '../run/digest.ts';
import type { Run, SearchResult } from '../../reports/data.ts';
import { check, revisionsOf } from '../check/check.ts';
import type { Revision } from '../../model/record/program.ts';
import { readCatalogue, type Test } from '../catalogue.ts';
import { root } from '../root.ts';
import { newInterrupt } from '../run/threads/interrupt.ts';
import { STATES_MAX } from '../../checker/seen-set.ts';
import { defaultMemoryBytes } from '../run/limits.ts';
import { type Job, runJobs } from '../run/threads/pool.ts';

const TESTS = 3;
const ROUNDS = 15;
const DESIGN = parseDesign('ticket');

const LIMITS = {
  statesMax: STATES_MAX,
  memoryMaxBytes: defaultMemoryBytes(),
  deadlineMs: null,
  aborts: null,
  digest: digest(),
};

interface Timed {
  readonly name: string;
  readonly states: number;
  readonly transitions: number;
  readonly seconds: number;
  readonly bytesPerState: number;
}

/** Prints through `print`, line by line as the figures come. @throws Error if a search is cut. */
export async function bench(
  options: { readonly spin: boolean },
  print: (line: string) => void,
): Promise<void> {
  print(`Node ${process.version}, one thread, the fastest of ${ROUNDS}`);
  if (options.spin) printSpin(print);
  else print(lineOf(bench2pc(8, ROUNDS)));
  for (const { test, revision } of largestTests(TESTS)) {
    const best = await timeAlone({ test, design: DESIGN, revision });
    const seconds = best.elapsedMs / 1000;
    print(lineOf({ ...best, name: `${test.name}, ${DESIGN.name}, ${revision}`, seconds }));
  }
  print(`peak memory of the process: ${megabytes(process.resourceUsage().maxRSS * 1024)}`);
}

/**
 * The fastest of several searches of one test in a thread of its own: what other tests have taught
 * the compiler, and left to the garbage collector, does not count.
 */
async function timeAlone(job: Job): Promise<SearchResult> {
  const runs = await runJobs(Array<Job>(ROUNDS).fill(job), {
    limits: LIMITS,
    interrupt: newInterrupt(),
    threads: 1,
    workerUrl: pathToFileURL(join(root, 'dist', 'worker.mjs')),
  });
  const searches = runs.flatMap((run) => (run === null ? [] : [run.search]));
  const cut = searches.find(({ complete }) => !complete);
  if (cut !== undefined) throw new Error(`${job.test.name}: the search was cut (${cut.stopped})`);
  return searches.toSorted((a, b) => a.elapsedMs - b.elapsedMs)[0];
}

function printSpin(print: (line: string) => void): void {
  const comparison = compareWithSpin(8, ROUNDS);
  if ('missing' in comparison) {
    print(lineOf(bench2pc(8, ROUNDS)));
    print(`  SPIN: not compared, ${comparison.missing}`);
    return;
  }
  const { ours, spin, ratio, cpuRatio } = comparison;
  print(lineOf(ours));
  const bytesPerState = spin.memoryBytes / spin.states;
  print(lineOf({ ...spin, name: 'the same in SPIN (depth-first, no reduction)', bytesPerState }));
  print(`  distinct states/s, ours to SPIN's: ${ratio.toFixed(2)}`);
  const [own, theirs] = [ours, spin].map(({ cpuSeconds }) => `${cpuSeconds.toFixed(2)} s`);
  print(`  CPU time: ours ${own}, SPIN's ${theirs}; per second of it: ${cpuRatio.toFixed(2)}`);
}

/** The tests with the most states on the ticket's design; each is searched once to find out. */
function largestTests(count: number): readonly { test: Test; revision: Revision }[] {
  const sized: { test: Test; revision: Revision; states: number }[] = [];
  for (const test of readCatalogue()) {
    for (const revision of revisionsOf(test.litmus)) {
      sized.push({ test, revision, states: search(test, revision).search.states });
    }
  }
  return sized.toSorted((a, b) => b.states - a.states).slice(0, count);
}

function search(test: Test, revision: Revision): Run {
  return check(test, DESIGN, revision, { ...LIMITS, interrupted: () => false });
}

function lineOf({ name, states, transitions, seconds, bytesPerState }: Timed): string {
  const rate = (count: number): string => `${(count / seconds / 1e6).toFixed(2)} M/s`;
  const figures = [
    `${states.toLocaleString('en')} states (${rate(states)})`,
    `${transitions.toLocaleString('en')} transitions (${rate(transitions)})`,
    `${seconds.toFixed(3)} s`,
    `${bytesPerState.toFixed(1)} bytes per state`,
    `the search held ${megabytes(states * bytesPerState)} at most`,
  ];
  return `${name}\n  ${figures.join(', ')}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MB`;
}
