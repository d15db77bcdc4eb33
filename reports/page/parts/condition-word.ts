/** What an outcome is to the condition of its test. */
import type { ConditionResult } from '../../data.ts';

/** By the quantifier in force, and whether its proposition holds in the outcome. */
export function conditionWord(
  quantifier: ConditionResult['quantifier'],
  satisfies: boolean,
): string {
  if (quantifier === 'forall') return satisfies ? 'holds' : 'breaks it';
  if (quantifier === '~exists') return satisfies ? 'forbidden' : 'allowed';
  return satisfies ? 'is looked for' : 'another';
}
