/**
 * What a kernel under test gave on a test, as litmus7 prints it: how often each outcome was seen, `*>`
 * before those in which the condition's proposition holds. Eyes and scripts that know litmus7 know it.
 *
 * Counts are of rounds, not of end states as in a log of check (log.ts). The spelling of outcomes and
 * conditions is the log's. An outcome that does not tell whether the proposition holds has `?>`, which
 * litmus7 has not, and counts on neither side.
 */
import { herdCondition, herdOutcome } from '../herd-spelling.ts';
import { KINDS } from '../herd-words.ts';
import { printable } from '../text-width.ts';

export interface Seen {
  /** `0:r0=EOK; q.balance=0;` */
  readonly text: string;
  readonly times: number;
  /** Does the condition's proposition hold in it? Null: it does not tell. */
  readonly satisfies: boolean | null;
}

export interface Histogram {
  readonly test: string;
  readonly quantifier: keyof typeof KINDS;
  /** With its quantifier: `~exists (0:r0=blocked)`. */
  readonly condition: string;
  readonly hash: string;
  readonly seen: readonly Seen[];
  readonly seconds: number;
}

/** As wide as litmus7 makes the counts. */
const COUNT_WIDTH = 6;

/** The block of one test, with a newline at its end. Outcomes as often as they were seen, most last. */
export function renderLitmus7(histogram: Histogram): string {
  const { quantifier, condition, hash, seconds } = histogram;
  const test = printable(histogram.test);
  const seen = histogram.seen.filter(({ times }) => times > 0);
  const sum = (which: boolean | null): number =>
    seen.reduce((all, { times, satisfies }) => all + (satisfies === which ? times : 0), 0);
  const [holds, fails, untold] = [sum(true), sum(false), sum(null)];
  const says = answerOf(quantifier, holds, fails, untold);
  const [positive, negative] = quantifier === '~exists' ? [fails, holds] : [holds, fails];
  const rows = seen
    .toSorted((a, b) => a.times - b.times || (a.text < b.text ? -1 : 1))
    .map(({ text, times, satisfies }) => {
      const mark = satisfies === null ? '?' : satisfies ? '*' : ':';
      return `${String(times).padEnd(COUNT_WIDTH)}${mark}>${herdOutcome(printable(text))}`;
    });
  return `${[
    `Test ${test} ${KINDS[quantifier]}`,
    `Histogram (${rows.length} states)`,
    ...rows,
    says,
    '',
    'Witnesses',
    `Positive: ${positive}, Negative: ${negative}`,
    `Condition ${herdCondition(printable(condition))} is ${says === 'Ok' ? '' : 'NOT '}validated`,
    `Hash=${printable(hash)}`,
    `Observation ${test} ${observation(holds, fails, untold)} ${holds} ${fails}`,
    `Time ${test} ${seconds.toFixed(2)}`,
  ].join('\n')}\n`;
}

/**
 * Of what was seen: a kernel that gave nothing has met no condition. `Undef`, which is a log's and not
 * litmus7's, where rounds that do not tell could turn it.
 */
function answerOf(
  quantifier: Histogram['quantifier'],
  holds: number,
  fails: number,
  untold: number,
): 'Ok' | 'No' | 'Undef' {
  if (holds + fails + untold === 0) return 'No';
  const open = untold > 0 ? 'Undef' : null;
  if (quantifier === 'exists') return holds > 0 ? 'Ok' : (open ?? 'No');
  const broken = quantifier === 'forall' ? fails : holds;
  return broken > 0 ? 'No' : (open ?? 'Ok');
}

/** Of rounds that were run: that something was never seen does not say that it cannot be. */
function observation(holds: number, fails: number, untold: number): string {
  if (holds > 0 && fails > 0) return 'Sometimes';
  if (untold > 0 || holds + fails === 0) return 'Undef';
  return holds > 0 ? 'Always' : 'Never';
}
