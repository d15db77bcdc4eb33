/** Kernels under test for tests of the media: every word, every standing, hostile text. */
import type { TargetResult, TargetRow } from './data.ts';
import { HOSTILE } from './sample.ts';

const [SEEN, UNSEEN, FORBIDDEN] = ['0:r0=EOK; 1:r0=EOK;', '0:r0=EINTR;', '0:r0=blocked;'];

export function sampleResult(changes: Partial<TargetResult> = {}): TargetResult {
  return {
    test: 'WQ+abort+wake',
    hash: '1c0a5a1e0f4b4cc7a2d4c33c07d0b5aa',
    word: 'exact',
    standing: 'expected',
    why: 'all that was seen is allowed',
    rounds: 1000,
    setAside: [],
    allowed: 1,
    seen: 1,
    missing: [],
    condition: { text: '~exists (0:r0=blocked)', quantifier: '~exists' },
    histogram: [{ text: SEEN, times: 1000, isAllowed: true, satisfies: false }],
    firstForbidden: null,
    trace: null,
    elapsedMs: 120,
    ...changes,
  };
}

/** Something forbidden was seen once. */
export const UNSOUND = sampleResult({
  test: 'FUTEX+abort',
  word: 'unsound',
  standing: 'unexpected',
  why: `forbidden: ${FORBIDDEN}`,
  histogram: [
    { text: SEEN, times: 999, isAllowed: true, satisfies: false },
    { text: FORBIDDEN, times: 1, isAllowed: false, satisfies: true },
  ],
  firstForbidden: FORBIDDEN,
  trace: 'traces/FUTEX+abort.mine.1.trace.jsonl',
});

export function sampleTarget(changes: Partial<TargetRow> = {}): TargetRow {
  return {
    name: 'mine',
    kernel: 'mine',
    version: '0.14',
    table: 'helenos-2026',
    design: 'ticket',
    interruption: 'a flag, then a wakeup',
    seed: 7,
    rounds: 1000,
    broken: null,
    results: [
      sampleResult(),
      UNSOUND,
      sampleResult({ test: 'FUTEX+vacuous', word: 'sound', missing: [UNSEEN], allowed: 2 }),
      sampleResult({
        test: 'IPC+large',
        word: 'not run',
        rounds: 0,
        allowed: 0,
        seen: 0,
        standing: 'information',
        why: 'it has user code',
        condition: null,
        histogram: [],
      }),
      sampleResult({
        test: HOSTILE,
        word: 'silent',
        standing: 'unexpected',
        histogram: [],
        seen: 0,
      }),
    ],
    ...changes,
  };
}
