/**
 * What a trial has shown, and whether that tells the mutant from the model.
 */
import type { Answer } from './trial.ts';

export interface Facts {
  /** Why there is no result, or null: the search ran into a bound, or a step threw. */
  readonly failed: string | null;
  /** By assertion id, `condition` and `whole` for a test; `agree` for a recorded program. */
  readonly verdicts: ReadonlyMap<string, string>;
  /** Sorted. */
  readonly outcomes: readonly string[];
  readonly states: number;
}

export function factsOf(answer: Answer): Facts {
  if (answer.is === 'failed') {
    return { failed: answer.why, verdicts: new Map(), outcomes: [], states: 0 };
  }
  if (answer.is === 'agreement') {
    const { verdict, why, missing, extra } = answer.agreement;
    return {
      failed: verdict === 'not expressible' || verdict === 'error' ? why : null,
      verdicts: new Map([['agree', verdict === 'equal' ? 'VERIFIED' : 'VIOLATED']]),
      outcomes: [...missing, ...extra].map(({ outcome }) => outcome).toSorted(),
      states: 0,
    };
  }
  const { verdict, why, condition, assertions, outcomes, search } = answer.run;
  const isBroken = verdict === 'ERROR' || verdict === 'INCONCLUSIVE';
  return {
    failed: isBroken ? why : null,
    verdicts: new Map([
      ...assertions.map((assertion) => [assertion.id, assertion.verdict] as const),
      ['condition', condition.verdict],
      ['whole', verdict],
    ]),
    outcomes: outcomes.map(({ text }) => text).toSorted(),
    states: search.states,
  };
}

/** It held for the model and falls for the mutant; `error`: the mutant cannot even be searched. */
export function falls(what: string, model: Facts, mutant: Facts): boolean {
  if (model.failed !== null) return false;
  if (what === 'error') return mutant.failed !== null;
  return model.verdicts.get(what) === 'VERIFIED' && mutant.verdicts.get(what) === 'VIOLATED';
}

/** All that differs, a few words each; none: the trial cannot tell the two apart. */
export function differences(model: Facts, mutant: Facts): readonly string[] {
  if (mutant.failed !== model.failed) return [`error: ${mutant.failed ?? 'none'}`];
  const changed = [...model.verdicts].filter(([what, was]) => mutant.verdicts.get(what) !== was);
  const verdicts = changed.map(
    ([what, was]) => `${what} ${was} -> ${mutant.verdicts.get(what) ?? 'none'}`,
  );
  if (verdicts.length > 0) return verdicts;
  const added = mutant.outcomes.filter((outcome) => !model.outcomes.includes(outcome));
  const gone = model.outcomes.filter((outcome) => !mutant.outcomes.includes(outcome));
  return [
    ...added.map((outcome) => `new outcome ${outcome}`),
    ...gone.map((outcome) => `no outcome ${outcome}`),
  ];
}
