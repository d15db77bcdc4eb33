/**
 * How a result of a kernel under test stands to what was expected of it (docs/formats.md#baseline).
 *
 * Nothing forbidden may be seen, or a line of the baseline names it. Rounds are a sample: that one of
 * several known outcomes was not seen this time says nothing, that none was makes the line stale.
 */
import type { TargetResult } from '../../../reports/data.ts';
import { type Expectation, staleness } from './expectations.ts';

/** What a judge goes by. */
export type Given = Pick<TargetResult, 'word' | 'hash' | 'why'> & {
  /** Seen, and not allowed. */
  readonly forbidden: readonly string[];
};

type Standing = Pick<TargetResult, 'standing' | 'why' | 'known'>;

/** `line`: of the baseline, about this test on this target, or null. */
export function judgeTarget(given: Given, line: Expectation | null, today: string): Standing {
  if (line === null) return withoutLine(given);
  const known = line.why;
  const { forbidden, hash, word, why } = given;
  const unknown = forbidden.filter((text) => !line.outcomes.includes(text));
  if (unknown.length > 0) {
    return {
      standing: 'unexpected',
      why: `forbidden, and not in the baseline: ${unknown[0]}`,
      known,
    };
  }
  const trouble = staleness(line, hash, today);
  if (word !== 'unsound') {
    const reason = word === 'not run' ? `it was not run (${why})` : 'nothing forbidden was seen';
    return { standing: 'stale', why: `the baseline expects it to be unsound: ${reason}`, known };
  }
  if (trouble === null) return { standing: 'expected', why: `known: ${known}`, known };
  return { standing: 'stale', why: `its line of the baseline ${trouble}`, known };
}

function withoutLine({ forbidden, word, why }: Given): Standing {
  if (word === 'not run') return { standing: 'information', why };
  if (word === 'silent') return { standing: 'unexpected', why: 'no round says anything' };
  if (word === 'unsound') return { standing: 'unexpected', why: `forbidden: ${forbidden[0]}` };
  return { standing: 'expected', why: 'all that was seen is allowed' };
}
