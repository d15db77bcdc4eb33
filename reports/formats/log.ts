/**
 * `report.log`: one block per run as herd prints it (docs/formats.md#log), for eyes and scripts that
 * know herd.
 *
 * Lines that herd does not have stand before `Test` (which design and revision, the verdict) and
 * after `Time` (the assertions). Counts are distinct end states. Time is the only unstable line.
 * A search that was cut has not seen every end, so its block never says Never or Always, and
 * `Ok` or `No` only where one end that was seen settles the condition.
 */
import type { AssertionResult, Report, Run } from '../data.ts';
import { answerOf, KINDS, observationOf } from '../herd-words.ts';
import { printable } from '../text-width.ts';

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
    // As herd says that some runs go round for ever.
    ...(run.outcomes.some(({ loops }) => loops)
      ? [`Loop ${answerOf(condition)}`]
      : [answerOf(condition)]),
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

function assertionLine({ id, verdict, defect, why, witness }: AssertionResult): string {
  const kind = defect === null ? '' : ` (${defect} defect)`;
  const reached = witness.reached ? 'witness reached' : 'witness not reached';
  return `Assertion ${printable(id)} ${verdict}${kind}, ${reached}: ${printable(why)}`;
}
