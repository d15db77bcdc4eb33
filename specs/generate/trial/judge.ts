/**
 * One generated program under one design and revision: what held, what fell, what was put to the
 * test. No executions are drawn, so that tens of thousands can be run.
 */
import { explore } from '../../../checker/explore.ts';
import type { Design } from '../../../model/designs/policies.ts';
import type { Revision } from '../../../model/record/program.ts';
import type { AssertionResult } from '../../../reports/data.ts';
import { assertAll } from '../../check/assertion-verdicts.ts';
import { OtherSearches } from '../../search/other-searches.ts';
import { compile } from '../../compile/compile.ts';
import { Unsupported } from '../../compile/unsupported.ts';
import { hashOf } from '../../litmus/hash.ts';
import type { Litmus } from '../../litmus/litmus.ts';
import { Livelocks } from '../../livelock/livelocks.ts';
import { type CheckOptions, keysOf, searchOptions, searchResult } from '../../search/search.ts';
import { testModel } from '../../search/test-model.ts';

/** Most states of one search: about a second, where a right program has a hundredth. */
export const STATES_MAX = 200_000;

/** What one search says of one program. */
export interface Judged {
  readonly litmus: Litmus;
  readonly revision: Revision;
  readonly states: number;
  readonly elapsedMs: number;
  /** Why there is no answer: an ERROR's message, what is UNSUPPORTED, or that it was cut. */
  readonly trouble: string | null;
  /** Assertions that fell, and whether they fall with no abort too. */
  readonly falls: readonly Fall[];
  /** Assertions whose witness was reached. */
  readonly tested: readonly string[];
  /** Some end has every waiting call returned: the run by which the program was made. */
  readonly completes: boolean;
}

export interface Fall {
  readonly id: string;
  readonly blame: AssertionResult['defect'];
}

const OPTIONS: CheckOptions = {
  statesMax: STATES_MAX,
  memoryMaxBytes: 2 ** 30,
  deadlineMs: null,
  aborts: null,
  digest: '',
  interrupted: () => false,
};

/** Searches the program, and judges the assertions that it names. */
export function judge(litmus: Litmus, design: Design, revision: Revision): Judged {
  const nothing = { litmus, revision, states: 0, elapsedMs: 0, falls: [], tested: [] };
  try {
    const program = compile(litmus, design, revision);
    const model = testModel(litmus, program);
    const exploration = explore(model.machine, searchOptions(OPTIONS));
    const { states, elapsedMs, stopped, error } = exploration;
    if (stopped !== 'complete') {
      exploration.seen.arena.release();
      const trouble = error === undefined ? `cut: ${stopped}` : `ERROR: ${error.message}`;
      return { ...nothing, states, elapsedMs, trouble, completes: true };
    }
    const subject = { litmus, hash: hashOf(litmus), design, revision, options: OPTIONS, program };
    const results = assertAll(
      new OtherSearches(subject),
      model,
      exploration,
      searchResult(exploration),
      new Livelocks(subject, model, exploration),
    );
    const completes = [...keysOf(exploration).values()].some(({ satisfies }) => satisfies);
    exploration.seen.arena.release();
    return {
      ...nothing,
      states,
      elapsedMs,
      trouble: null,
      completes,
      falls: results
        .filter(({ verdict }) => verdict === 'VIOLATED')
        .map(({ id, defect }) => ({ id, blame: defect })),
      tested: results.filter(isTested).map(({ id }) => id),
    };
  } catch (problem) {
    if (!(problem instanceof Unsupported)) throw problem;
    return { ...nothing, trouble: `UNSUPPORTED: ${problem.message}`, completes: true };
  }
}

const isTested = ({ verdict, witness }: AssertionResult): boolean =>
  witness.reached && verdict !== 'UNSUPPORTED';
