/**
 * Tests on a kernel under test: rounds of each, counted by their outcomes and judged by what the model
 * allows (specs/conformance/words.ts).
 */
import type { Design } from '../../model/designs/policies.ts';
import type { Revision } from '../../model/record/program.ts';
import type { Test } from '../catalogue.ts';
import type { RoundOptions, Target } from '../conformance/target.ts';
import type { TraceEvent } from '../conformance/trace-event.ts';
import {
  asCompared,
  isTime,
  type Judgement,
  judge,
  placesOf,
  type Timing,
} from '../conformance/words.ts';
import { type Allowed, allowedOutcomes } from './allowed-outcomes.ts';
import { holdsIn } from './satisfies.ts';

/** What became of one test. */
export interface TargetResult {
  readonly test: string;
  readonly hash: string;
  /** Why it was not run; then nothing else says anything. */
  readonly refused: string | null;
  readonly judgement: Judgement;
  /** Outcomes, as they are compared, to how often each was seen; the first that was seen first. */
  readonly seen: ReadonlyMap<string, number>;
  readonly allowed: number;
  /** The condition as it is asked of this design; null: it was not run. */
  readonly condition: Allowed['condition'] | null;
  /** Of what was seen, whether the condition's proposition holds in it; null: it does not tell. */
  readonly satisfies: ReadonlyMap<string, boolean | null>;
  readonly rounds: number;
  /** Reasons to how many rounds say nothing. */
  readonly setAside: ReadonlyMap<string, number>;
  /** Of the first rounds with each outcome, where traces were asked for. */
  readonly traces: ReadonlyMap<string, readonly TraceEvent[]>;
  readonly elapsedMs: number;
}

const NOTHING: Omit<TargetResult, 'test' | 'hash' | 'refused'> = {
  judgement: { word: 'silent', forbidden: [], missing: [] },
  seen: new Map(),
  allowed: 0,
  condition: null,
  satisfies: new Map(),
  rounds: 0,
  setAside: new Map(),
  traces: new Map(),
  elapsedMs: 0,
};

export interface TargetOptions extends RoundOptions {
  readonly timing: Timing;
}

/** @throws TargetError where the target is broken */
export async function runOnTarget(
  target: Target,
  test: Test,
  design: Design,
  options: TargetOptions,
): Promise<TargetResult> {
  const { hash, name } = test;
  const refused = (why: string): TargetResult => ({ ...NOTHING, test: name, hash, refused: why });
  const why = target.refuses(test.litmus);
  if (why !== undefined) return refused(why);
  const allowed = allowedOutcomes(test, design, target.table as Revision);
  if (typeof allowed === 'string') return refused(allowed);
  if ([...allowed.outcomes].some((text) => /=ans\(/.test(text))) {
    return refused('it asks whose answer a register has, which no target tells');
  }
  const started = Date.now();
  const counted = withPanics(allowed, await count(target, test, allowed, options));
  return {
    ...counted,
    test: name,
    hash,
    refused: null,
    allowed: new Set([...allowed.outcomes].map((it) => asCompared(it, options.timing))).size,
    condition: allowed.condition,
    satisfies: satisfiedBy(test, allowed, [...counted.seen.keys()], options.timing),
    elapsedMs: Date.now() - started,
    judgement: judge(allowed.outcomes, counted.seen, options.timing),
  };
}

/** The model knows it of what it allows; of the rest it is read off the values. */
function satisfiedBy(
  { litmus }: Test,
  { places, satisfies }: Allowed,
  seen: readonly string[],
  timing: Timing,
): ReadonlyMap<string, boolean | null> {
  // Ticks that mean something else than the model's settle nothing.
  const isRead = (place: string): boolean => timing === 'compared' || !isTime(place);
  return new Map(
    seen.map((text) => {
      const values = placesOf(text).filter(([place]) => isRead(place));
      const known = places.every(isRead) ? satisfies.get(text) : undefined;
      return [text, known ?? holdsIn(litmus.condition.prop, Object.fromEntries(values))];
    }),
  );
}

type Counted = Pick<TargetResult, 'seen' | 'rounds' | 'setAside' | 'traces'>;

/** What a round that is set aside says of a kernel whose assertion has failed. */
const PANICKED = 'kernel panic';

/**
 * A kernel that panics shows no registers, and the round is set aside; where no execution of the model
 * panics, that it did so is what was seen.
 */
function withPanics({ panics }: Allowed, counted: Counted): Counted {
  if (panics) return counted;
  const seen = new Map(counted.seen);
  const setAside = new Map(counted.setAside);
  for (const [why, times] of counted.setAside) {
    if (!why.startsWith(PANICKED)) continue;
    seen.set(why, times);
    setAside.delete(why);
  }
  return { ...counted, seen, setAside };
}

async function count(
  target: Target,
  { litmus }: Test,
  { places }: Allowed,
  options: TargetOptions,
): Promise<Counted> {
  const seen = new Map<string, number>();
  const setAside = new Map<string, number>();
  const traces = new Map<string, readonly TraceEvent[]>();
  let rounds = 0;
  for await (const round of target.rounds(litmus, options)) {
    rounds++;
    if ('setAside' in round) {
      add(setAside, round.setAside);
      continue;
    }
    const shown = places.map((place) => `${place}=${round.outcome[place] ?? '?'};`).join(' ');
    const text = asCompared(shown, options.timing);
    add(seen, text);
    if (round.trace !== undefined && !traces.has(text)) traces.set(text, round.trace);
  }
  return { seen, rounds, setAside, traces };
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
