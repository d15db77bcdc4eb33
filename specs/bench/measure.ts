/**
 * How fast the search is, in figures that can be compared. Run it in plain Node: a test runner
 * that rewrites imports costs a quarter of the speed.
 */
import type { ExploreOptions } from '../../checker/exploration.ts';
import { explore } from '../../checker/explore.ts';
import type { Model } from '../../checker/model.ts';
import { buildSpin, type SpinRun } from './spin.ts';
import { twoPhaseCommit } from '../../checker/two-phase-commit.ts';

export interface BenchResult {
  readonly name: string;
  readonly states: number;
  readonly transitions: number;
  /** Of the fastest run. */
  readonly seconds: number;
  readonly statesPerSecond: number;
  readonly transitionsPerSecond: number;
  readonly recordSize: number;
  /** What the search holds at its peak, per state: record, parent, rule, slots, scratch. */
  readonly bytesPerState: number;
  readonly peakBytes: number;
  /** Most memory that the whole process ever had, other work and garbage included. */
  readonly processPeakBytes: number;
  /** Seconds of each run, in order. */
  readonly runs: readonly number[];
  /** CPU time of the whole process in a run, garbage collection included: the least of all runs. */
  readonly cpuSeconds: number;
}

/**
 * Searches `model` `runs` times; the rates are those of the fastest run.
 * @throws Error if the search does not complete: a rate of half a search compares with nothing.
 */
export function benchModel(model: Model, runs = 3, options: ExploreOptions = {}): BenchResult {
  const seconds: number[] = [];
  const cpu: number[] = [];
  const timed = () => {
    const before = process.cpuUsage();
    const exploration = explore(model, options);
    const { user, system } = process.cpuUsage(before);
    cpu.push((user + system) / 1e6);
    return exploration;
  };
  let found = timed();
  for (;;) {
    if (found.stopped !== 'complete') {
      throw new Error(`The benchmark of ${model.name} ended early: ${found.stopped}.`);
    }
    seconds.push(found.elapsedMs / 1000);
    if (seconds.length >= runs) break;
    found = timed();
  }
  const best = Math.min(...seconds);
  return {
    name: model.name,
    states: found.states,
    transitions: found.transitions,
    seconds: best,
    statesPerSecond: found.states / best,
    transitionsPerSecond: found.transitions / best,
    recordSize: model.recordSize,
    bytesPerState: found.bytesPerState,
    peakBytes: found.peakBytes,
    processPeakBytes: process.resourceUsage().maxRSS * 1024,
    runs: seconds,
    cpuSeconds: Math.min(...cpu),
  };
}

/** Two-phase commit with `managers` resource managers, 1 to 8. */
export function bench2pc(managers = 8, runs = 3): BenchResult {
  return benchModel(twoPhaseCommit(managers), runs);
}

export interface SpinComparison {
  readonly ours: BenchResult;
  /** SPIN's fastest run, and the seconds of each. */
  readonly spin: SpinRun & { readonly runs: readonly number[]; readonly cpuSeconds: number };
  /** Distinct states per second, ours through SPIN's, of the fastest runs. */
  readonly ratio: number;
  /** The same per second of CPU time, each side's least of all rounds. */
  readonly cpuRatio: number;
}

/**
 * The same benchmark in SPIN, run by turns with ours, so that both meet the same machine.
 * Returns the reason instead if SPIN or a C compiler is missing or fails.
 * @throws Error if SPIN counts other states than we do: then the models differ.
 */
export function compareWithSpin(managers = 8, rounds = 3): SpinComparison | { missing: string } {
  const spin = buildSpin(managers);
  if ('missing' in spin) return spin;
  try {
    const pairs = Array.from({ length: rounds }, () => ({
      ours: bench2pc(managers, 1),
      spin: spin.run(),
    }));
    const ours = pairs.map((pair) => pair.ours).toSorted((a, b) => a.seconds - b.seconds)[0];
    const theirs = pairs.map((pair) => pair.spin).toSorted((a, b) => a.seconds - b.seconds)[0];
    if (theirs.states !== ours.states) {
      throw new Error(`SPIN found ${theirs.states} states of ${ours.name}, not ${ours.states}.`);
    }
    const [ourCpu, theirCpu] = (['ours', 'spin'] as const).map((side) =>
      Math.min(...pairs.map((pair) => pair[side].cpuSeconds)),
    );
    return {
      ours: { ...ours, runs: pairs.map((pair) => pair.ours.seconds), cpuSeconds: ourCpu },
      spin: { ...theirs, runs: pairs.map((pair) => pair.spin.seconds), cpuSeconds: theirCpu },
      ratio: theirs.seconds / ours.seconds,
      cpuRatio: theirCpu / ourCpu,
    };
  } finally {
    spin.remove();
  }
}
