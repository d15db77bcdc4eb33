/**
 * How fast the search is, in figures that can be compared. Run it in plain Node: a test runner
 * that rewrites imports costs a quarter of the speed.
 *
 * CPU time stands beside wall time, and the round with the least of it counts: on a machine that
 * does other work wall time says what that work was. The CPU time is that of the whole process,
 * compiler and garbage collector included.
 */
import type { Exploration, ExploreOptions } from '../../checker/exploration.ts';
import { explore } from '../../checker/explore.ts';
import type { Model } from '../../checker/model.ts';
import { Machine } from '../../model/machine.ts';
import { symmetryIn } from '../search/symmetric.ts';
import type { Cost } from './child.ts';
import { buildSpin, type Spin, type SpinOptions, type SpinRun } from './spin.ts';

export interface Measured extends Cost {
  readonly name: string;
  readonly states: number;
  readonly transitions: number;
  /** What the search holds at its peak, per state; SPIN's with its hash table. */
  readonly bytesPerState: number;
}

/** How our side searches. */
export interface Way {
  readonly name: string;
  search(model: Model): Exploration;
  /** Flags with which `fermata check` searches so. */
  readonly flags: readonly string[];
}

/**
 * The ways that there are. A reduction joins them here: all that compares with SPIN takes the ways
 * one by one, and the last of them with SPIN's own reduction. What is no machine is searched plainly
 * in all of them.
 */
export const WAYS: readonly Way[] = [
  { name: 'no reduction', search: (model) => explore(model), flags: ['--no-reduction'] },
  { name: 'symmetry', search: (model) => byOrbits(model, {}), flags: [] },
  { name: 'reduction and symmetry', search: byOrder, flags: ['--reduction'] },
];

/** One state of each orbit, where lanes are alike. */
function byOrbits(model: Model, options: ExploreOptions): Exploration {
  if (!(model instanceof Machine)) return explore(model, options);
  model.symmetry = symmetryIn(model) ?? undefined;
  try {
    return explore(model, options);
  } finally {
    model.symmetry = undefined;
  }
}

/**
 * As `check --reduction`: a choice of successors of one state of each orbit.
 * @throws Error if a machine offers no choice, or met what ends a run before others have moved
 */
function byOrder(model: Model): Exploration {
  const found = byOrbits(model, { reduced: true });
  if (!(model instanceof Machine)) return found;
  if (!found.reduced) throw new Error(`${model.name} offers no choice of successors.`);
  if (model.choice?.hasPanicked) throw new Error(`${model.name} fails an assertion of the kernel.`);
  return found;
}

/** One search. @throws Error if it does not complete: a rate of half a search compares with nothing. */
export function measure(name: string, model: Model, way: Way = WAYS[0]): Measured {
  const before = process.cpuUsage();
  const startedAt = performance.now();
  const found = way.search(model);
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(before);
  const { states, transitions, bytesPerState, stopped } = found;
  found.seen.arena.release();
  if (stopped !== 'complete') {
    throw new Error(`The benchmark of ${model.name} ended early: ${stopped}.`);
  }
  return { name, states, transitions, bytesPerState, seconds, cpuSeconds: (user + system) / 1e6 };
}

/** The round that took the least CPU time. */
export function best<Round extends Cost>(rounds: readonly Round[]): Round {
  return rounds.reduce((least, each) => (each.cpuSeconds < least.cpuSeconds ? each : least));
}

/** The best of several rounds of one search. */
export function measureRounds(name: string, model: Model, rounds: number): Measured {
  return best(Array.from({ length: rounds }, () => measure(name, model)));
}

/** A model of ours and its twin in Promela. */
export interface Twins {
  readonly model: Model;
  readonly promela: string;
  readonly slotBits: number;
}

export interface Comparison {
  /** In the order of the ways. */
  readonly ours: readonly Measured[];
  readonly unreduced: Measured;
  readonly reduced: Measured;
}

/**
 * The same search here and in SPIN, by turns, so that both meet the same machine. Returns the
 * reason instead if SPIN or a C compiler is missing or fails.
 * @throws Error if SPIN counts other states than we do: then the models differ.
 */
export function compareWithSpin(
  { model, promela, slotBits }: Twins,
  rounds: number,
  ways: readonly Way[] = WAYS,
): Comparison | { missing: string } {
  const build = (options: Omit<SpinOptions, 'slotBits'>) =>
    buildSpin(promela, { ...options, slotBits });
  const unreduced = build({ reduced: false });
  if ('missing' in unreduced) return unreduced;
  const reduced = build({ reduced: true });
  try {
    if ('missing' in reduced) return reduced;
    const turns = Array.from({ length: rounds }, () => ({
      ours: ways.map((way) => measure(`Fermata, ${way.name}`, model, way)),
      unreduced: measuredIn('SPIN, no reduction', unreduced.run()),
      reduced: measuredIn('SPIN, partial-order reduction', reduced.run()),
    }));
    const compared = {
      ours: ways.map((_, i) => best(turns.map(({ ours }) => ours[i]))),
      unreduced: best(turns.map((turn) => turn.unreduced)),
      reduced: best(turns.map((turn) => turn.reduced)),
    };
    refuseOtherCounts(model.name, compared.ours[0], compared.unreduced);
    return compared;
  } finally {
    for (const spin of [unreduced, reduced]) removeIfThere(spin);
  }
}

function removeIfThere(spin: Spin | { missing: string }): void {
  if ('remove' in spin) spin.remove();
}

function measuredIn(name: string, run: SpinRun): Measured {
  return { ...run, name, bytesPerState: run.memoryBytes / run.states };
}

/** SPIN counts its initial state as a transition. */
function refuseOtherCounts(name: string, ours: Measured, spin: Measured): void {
  if (spin.states === ours.states && spin.transitions === ours.transitions + 1) return;
  throw new Error(
    `SPIN found ${spin.states} states and ${spin.transitions} transitions of ${name}, ` +
      `not ${ours.states} and ${ours.transitions + 1}.`,
  );
}
