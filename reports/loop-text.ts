/** What a run does that goes round for ever, in a sentence: in the terminal, the page, and diagrams. */
import type { Counterexample, Execution } from './data.ts';

/** Null for a run that ends. */
export function loopText(execution: Execution | Counterexample): string | null {
  const loop = loopOf(execution);
  if (loop === null) return null;
  const { from, to } = loop;
  const steps = from === to ? `step ${from} again` : `steps ${from} to ${to} again`;
  return `loop from step ${from}: after step ${to} all is as it was before step ${from}; ${steps}, for ever`;
}

/** The numbers, from 1, of the first and the last step of the loop. */
export function loopOf(
  execution: Execution | Counterexample,
): { readonly from: number; readonly to: number } | null {
  if (!('words' in execution) || execution.loop === undefined) return null;
  return { from: execution.loop.from, to: execution.steps.length };
}
