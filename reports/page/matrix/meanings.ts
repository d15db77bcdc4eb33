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
  'vacuous',
  'unchecked',
  'good',
] as const;
export type Meaning = (typeof MEANINGS)[number];

/** For the legend. */
export const MEANING_SAYS: Readonly<Record<Meaning, string>> = {
  news: 'nobody expects it',
  unclear: 'no answer: the search was cut',
  vacuous: 'VACUOUS: what the test is about never happened',
  design: 'the design breaks it',
  both: 'the kernel breaks one thing, the design another',
  kernel: 'the kernel breaks it whatever the design',
  unchecked: 'not checked',
  good: 'VERIFIED',
};

/** The same where a phone has no room for more. */
export const SHORT: Readonly<Record<Meaning, string>> = {
  news: 'not expected',
  unclear: 'cut',
  vacuous: 'VACUOUS',
  design: 'design',
  both: 'both',
  kernel: 'kernel',
  unchecked: 'not checked',
  good: 'VERIFIED',
};

export function meaningOf({ mark, verdict }: Pick<RunKind, 'mark' | 'verdict'>): Meaning {
  const { tone, character } = mark;
  // A fall that the baseline announces and that did not come is news like one that it does not.
  if (tone === 'bad' || character === '!') return 'news';
  if (verdict === 'VACUOUS') return 'vacuous';
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
