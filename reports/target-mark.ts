/**
 * One character for what a kernel under test gave on a test, for matrices. As with runs, a capital is
 * what nobody expects, and only what is allowed looks like success.
 */
import type { TargetResult } from './data.ts';
import type { Mark } from './verdict-mark.ts';

const MARKS = {
  exact: {
    character: '=',
    says: 'exact: all that is allowed was seen, and nothing else',
    tone: 'good',
  },
  sound: { character: '⊆', says: 'sound: all that was seen is allowed', tone: 'good' },
  unsound: { character: 'U', says: 'unsound: something forbidden was seen', tone: 'bad' },
  silent: { character: '0', says: 'silent: no round says anything', tone: 'warning' },
  'not run': { character: '-', says: 'not run', tone: 'quiet' },
} as const satisfies Readonly<Record<TargetResult['word'], Mark>>;

const KNOWN: Mark = { character: 'u', says: 'unsound, as the baseline says', tone: 'known' };
const STALE: Mark = { character: '!', says: 'stale: the baseline says otherwise', tone: 'warning' };

export function markOfTarget({ standing, word }: Pick<TargetResult, 'standing' | 'word'>): Mark {
  if (standing === 'stale') return STALE;
  return word === 'unsound' && standing === 'expected' ? KNOWN : MARKS[word];
}
