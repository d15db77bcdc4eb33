/**
 * What could have become of a counterexample, on the page: lines among the words, a strip along the
 * step numbers that changes at the point of no return, and notes in the rows.
 */
import { type ComponentChild, h } from 'preact';
import type { Counterexample, Execution } from '../../data.ts';
import { fateLines, type StepFate, stepFates } from '../../fate-lines.ts';
import { printable } from '../../text-width.ts';

/** Of every step; null where nothing is known, or the run breaks nothing. */
export function fatesOf(execution: Execution | Counterexample): readonly StepFate[] | null {
  return 'words' in execution ? stepFates(execution) : null;
}

/** The lines as entries of the list of words; the steps that they name are links. */
export function fateEntries(
  counterexample: Counterexample,
  hrefOfStep: (at: number) => string,
): ComponentChild {
  return fateLines(counterexample).map(({ head, text }) => [
    h('dt', { key: head }, head),
    h('dd', { key: `${head} text` }, h('bdi', null, withLinks(counterexample, text, hrefOfStep))),
  ]);
}

function withLinks(
  { steps }: Counterexample,
  text: string,
  hrefOfStep: (at: number) => string,
): ComponentChild {
  return printable(text)
    .split(/(\bstep \d+)/)
    .map((part) => {
      const number = Number(/^step (\d+)$/.exec(part)?.[1] ?? 0);
      const isStep = number >= 1 && number <= steps.length;
      return isStep ? h('a', { key: part, href: hrefOfStep(number) }, part) : part;
    });
}

/** The class by which a row shows its piece of the strip. */
export function stripClass(fates: readonly StepFate[] | null, i: number): string {
  return fates === null ? '' : `fate-${fates[i].is}`;
}

export function fateNotes(fates: readonly StepFate[] | null, i: number): ComponentChild {
  const notes = fates?.[i].notes ?? [];
  return notes.map((note) => h('span', { key: note, class: 'fate-note' }, printable(note)));
}

/** How to read the strip, for the legend. */
export function stripKey(fates: readonly StepFate[] | null): ComponentChild {
  if (fates === null) return null;
  const key = (sign: StepFate['is'], says: string): ComponentChild =>
    h('li', { key: sign }, h('span', { class: `sign fate-${sign}`, 'aria-hidden': 'true' }), says);
  return [
    key('open', 'thin, beside the step: after it a good end is still possible'),
    key('turn', 'the point of no return'),
    key('lost', 'broad: whatever comes after it, it ends badly'),
  ];
}
