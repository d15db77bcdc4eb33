/**
 * The colour of a result by what it means: whose fault it is, and whether somebody has to look. One
 * that nobody expects stands out; what the kernel breaks under every design does not look like what a
 * design breaks.
 */
import type { RunKind } from '../../page-contract.ts';

/** Worst first: of a family the worst is shown. */
export const MEANINGS = [
  'news',
  'unclear',
  'design',
  'both',
  'kernel',
  'unchecked',
  'good',
] as const;
export type Meaning = (typeof MEANINGS)[number];

/** For the legend; null: the marks themselves say it. */
export const MEANING_SAYS: Readonly<Record<Meaning, string>> = {
  news: 'nobody expects it',
  unclear: 'no answer, or not about what it is for',
  design: 'the design breaks it, as is known',
  both: 'the kernel breaks one thing and the design another, as is known',
  kernel: 'the kernel breaks it whatever the design, as is known',
  unchecked: 'not checked',
  good: 'VERIFIED',
};

export function meaningOf({ mark: { tone, character } }: Pick<RunKind, 'mark'>): Meaning {
  if (tone === 'bad') return 'news';
  if (tone === 'warning') return 'unclear';
  if (tone === 'quiet') return 'unchecked';
  if (tone === 'good') return 'good';
  if (character === 'k') return 'kernel';
  return character === 'b' ? 'both' : 'design';
}

/** The first is worse. */
export function isWorse(a: Meaning, b: Meaning): boolean {
  return MEANINGS.indexOf(a) < MEANINGS.indexOf(b);
}
