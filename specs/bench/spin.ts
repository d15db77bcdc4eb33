/**
 * Two-phase commit in Promela, for a comparison with SPIN (https://spinroot.com) where it is
 * installed. The same variables and the same steps as two-phase-commit.ts, each step one d_step of
 * a single process, which is the form that SPIN runs fastest: with a process per resource manager
 * its state vector is three times as long and it takes half as long again.
 *
 * SPIN counts the same distinct states, and one transition more: its initial state counts as one.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SpinRun {
  /** States stored. */
  readonly states: number;
  readonly transitions: number;
  /** As SPIN's verifier measures it: without compilation. */
  readonly seconds: number;
  readonly statesPerSecond: number;
  /** "total actual memory usage", which includes the hash table. */
  readonly memoryBytes: number;
}

/** A compiled verifier. */
export interface Spin {
  /** Searches depth-first. @throws Error if the verifier fails or its report cannot be read. */
  run(): SpinRun & { readonly cpuSeconds: number };
  /** Removes the verifier and all else that was written. */
  remove(): void;
}

/** No partial-order reduction: it would search fewer states, and we search all. */
const C_FLAGS = ['-O3', '-DSAFETY', '-DNOREDUCE'];

/** 2^23 slots (the fastest size for these states), and no limit of depth that matters. */
const PAN_FLAGS = ['-w23', '-m1000000'];

/** Builds a verifier in a new temporary directory, or says what is missing for it. */
export function buildSpin(managers: number): Spin | { missing: string } {
  const cwd = mkdtempSync(join(tmpdir(), 'fermata-spin-'));
  const remove = () => rmSync(cwd, { recursive: true, force: true });
  writeFileSync(join(cwd, 'two-phase-commit.pml'), promela(managers));
  const missing =
    failureOf(cwd, 'spin', ['-a', 'two-phase-commit.pml']) ??
    failureOf(cwd, 'cc', [...C_FLAGS, '-o', 'pan', 'pan.c']);
  if (missing !== undefined) {
    remove();
    return { missing };
  }
  const run = () => {
    const timed = ['-c', './pan "$@"; status=$?; times; exit $status', 'pan', ...PAN_FLAGS];
    const { stdout, stderr, status } = spawnSync('/bin/sh', timed, { cwd, encoding: 'utf8' });
    if (status !== 0) throw new Error(`SPIN's verifier ended with ${status}: ${stderr || stdout}`);
    return { ...readReport(stdout), cpuSeconds: readTimes(stdout) };
  };
  return { run, remove };
}

/** Runs a command in `cwd`; undefined if it succeeded, else one sentence on why not. */
function failureOf(cwd: string, command: string, args: string[]): string | undefined {
  const { error, status, stderr, stdout } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (error !== undefined) {
    const absent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return absent ? `${command} is not installed` : `${command} failed: ${error.message}`;
  }
  if (status === 0) return undefined;
  return `${command} failed: ${(stderr || stdout).trim().split('\n')[0]}`;
}

/** The figures in the report of a verifier. @throws Error if one is not there. */
export function readReport(report: string): SpinRun {
  const figure = (pattern: RegExp) => {
    const found = pattern.exec(report);
    if (found === null) throw new Error(`SPIN's report has no ${pattern.source}: ${report}`);
    return Number(found[1]);
  };
  if (!/errors: 0\b/.test(report)) throw new Error(`SPIN's search did not succeed: ${report}`);
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

/** User and system time of a shell's children: the last line of `times`. @throws Error without one. */
export function readTimes(said: string): number {
  const last = said.trimEnd().split('\n').at(-1) ?? '';
  const times = Array.from(
    last.matchAll(/(\d+)m([\d.]+)s/g),
    ([, m, s]) => Number(m) * 60 + Number(s),
  );
  if (times.length !== 2) throw new Error(`no times in ${JSON.stringify(last)}`);
  return times[0] + times[1];
}

/** The model; field by field and rule by rule as in two-phase-commit.ts. */
export function promela(managers: number): string {
  const steps = [
    `tm == 0 && heard == ${2 ** managers - 1} -> tm = 1; sent = 1`,
    'tm == 0 -> tm = 2; sent = 2',
  ];
  for (let r = 0; r < managers; r++) {
    const bit = 1 << r;
    steps.push(
      `tm == 0 && (votes & ${bit}) -> heard = heard | ${bit}`,
      `rm[${r}] == 0 -> rm[${r}] = 1; votes = votes | ${bit}`,
      `rm[${r}] == 0 -> rm[${r}] = 3`,
      `sent == 1 -> rm[${r}] = 2`,
      `sent == 2 -> rm[${r}] = 3`,
    );
  }
  return [
    '/* tm, sent: 0 nothing, 1 commit, 2 abort; rm: 0 working, 1 prepared, 2 committed, 3 aborted */',
    `byte tm, sent, votes, heard;`,
    `byte rm[${managers}];`,
    'active proctype Everyone() {',
    '  do',
    ...steps.map((step) => `  :: d_step { ${step} }`),
    '  od',
    '}',
    '',
  ].join('\n');
}
