/**
 * A run without a search: what a design cannot do, or a worker that died. All that a search would
 * have found is empty, and `complete` is false, so that nobody can take it for a result.
 */
import type { ConditionResult, Run } from '../../reports/data.ts';

/** Which run it is, and why there was no search. */
export interface Unsearched extends Pick<Run, 'test' | 'hash' | 'design' | 'revision'> {
  readonly verdict: 'UNSUPPORTED' | 'ERROR';
  readonly why: string;
  readonly condition: Pick<ConditionResult, 'text' | 'quantifier'>;
}

export function unsearched({ condition, ...run }: Unsearched): Run {
  const { verdict, why } = run;
  return {
    ...run,
    standing: verdict === 'ERROR' ? 'unexpected' : 'expected',
    condition: { ...condition, verdict, why, positive: 0, negative: 0, counterexample: null },
    assertions: [],
    outcomes: [],
    search: {
      complete: false,
      stopped: verdict === 'ERROR' ? 'error' : 'complete',
      completeDepth: -1,
      frontier: 0,
      states: 0,
      transitions: 0,
      elapsedMs: 0,
      bytesPerState: 0,
      levels: [],
      coverage: {},
    },
    latencies: [],
  };
}
