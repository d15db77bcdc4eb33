/**
 * One character for the result of a run, for matrices.
 *
 * Capitals are results that nobody expects; the small letter is the same result where the
 * baseline or the declared fall of a known-bad preset expects it, or where it is information.
 * Only VERIFIED has a mark that looks like success.
 */
import type { Run } from './data.ts';

/** What a VIOLATED run breaks: assertions of the kernel, of the design, both, or its condition. */
export type Broken = 'kernel' | 'design' | 'both' | 'condition';

export interface Mark {
  readonly character: string;
  /** For the legend: a few words. */
  readonly says: string;
  readonly tone: 'good' | 'bad' | 'known' | 'warning' | 'quiet';
}

const LETTERS: Readonly<Record<Broken, string>> = {
  kernel: 'K',
  design: 'D',
  both: 'B',
  condition: 'C',
};

const BROKEN_SAYS: Readonly<Record<Broken, string>> = {
  kernel: 'VIOLATED by the kernel, without any abort',
  design: 'VIOLATED by the design, only with aborts',
  both: 'VIOLATED by the kernel and, in another way, by the design',
  condition: "VIOLATED: the test's condition alone",
};

const OTHERS = {
  VERIFIED: { character: '✓', says: 'VERIFIED', tone: 'good' },
  VACUOUS: { character: '0', says: 'VACUOUS: what it is about never happened', tone: 'warning' },
  UNSUPPORTED: { character: '-', says: 'UNSUPPORTED: not checked', tone: 'quiet' },
  INCONCLUSIVE: { character: '?', says: 'INCONCLUSIVE: the search was cut', tone: 'warning' },
  ERROR: { character: 'E', says: 'ERROR: not checked', tone: 'bad' },
} as const;

export function markOf(run: Run): Mark {
  if (run.standing === 'stale' && run.verdict !== 'ERROR') {
    return { character: '!', says: 'stale: the baseline says otherwise', tone: 'warning' };
  }
  if (run.verdict !== 'VIOLATED') {
    // An announced fall that did not come is no success, however well the search went.
    if (run.verdict === 'VERIFIED' && run.standing === 'unexpected') {
      return { character: '!', says: 'stale: the announced failure did not come', tone: 'warning' };
    }
    return OTHERS[run.verdict];
  }
  if (run.standing === 'unfinished') return OTHERS.INCONCLUSIVE;
  const broken = brokenBy(run);
  const letter = LETTERS[broken];
  if (run.standing === 'unexpected') {
    return { character: letter, says: BROKEN_SAYS[broken], tone: 'bad' };
  }
  const says = `${BROKEN_SAYS[broken]}; expected or for information`;
  return { character: letter.toLowerCase(), says, tone: 'known' };
}

/** Which kind of defect a VIOLATED run shows. The two kinds are never mixed into one. */
export function brokenBy(run: Run): Broken {
  const defects = new Set(
    run.assertions.filter((a) => a.verdict === 'VIOLATED').map((a) => a.defect),
  );
  if (defects.has('kernel')) return defects.has('design') ? 'both' : 'kernel';
  return defects.has('design') ? 'design' : 'condition';
}
