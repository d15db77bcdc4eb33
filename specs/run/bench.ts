/**
 * `fermata bench`: two-phase commit, then the three tests of the catalogue with the most states.
 *
 * Plain Node, one thread, one search at a time. Nothing is random: the same searches on every run,
 * and the figures of the fastest of three.
 */
import { bench2pc, compareWithSpin } from '../../checker/bench.ts';
import { parseDesign } from '../../model/designs.ts';
import type { Run } from '../../reports/data.ts';
import { check, type CheckOptions, type Revision, revisionsOf } from '../check.ts';
import { readCatalogue, type Test } from './catalogue.ts';
import { STATES_MAX } from '../../checker/seen-set.ts';
import { defaultMemoryBytes } from './limits.ts';

const TESTS = 3;
const ROUNDS = 5;
const DESIGN = parseDesign('ticket');

interface Timed {
  readonly name: string;
  readonly states: number;
  readonly transitions: number;
  readonly seconds: number;
  readonly bytesPerState: number;
}

/** Prints through `print`, line by line as the figures come. @throws Error if a search is cut. */
export function bench(options: { readonly spin: boolean }, print: (line: string) => void): void {
  print(`Node ${process.version}, one thread, the fastest of ${ROUNDS}`);
  if (options.spin) printSpin(print);
  else print(lineOf(bench2pc(8, ROUNDS)));
  for (const { test, revision } of largestTests(TESTS)) {
    const rounds = Array.from({ length: ROUNDS }, () => search(test, revision));
    const best = rounds.toSorted((a, b) => a.search.elapsedMs - b.search.elapsedMs)[0];
    const seconds = best.search.elapsedMs / 1000;
    print(lineOf({ ...best.search, name: `${test.name}, ${DESIGN.name}, ${revision}`, seconds }));
  }
  print(`peak memory of the process: ${megabytes(process.resourceUsage().maxRSS * 1024)}`);
}

function printSpin(print: (line: string) => void): void {
  const comparison = compareWithSpin(8, ROUNDS);
  if ('missing' in comparison) {
    print(lineOf(bench2pc(8, ROUNDS)));
    print(`  SPIN: not compared, ${comparison.missing}`);
    return;
  }
  const { ours, spin, ratio } = comparison;
  print(lineOf(ours));
  const bytesPerState = spin.memoryBytes / spin.states;
  print(lineOf({ ...spin, name: 'the same in SPIN (depth-first, no reduction)', bytesPerState }));
  print(`  distinct states/s, ours to SPIN's: ${ratio.toFixed(2)}`);
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
  const options: CheckOptions = {
    statesMax: STATES_MAX,
    memoryMaxBytes: defaultMemoryBytes(),
    deadlineMs: null,
    aborts: null,
    interrupted: () => false,
  };
  return check(test, DESIGN, revision, options);
}

function lineOf({ name, states, transitions, seconds, bytesPerState }: Timed): string {
  const rate = (count: number): string => `${(count / seconds / 1e6).toFixed(2)} M/s`;
  const figures = [
    `${states.toLocaleString('en')} states (${rate(states)})`,
    `${transitions.toLocaleString('en')} transitions (${rate(transitions)})`,
    `${seconds.toFixed(3)} s`,
    `${bytesPerState.toFixed(1)} bytes per state`,
    `peak ${megabytes(states * bytesPerState)}`,
  ];
  return `${name}\n  ${figures.join(', ')}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MB`;
}
