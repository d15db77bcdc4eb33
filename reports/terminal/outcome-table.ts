/**
 * The outcomes of runs in the table that herd and litmus print: how many, each with the number of end
 * states, `*>` before those in which the condition's proposition holds, and what follows.
 */
import type { Run } from '../data.ts';
import { answerOf, KINDS, observationOf } from '../herd-words.ts';
import { hang, printable, wrap } from '../text-width.ts';

/** Outcomes of one table; the others are told by their number. */
const SHOWN = 10;

/** Lines of one run; none if it was not searched. */
export function outcomeTable(run: Run, width: number): readonly string[] {
  const { condition, outcomes } = run;
  if (run.search.states === 0) return [];
  const name = printable(run.test);
  const shown = outcomes.slice(0, outcomes.length > SHOWN ? SHOWN - 1 : SHOWN);
  const countWidth = Math.max(...shown.map(({ states }) => `${states}`.length), 1);
  const rows = shown.flatMap(({ states, satisfies, text }) =>
    hang(`${`${states}`.padStart(countWidth)} ${satisfies ? '*' : ':'}>`, printable(text), width),
  );
  const observed = `${observationOf(run)} ${condition.positive} ${condition.negative}`;
  const left = outcomes.length - shown.length;
  return [
    ...hang('Test ', `${name} ${KINDS[condition.quantifier]}`, width),
    `States ${outcomes.length}`,
    ...rows,
    ...(left > 0 ? wrap(`... and ${left} more (--full)`, width) : []),
    answerOf(condition),
    ...hang('Condition ', printable(condition.text), width),
    ...hang('Observation ', `${name} ${observed}`, width),
  ];
}
