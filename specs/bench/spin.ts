/**
 * A Promela model in SPIN (https://spinroot.com), where it is installed: made, compiled, searched
 * depth-first.
 *
 * SPIN counts the same distinct states as we do, and one transition more: its initial state counts
 * as one.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cost, runChild } from './child.ts';

export interface SpinRun extends Cost {
  /** States stored. */
  readonly states: number;
  readonly transitions: number;
  /** As SPIN's verifier measures it: without compilation. */
  readonly seconds: number;
  readonly statesPerSecond: number;
  /** "total actual memory usage", which includes the hash table. */
  readonly memoryBytes: number;
}

export type Optimization = '-O0' | '-O1' | '-O3';

export interface SpinOptions {
  /** With its partial-order reduction. */
  readonly reduced: boolean;
  /** Its hash table has 2 to the power of so many slots. */
  readonly slotBits: number;
  /** How long the C compiler takes, and how fast the verifier is then; default: -O3. */
  readonly optimization?: Optimization;
}

/** A compiled verifier. */
export interface Spin {
  /** What it took to make it: `spin -a` and the C compiler. */
  readonly build: Cost;
  /** Searches depth-first. @throws Error if the verifier fails or its report cannot be read. */
  run(): SpinRun;
  /** Removes the verifier and all else that was written. */
  remove(): void;
}

/** -o2: or SPIN drops variables that are written and not read, and with them states. */
const SPIN_FLAGS = ['-a', '-o2'];

/** Warnings of generated code are nobody's (-w); VECTORSZ: states may have so many bytes. */
const C_FLAGS = ['-w', '-DSAFETY', '-DVECTORSZ=2048'];

/** -E: threads that wait for ever are no errors. No limit of depth that matters. */
const panFlags = (slotBits: number): string[] => [`-w${slotBits}`, '-m1000000', '-E'];

/** The commands, as a reader would type them. */
export function spinCommands(file: string, options: SpinOptions): string {
  const { slotBits } = options;
  const cc = ['cc', ...cFlags(options), '-o', 'pan', 'pan.c'].join(' ');
  return [`spin ${SPIN_FLAGS.join(' ')} ${file}`, cc, `./pan ${panFlags(slotBits).join(' ')}`].join(
    ' && ',
  );
}

const cFlags = ({ reduced, optimization = '-O3' }: SpinOptions): string[] => [
  optimization,
  ...C_FLAGS,
  ...(reduced ? [] : ['-DNOREDUCE']),
];

/** Builds a verifier in a new temporary directory, or says what is missing for it. */
export function buildSpin(promela: string, options: SpinOptions): Spin | { missing: string } {
  const cwd = mkdtempSync(join(tmpdir(), 'fermata-spin-'));
  const remove = () => rmSync(cwd, { recursive: true, force: true });
  writeFileSync(join(cwd, 'model.pml'), promela);
  const made = runChild('spin', [...SPIN_FLAGS, 'model.pml'], cwd);
  const compiled =
    'missing' in made ? made : runChild('cc', [...cFlags(options), '-o', 'pan', 'pan.c'], cwd);
  if ('missing' in made || 'missing' in compiled) {
    remove();
    return compiled as { missing: string };
  }
  const run = (): SpinRun => {
    const found = runChild('./pan', panFlags(options.slotBits), cwd);
    if ('missing' in found) throw new Error(`SPIN's verifier: ${found.missing}`);
    return { ...readReport(found.stdout), cpuSeconds: found.cpuSeconds };
  };
  const build = {
    seconds: made.seconds + compiled.seconds,
    cpuSeconds: made.cpuSeconds + compiled.cpuSeconds,
  };
  return { build, run, remove };
}

/** The figures in the report of a verifier. @throws Error if one is not there. */
export function readReport(report: string): Omit<SpinRun, 'cpuSeconds'> {
  const figure = (pattern: RegExp) => {
    const found = pattern.exec(report);
    if (found === null) throw new Error(`SPIN's report has no ${pattern.source}: ${report}`);
    return Number(found[1]);
  };
  if (!/errors: 0\b/.test(report)) throw new Error(`SPIN's search did not succeed: ${report}`);
  if (/max search depth too small/.test(report))
    throw new Error(`SPIN's search was cut: ${report}`);
  const states = figure(/(\d+) states, stored/);
  const seconds = figure(/elapsed time ([\d.]+) seconds/);
  return {
    states,
    transitions: figure(/(\d+) transitions/),
    seconds,
    statesPerSecond: states / seconds,
    memoryBytes: figure(/([\d.]+)\s+total actual memory usage/) * 2 ** 20,
  };
}
