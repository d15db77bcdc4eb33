/** What the model allows a test to end in, as a kernel under test is judged by it. */
import type { Design } from '../../model/designs/policies.ts';
import type { Revision } from '../../model/record/program.ts';
import type { ConditionResult, Outcome, Run } from '../../reports/data.ts';
import type { Test } from '../catalogue.ts';
import { check } from '../check/check.ts';

export interface Allowed {
  /** Outcomes as the log spells them, each `place=value;` after the other. */
  readonly outcomes: ReadonlySet<string>;
  /** Some execution ends in a failed assertion of the kernel. */
  readonly panics: boolean;
  /** The places that an outcome shows, in its order. */
  readonly places: readonly string[];
  /** Of each outcome, whether the condition's proposition holds in it; not of one that is ambiguous. */
  readonly satisfies: ReadonlyMap<string, boolean>;
  readonly condition: Pick<ConditionResult, 'text' | 'quantifier'>;
}

/** What one search may take. */
export const STATES_MOST = 4_000_000;
export const MEMORY_MOST = 2 ** 30;

/**
 * The outcomes of `test`, whether its filter keeps them or not: a target cannot know which runs those
 * are. Where an assertion of the kernel has failed nobody is left who could read a register: what only
 * such ends show is no outcome. A sentence instead where the model has no complete answer.
 */
export function allowedOutcomes(test: Test, design: Design, revision: Revision): Allowed | string {
  const run = search(test, design, revision);
  if (run.verdict === 'UNSUPPORTED') return `the model: ${run.why ?? 'UNSUPPORTED'}`;
  if (!run.search.complete) return `the model's search was cut (${run.search.stopped})`;
  const ends = run.outcomes.filter(({ loops }) => loops !== true);
  const { quantifier, text } = run.condition;
  const own = ends.filter(({ panics }) => panics !== 'always');
  return {
    outcomes: new Set(own.map((it) => it.text)),
    panics: ends.some(({ panics }) => panics !== undefined),
    places: placesIn(ends[0]?.text ?? ''),
    satisfies: satisfiedIn(own),
    condition: { quantifier, text },
  };
}

/** Two ends may print alike of which one satisfies the condition. */
function satisfiedIn(outcomes: readonly Outcome[]): ReadonlyMap<string, boolean> {
  const all = new Map(outcomes.map(({ text, satisfies }) => [text, satisfies]));
  for (const { text, satisfies } of outcomes) if (all.get(text) !== satisfies) all.delete(text);
  return all;
}

function search({ file, litmus, text }: Test, design: Design, revision: Revision): Run {
  // What it asserts is checked elsewhere; without it the search is the shorter.
  const bare = { ...litmus, filter: null, meta: { ...litmus.meta, asserts: [] } };
  return check({ litmus: bare, file, text }, design, revision, {
    statesMax: STATES_MOST,
    memoryMaxBytes: MEMORY_MOST,
    deadlineMs: null,
    aborts: null,
    digest: '',
    interrupted: () => false,
  });
}

/** `0:r0=EOK; q.balance=0;`: the names. */
function placesIn(outcome: string): string[] {
  return outcome
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => part.slice(0, part.indexOf('=')));
}
