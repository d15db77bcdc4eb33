/**
 * `fermata bench`: two-phase commit, then the three tests of the catalogue with the most states;
 * with `--spin` what SPIN makes of two-phase commit and of two models of the kernel.
 *
 * Plain Node, one search at a time, each subject in a process of its own: what other searches have
 * taught the compiler, and left to the garbage collector, does not count. Nothing is random: the
 * same searches on every run, and the figures of the round with the least CPU time. What a search
 * held is what it has counted itself, as SPIN does.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { compareWithSpin, measureRounds } from '../bench/measure.ts';
import { check, revisionsOf } from '../check/check.ts';
import { readCatalogue } from '../catalogue.ts';
import { UsageError } from '../errors.ts';
import { root } from '../root.ts';
import { digest } from '../run/digest.ts';
import { defaultMemoryBytes } from '../run/limits.ts';
import { STATES_MAX } from '../../checker/seen-set.ts';
import { DESIGN, type Subject, subjectsOf, TWINS } from './bench-subjects.ts';
import { comparisonLines, lineOf } from './bench-lines.ts';
import { verdictsOf } from './bench-verdict.ts';

const TESTS = 3;
const VERDICT_ROUNDS = 3;

export interface BenchOptions {
  readonly spin: boolean;
  /** One subject instead of all: 2pc, wait-queue, ipc, a test's name or file. */
  readonly only: string | null;
  /** Instead of each subject's own number. */
  readonly rounds: number | null;
}

/** Prints through `print`, as the figures come. @throws Error if a search is cut */
export function bench(options: BenchOptions, print: (line: string) => void): void {
  if (options.only !== null) return benchOnly(options.only, options, print);
  print(`Node ${process.version}, one thread, the best of several rounds by CPU time`);
  const twins = options.spin ? Object.keys(TWINS) : ['2pc'];
  for (const id of twins) inProcess(id, options, print);
  for (const id of largestTests(TESTS)) inProcess(id, { ...options, spin: false }, print);
}

/** How often each side searches. @throws UsageError */
export function parseRounds(text: string): number {
  const rounds = Number(text);
  if (Number.isInteger(rounds) && rounds >= 1 && rounds <= 1000) return rounds;
  throw new UsageError(`--rounds takes a number from 1 to 1000, not "${text}"`);
}

function benchOnly(word: string, options: BenchOptions, print: (line: string) => void): void {
  for (const subject of subjectsOf(word)) {
    const rounds = options.rounds ?? subject.rounds;
    if (options.spin) againstSpin(subject, rounds, print);
    else print(lineOf(subject.name, measureRounds('Fermata', subject.model, rounds)));
  }
}

function againstSpin(subject: Subject, rounds: number, print: (line: string) => void): void {
  const { name, model, twin } = subject;
  if (twin === null) {
    throw new UsageError(`SPIN has no twin of ${name}; it has ${Object.keys(TWINS).join(', ')}`);
  }
  const compared = compareWithSpin({ model, ...twin }, rounds);
  if ('missing' in compared) {
    print(lineOf(name, measureRounds('Fermata', model, rounds)));
    return print(`  SPIN: not compared, ${compared.missing}`);
  }
  const verdicts = verdictsOf(subject, twin, Math.min(rounds, VERDICT_ROUNDS));
  for (const line of comparisonLines(name, compared, verdicts)) print(line);
}

/** One subject in a process of its own. @throws Error if it fails */
function inProcess(
  id: string,
  { spin, rounds }: BenchOptions,
  print: (line: string) => void,
): void {
  const flags = [
    ...(spin ? ['--spin'] : []),
    ...(rounds === null ? [] : ['--rounds', `${rounds}`]),
  ];
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    [join(root, 'dist', 'fermata.mjs'), 'bench', '--only', id, ...flags],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`${id}: ${error?.message ?? stderr.trim()}`);
  print(stdout.trimEnd());
}

/** The tests with the most states on the ticket's design; each is searched once to find out. */
function largestTests(count: number): readonly string[] {
  const limits = {
    statesMax: STATES_MAX,
    memoryMaxBytes: defaultMemoryBytes(),
    deadlineMs: null,
    aborts: null,
    digest: digest(),
    interrupted: () => false,
  };
  return readCatalogue()
    .map((test) => {
      const sizes = revisionsOf(test.litmus).map(
        (revision) => check(test, DESIGN, revision, limits).search.states,
      );
      return { name: test.name, states: Math.max(0, ...sizes) };
    })
    .toSorted((a, b) => b.states - a.states)
    .slice(0, count)
    .map(({ name }) => name);
}
