/**
 * Steps folded by call: what one lane does in one call without another lane between is a row, which
 * opens. So a run is read call by call, and step by step only where that matters. What a lane does in a
 * procedure of user code is of the call of that, the system calls in it included.
 */
import type { Execution } from '../../data.ts';
import type { Scene } from './scene.ts';

/** Steps from `from` to `to`, both counted from 0 and both in it: at least two. */
export interface Fold {
  readonly from: number;
  readonly to: number;
  readonly lane: number;
  /** The call that they are of, `~ lock(m)` if it is one of a procedure; null: of none. */
  readonly call: string | null;
}

export function foldsOf({ steps }: Execution, { boxes }: Scene): readonly Fold[] {
  const boxAt = (at: number): number =>
    boxes.findIndex(
      ({ lane, from, to }) => lane === steps[at].lane && from <= at && (to ?? Infinity) >= at,
    );
  const goesOnAt = (at: number, from: number): boolean => {
    const { lane, within } = steps[from];
    if (steps[at].lane !== lane || steps[at].within !== within) return false;
    return within !== undefined || boxAt(at) === boxAt(from);
  };
  const folds: Fold[] = [];
  let from = 0;
  for (let at = 1; at <= steps.length; at++) {
    if (at < steps.length && goesOnAt(at, from)) continue;
    const { within } = steps[from];
    const call = within === undefined ? (boxes[boxAt(from)]?.call ?? null) : `~ ${within}`;
    if (at - from > 1) folds.push({ from, to: at - 1, lane: steps[from].lane, call });
    from = at;
  }
  return folds;
}

/** The fold that a step (from 0) is in. */
export function foldAt(folds: readonly Fold[], step: number): Fold | undefined {
  return folds.find(({ from, to }) => from <= step && step <= to);
}
