/**
 * Tests on a kernel under test: rounds of each, counted by their outcomes and judged by what the model
 * allows (specs/conformance/words.ts).
 */
import type { Design } from '../../model/designs/policies.ts';
import type { Revision } from '../../model/record/program.ts';
import type { Test } from '../catalogue.ts';
import type { RoundOptions, Target } from '../conformance/target.ts';
import type { TraceEvent } from '../conformance/trace-event.ts';
import { type Judgement, judge, type Timing } from '../conformance/words.ts';
import { type Allowed, allowedOutcomes } from './allowed-outcomes.ts';

/** What became of one test. */
export interface TargetResult {
  readonly test: string;
  /** Why it was not run; then nothing else says anything. */
  readonly refused: string | null;
  readonly judgement: Judgement;
  /** Outcomes to how often each was seen, in the order in which they were seen first. */
  readonly seen: ReadonlyMap<string, number>;
  readonly allowed: number;
  readonly rounds: number;
  /** Reasons to how many rounds say nothing. */
  readonly setAside: ReadonlyMap<string, number>;
  /** Of the first rounds with each outcome, where traces were asked for. */
  readonly traces: ReadonlyMap<string, readonly TraceEvent[]>;
}

const NOTHING: Omit<TargetResult, 'test' | 'refused'> = {
  judgement: { word: 'silent', forbidden: [], missing: [] },
  seen: new Map(),
  allowed: 0,
  rounds: 0,
  setAside: new Map(),
  traces: new Map(),
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
  const refused = (why: string): TargetResult => ({ ...NOTHING, test: test.name, refused: why });
  const why = target.refuses(test.litmus);
  if (why !== undefined) return refused(why);
  const allowed = allowedOutcomes(test, design, target.table as Revision);
  if (typeof allowed === 'string') return refused(allowed);
  const counted = withPanics(allowed, await count(target, test, allowed, options));
  return {
    ...counted,
    test: test.name,
    refused: null,
    allowed: allowed.outcomes.size,
    judgement: judge(allowed.outcomes, counted.seen, options.timing),
  };
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
    const text = places.map((place) => `${place}=${round.outcome[place] ?? '?'};`).join(' ');
    add(seen, text);
    if (round.trace !== undefined && !traces.has(text)) traces.set(text, round.trace);
  }
  return { seen, rounds, setAside, traces };
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
