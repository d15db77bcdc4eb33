/**
 * `report.log`: one block per run as herd prints it (docs/formats.md#log), for eyes and scripts that
 * know herd.
 *
 * Lines that herd does not have stand before `Test` (which design and revision, the verdict) and
 * after `Time` (the assertions). Counts are distinct end states. Time is the only unstable line.
 * A search that was cut has not seen every end, so its block never says Never or Always, and
 * `Ok` or `No` only where one end that was seen settles the condition.
 */
import type { AssertionResult, ConditionResult, Report, Run } from '../data.ts';
import { printable } from '../text-width.ts';

const KINDS = { exists: 'Allowed', forall: 'Required', '~exists': 'Forbidden' } as const;

/** The blocks of all runs, an empty line between them, a newline at the end. */
export function renderLog(report: Report): string {
  return report.runs.map((run) => `${logBlock(run)}\n`).join('\n');
}

/** The block of one run, without a newline at its end. */
export function logBlock(run: Run): string {
  const { condition, search } = run;
  const name = printable(run.test);
  // Two outcomes may print alike, where only one satisfies the condition.
  const texts = [...new Set(run.outcomes.map(({ text }) => printable(text)))];
  const lines = [
    `Design ${printable(run.design)}`,
    `Revision ${printable(run.revision)}`,
    `Verdict ${run.verdict} (${run.standing}) ${printable(run.why)}`,
    `Test ${name} ${KINDS[condition.quantifier]}`,
    `States ${texts.length}`,
    ...texts,
    answerOf(condition),
    'Witnesses',
    `Positive: ${condition.positive} Negative: ${condition.negative}`,
    `Condition ${printable(condition.text)}`,
    `Observation ${name} ${observationOf(run)} ${condition.positive} ${condition.negative}`,
    `Hash=${printable(run.hash)}`,
  ];
  if (!search.complete && search.states > 0) {
    const reach = `complete to depth ${search.completeDepth}, frontier ${search.frontier}`;
    lines.push(`Cut by ${search.stopped}: ${reach}`);
  }
  lines.push(`Time ${name} ${(search.elapsedMs / 1000).toFixed(2)}`);
  return [...lines, ...run.assertions.map(assertionLine)].join('\n');
}

function answerOf({ verdict }: ConditionResult): 'Ok' | 'No' | 'Undef' {
  if (verdict === 'VERIFIED') return 'Ok';
  return verdict === 'VIOLATED' ? 'No' : 'Undef';
}

function observationOf({ condition, search }: Run): 'Never' | 'Sometimes' | 'Always' | 'Undef' {
  const { positive, negative } = condition;
  if (positive > 0 && negative > 0) return 'Sometimes';
  // No ends at all, or a search that may have missed some: neither Never nor Always is known.
  if (!search.complete || positive + negative === 0) return 'Undef';
  return positive > 0 ? 'Always' : 'Never';
}

function assertionLine({ id, verdict, defect, why, witness }: AssertionResult): string {
  const kind = defect === null ? '' : ` (${defect} defect)`;
  const reached = witness.reached ? 'witness reached' : 'witness not reached';
  return `Assertion ${printable(id)} ${verdict}${kind}, ${reached}: ${printable(why)}`;
}
