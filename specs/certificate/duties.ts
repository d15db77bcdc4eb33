/**
 * What a certificate of VERIFIED has to show, by what its test asserts and it claims. The rules are
 * those of docs/formats.md#verdicts.
 */
import type { Property } from '../../checker/model.ts';
import { COMPARISONS } from '../search/comparisons.ts';
import type { TestModel } from '../search/test-model.ts';
import type { Tested } from './tested.ts';

export interface Duties {
  /** What holds in every state, or in every end. */
  readonly hold: readonly Property[];
  /** What is so in some state that can be reached. */
  readonly happen: readonly Property[];
  /** Assertions that compare. */
  readonly compare: readonly string[];
  /**
   * The witnesses of assertions that are not claimed, because nothing puts them to the test: they are
   * in no state, or, of one that compares, there is no end to compare.
   */
  readonly absent: readonly { readonly id: string; readonly witness: Property }[];
}

/** @throws Error in a sentence where the test asserts what is not claimed */
export function dutiesOf({ litmus }: Tested, model: TestModel, claims: readonly string[]): Duties {
  const { is } = litmus.condition.prop;
  if (is !== 'true' && is !== 'false') requireClaim(claims, 'condition');
  const { assertions, indices, machine, points, happenings, happened } = model;
  const property = (index: number): Property => machine.properties[index];
  const all = assertions.map(({ id, unsupported }, i) => {
    const { holds, witness } = indices[i];
    const isClaimed = claims.includes(id);
    const applies = (unsupported?.(machine.kernel) ?? null) === null;
    if (isClaimed && !applies) throw new Error(`${id} is claimed, and does not apply`);
    if (applies && litmus.meta.asserts !== null) requireClaim(claims, id);
    return { id, isClaimed, applies, holds, witness: property(witness) };
  });
  const claimed = all.filter(({ isClaimed }) => isClaimed);
  return {
    hold: claimed.flatMap(({ holds }) => (holds < 0 ? [] : [property(holds)])),
    happen: [
      ...claimed.map(({ witness }) => witness),
      ...points.map(({ index }) => property(index)),
      ...happenings.map((_, i) => property(happened + i)),
    ],
    compare: claims.filter((id) => COMPARISONS[id] !== undefined),
    absent: all.filter(({ isClaimed, applies }) => applies && !isClaimed),
  };
}

function requireClaim(claims: readonly string[], id: string): void {
  if (!claims.includes(id)) throw new Error(`${id} is asserted, and not claimed`);
}
