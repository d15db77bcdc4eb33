/**
 * Whether a trace is a behaviour of the model of its revision under a design.
 *
 * ACCEPTED: some execution agrees with all of it. REJECTED: none does, and the search was complete; it
 * goes on as if the deviating event had been as the model has it, and where nothing like it can come,
 * as if it had not been logged, so that all deviations are told. INCONCLUSIVE: the trace was cut, the
 * search was, or the trace excludes nothing.
 */
import { explore } from '../../../checker/explore.ts';
import type { Design } from '../../../model/designs/policies.ts';
import type { Machine } from '../../../model/machine.ts';
import type { Revision } from '../../../model/record/program.ts';
import { compile } from '../../compile/compile.ts';
import type { Litmus } from '../../litmus/litmus.ts';
import { testModel } from '../../search/test-model.ts';
import type { Trace } from '../read-trace.ts';
import { type Deviation, deviationOf } from './deviation.ts';
import { hasLibcCalls, type Level } from './libc.ts';
import { type Pattern, patternOf, type Wanted } from './pattern.ts';
import { COMPLETE, Pursuit, type PursuitLimits, shownIn } from './pursuit.ts';

export interface Asked {
  readonly litmus: Litmus;
  readonly design: Design;
  readonly revision: Revision;
  readonly limits: PursuitLimits;
}

export interface Validation {
  readonly verdict: 'ACCEPTED' | 'REJECTED' | 'INCONCLUSIVE';
  /** Of INCONCLUSIVE: why, and what to do. */
  readonly why: string | null;
  readonly deviations: readonly Deviation[];
  /** Whose calls the trace has, where that is not the same. */
  readonly level: Level;
  /** How the search went on behind each deviation. */
  readonly goesOn: readonly string[];
  /** Deviations were looked for no further. */
  readonly isCut: boolean;
  /** Events that were held against steps of the model, and those that excluded something. */
  readonly events: number;
  readonly excluding: number;
  /** Outcomes of the model that agree, and all of them; null: not counted. */
  readonly outcomes: { readonly agree: number | null; readonly of: number | null };
  /** Pairs of a state and positions that were looked at, in all. */
  readonly pairs: number;
}

/** More deviations of one trace are not looked for. */
const DEVIATIONS_MAX = 20;
/** The model's outcomes are counted up to so many states. */
const COUNTED_MAX = 50_000;

/**
 * Where libc's futexes are called, calls are the kernel's or libc's: whichever the trace agrees with, or
 * agrees with further.
 *
 * @throws InputError for what the test does not have, Unsupported for what nothing models
 */
export function validate(trace: Trace, asked: Asked): Validation {
  const { litmus, design, revision } = asked;
  const { machine } = testModel(litmus, compile(litmus, design, revision), []);
  const pattern = patternOf(trace, machine, litmus);
  const first = validateAs(trace, machine, pattern, asked);
  if (first.verdict !== 'REJECTED' || !hasLibcCalls(machine.kernel.program)) return first;
  const second = validateAs(trace, machine, { ...pattern, level: 'libc' }, asked);
  if (second.verdict !== 'REJECTED') return second;
  return second.deviations[0].line > first.deviations[0].line ? second : first;
}

function validateAs(
  trace: Trace,
  machine: Machine,
  logged: Pattern,
  { litmus, design, revision, limits }: Asked,
): Validation {
  const of = outcomesOf(litmus, `${design.name} ${revision}`, machine);
  let pattern = logged;
  const events = eventsIn(pattern);
  const deviations: Deviation[] = [];
  const goesOn: string[] = [];
  let pairs = 0;
  for (;;) {
    const pursuit = new Pursuit(machine, pattern);
    pursuit.run(limits);
    pairs += pursuit.pairs.count;
    const isOver = pursuit.accepted >= 0 || !pursuit.isComplete;
    if (isOver || deviations.length === DEVIATIONS_MAX) {
      const isCut = pursuit.accepted < 0;
      return concluded(trace, of, pursuit, { events, deviations, goesOn, isCut, pairs });
    }
    const deviation = deviationOf(pursuit);
    deviations.push(deviation);
    if (deviation.at === null) {
      goesOn.push('nothing comes behind it');
      return concluded(trace, of, pursuit, {
        events,
        deviations,
        goesOn,
        isCut: false,
        pairs,
      });
    }
    const mended = mend(machine, pattern, deviation.at, limits);
    pattern = mended.pattern;
    pairs += mended.pairs;
    goesOn.push(mended.says);
  }
}

interface Mended {
  readonly pattern: Pattern;
  readonly says: string;
  readonly pairs: number;
}

