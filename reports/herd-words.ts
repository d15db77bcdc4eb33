/** The words that herd has for a condition and for what was observed; the log and the terminal use them. */
import type { ConditionResult, Run } from './data.ts';

export const KINDS = { exists: 'Allowed', forall: 'Required', '~exists': 'Forbidden' } as const;

export function answerOf({ verdict }: ConditionResult): 'Ok' | 'No' | 'Undef' {
  if (verdict === 'VERIFIED') return 'Ok';
  return verdict === 'VIOLATED' ? 'No' : 'Undef';
}

export function observationOf({
  condition,
  search,
}: Run): 'Never' | 'Sometimes' | 'Always' | 'Undef' {
  const { positive, negative } = condition;
  if (positive > 0 && negative > 0) return 'Sometimes';
  // No ends at all, or a search that may have missed some: neither Never nor Always is known.
  if (!search.complete || positive + negative === 0) return 'Undef';
  return positive > 0 ? 'Always' : 'Never';
}
