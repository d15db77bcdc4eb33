/**
 * A log: one block per run as herd prints it (docs/formats.md#log), for eyes and tools that know herd.
 *
 * Lines that herd does not have stand before `Test` (which design and revision, the verdict) and
 * after `Time` (the assertions). Counts are distinct end states. Time is the only unstable line.
 * A search that was cut has not seen every end, so its block never says Never or Always, and
 * `Ok` or `No` only where one end that was seen settles the condition.
 */
import type { AssertionResult, ConditionResult, Run } from '../data.ts';
import { herdCondition, herdOutcome } from '../herd-spelling.ts';
import { answerOf, KINDS, observationOf } from '../herd-words.ts';
import { printable } from '../text-width.ts';

/** The blocks of the runs, an empty line between them, a newline at the end. */
export function renderLog(runs: readonly Run[]): string {
  return runs.map((run) => `${logBlock(run)}\n`).join('\n');
}

/** The block of one run, without a newline at its end. */
export function logBlock(run: Run): string {
  const { condition, search } = run;
  const name = printable(run.test);
  // Two outcomes may print alike, where only one satisfies the condition.
  const texts = [...new Set(run.outcomes.map(({ text }) => herdOutcome(printable(text))))];
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
    witnesses(condition),
    `Condition ${herdCondition(printable(condition.text))}`,
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

/** To herd an end is positive if it is as the condition wants it: of `~exists`, one that is not so. */
function witnesses({ quantifier, positive, negative }: ConditionResult): string {
  return quantifier === '~exists'
    ? `Positive: ${negative} Negative: ${positive}`
    : `Positive: ${positive} Negative: ${negative}`;
}

function assertionLine({ id, verdict, defect, why, witness }: AssertionResult): string {
  const kind = defect === null ? '' : ` (${defect} defect)`;
  const reached = witness.reached ? 'witness reached' : 'witness not reached';
  return `Assertion ${printable(id)} ${verdict}${kind}, ${reached}: ${printable(why)}`;
}