/** As if the event had been as the model has it; else as if it had not been logged. */
function mend(
  machine: Machine,
  pattern: Pattern,
  at: NonNullable<Deviation['at']>,
  limits: PursuitLimits,
): Mended {
  const { event, isLoose } = pattern.threads[at.thread].events[at.index];
  const gone = withEvent(pattern, at, { event: { ev: 'gap' } });
  const without = `goes on as if anything might have come in the place of that event`;
  if (isLoose) return { pattern: gone, says: without, pairs: 0 };
  const loose = withEvent(pattern, at, { isLoose: true });
  const trial = new Pursuit(machine, loose);
  trial.run({ ...limits, pairsAfter: 0 });
  const isFollowed =
    trial.accepted >= 0 || !isBlamedAgain(trial, at) || (!trial.isComplete && isPassed(trial, at));
  const says = `goes on as if that ${event.ev} had been as the model has it`;
  return isFollowed
    ? { pattern: loose, says, pairs: trial.pairs.count }
    : { pattern: gone, says: without, pairs: trial.pairs.count };
}

function isBlamedAgain(trial: Pursuit, at: NonNullable<Deviation['at']>): boolean {
  if (!trial.isComplete) return true;
  const again = deviationOf(trial).at;
  return again !== null && again.thread === at.thread && again.index === at.index;
}

function isPassed({ pairs }: Pursuit, at: NonNullable<Deviation['at']>): boolean {
  for (let id = 0; id < pairs.count; id++) {
    if (pairs.positions(id)[at.thread] > at.index) return true;
  }
  return false;
}

/** An event that was let go waits for nobody, and nobody for it. */
function withEvent(
  pattern: Pattern,
  { thread, index }: NonNullable<Deviation['at']>,
  change: Partial<Wanted>,
): Pattern {
  const isGone = change.event !== undefined;
  const threads = pattern.threads.map((each, t) => {
    const events = each.events.map((wanted, i) => {
      const isIt = t === thread && i === index;
      if (!isGone) return isIt ? { ...wanted, ...change } : wanted;
      const needs = wanted.needs.map((need, u) => {
        if (isIt) return 0;
        return u === thread && need === index + 1 ? index : need;
      });
      return isIt ? { ...wanted, ...change, needs } : { ...wanted, needs };
    });
    return { ...each, events };
  });
  return { ...pattern, threads };
}

type Found = Pick<Validation, 'events' | 'deviations' | 'goesOn' | 'isCut' | 'pairs'>;

function concluded(trace: Trace, of: number | null, pursuit: Pursuit, found: Found): Validation {
  const isAll = pursuit.isComplete && pursuit.accepted >= 0;
  const facts = {
    ...found,
    level: pursuit.pattern.level,
    excluding: pursuit.refusals.by.size,
    outcomes: {
      agree: isAll && trace.end?.event.status === COMPLETE ? pursuit.outcomes.size : null,
      of,
    },
  };
  if (found.deviations.length > 0) return { verdict: 'REJECTED', why: null, ...facts };
  const why = lackOf(trace, pursuit, facts);
  return { verdict: why === null ? 'ACCEPTED' : 'INCONCLUSIVE', why, ...facts };
}

/** Why a trace that nothing contradicts is not accepted, or null. */
function lackOf(
  { end, isCut }: Trace,
  pursuit: Pursuit,
  { events, excluding, outcomes }: Pick<Validation, 'events' | 'excluding' | 'outcomes'>,
): string | null {
  if (pursuit.accepted < 0) {
    return pursuit.bound === null
      ? 'the search was cut before an execution was found that agrees; allow more with --max-states or --time-limit'
      : `an execution of the model went beyond its bounds (${pursuit.bound}); the test needs Ticks=`;
  }
  if (end === null) {
    const how = isCut ? 'its last line is cut' : 'it has no end';
    return `the trace is truncated: ${how}; as far as it goes the model allows it`;
  }
  if (events === 0 && excluding === 0)
    return 'nothing is in it that the model could be held against';
  if (excluding === 0 && outcomes.of !== 1) {
    return 'it excludes no execution of the model; log more kinds (ret, wake, block), or another round';
  }
  return null;
}

function eventsIn({ threads }: Pattern): number {
  const all = threads.flatMap(({ events }) => events);
  return all.filter(({ event: { ev }, isLog }) => !isLog && ev !== 'gap' && ev !== 'spawn').length;
}

/** By test, by design and revision: many traces are of one test. */
const counted = new WeakMap<Litmus, Map<string, number | null>>();

function outcomesOf(litmus: Litmus, key: string, machine: Machine): number | null {
  const known = counted.get(litmus) ?? new Map<string, number | null>();
  counted.set(litmus, known);
  const before = known.get(key);
  if (before !== undefined) return before;
  const count = countOutcomes(machine);
  known.set(key, count);
  return count;
}

/** Of all executions; null where there are too many states, or a bound is exceeded. */
function countOutcomes(machine: Machine): number | null {
  const exploration = explore(machine, { statesMax: COUNTED_MAX });
  const { stopped, outcomes, seen } = exploration;
  seen.arena.release();
  if (stopped !== 'complete') return null;
  return new Set([...outcomes.keys()].map((key) => shownIn(key))).size;
}
