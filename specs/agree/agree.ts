/**
 * Does the model do what the kernel does? Compares the outcome sets of a file of recorded programs
 * with those of the model, program by program, exactly and in both directions.
 *
 * Whoever runs the model is handed in, so this file knows nothing of kernels or of the search. A
 * line that cannot be read or run is an error of that line; the others are compared.
 */
import type { Litmus } from '../litmus/litmus.ts';
import { isDeadlock, type KernelEnd, textOf, type TicksRecorded } from './outcomes.ts';
import type { Malformed, RecordedProgram, Revision } from './read-outcomes.ts';
import { programToLitmus } from './translate.ts';

/**
 * All ends of a program on the model. With `recordTicks`, results carry `@tN`, the number of
 * ticks at the return.
 */
export type RunProgram = (
  litmus: Litmus,
  revision: Revision,
  recordTicks: boolean,
) => readonly KernelEnd[] | CannotRun;

/** Why the model has no ends: it cannot run the program, or it was stopped while it did. */
export interface CannotRun {
  readonly verdict: 'not expressible' | 'error';
  readonly why: string;
}

/** How the model stands to one line of the file. */
export interface Agreement {
  readonly line: number;
  readonly name: string;
  readonly revision: Revision | null;
  /** `allowed`: of what a whole kernel was seen to do, nothing is missing. */
  readonly verdict: 'equal' | 'allowed' | 'different' | CannotRun['verdict'];
  /** The reason for `not expressible` and `error`; otherwise null. */
  readonly why: string | null;
  /** What ran; null where the language cannot say it. */
  readonly litmus: Litmus | null;
  readonly ticks: TicksRecorded;
  /** How many outcomes the kernel has. */
  readonly outcomes: number;
  /** Outcomes of the kernel that the model does not have, sorted, and what is told with each. */
  readonly missing: readonly { readonly outcome: string; readonly nearest: string | null }[];
  /** Outcomes of the model that the kernel does not have, sorted, each with one of its ends. */
  readonly extra: readonly { readonly outcome: string; readonly end: KernelEnd }[];
}

/** A line that is no program, in the place of its comparison. */
export function malformedLine({ line, malformed }: Malformed): Agreement {
  return {
    line,
    name: '',
    revision: null,
    verdict: 'error',
    why: malformed,
    litmus: null,
    ticks: 'none',
    outcomes: 0,
    missing: [],
    extra: [],
  };
}

/** Compares one program. */
export function agreeProgram(recorded: RecordedProgram, runProgram: RunProgram): Agreement {
  const { line, name, revision, ticks, outcomes } = recorded;
  const about = { line, name, revision, ticks, outcomes: outcomes.size };
  const cannot = (it: CannotRun, litmus: Litmus | null): Agreement => {
    return { ...about, ...it, litmus, missing: [], extra: [] };
  };
  const litmus = programToLitmus(recorded);
  if ('notExpressible' in litmus) {
    return cannot({ verdict: 'not expressible', why: litmus.notExpressible }, null);
  }
  const ends = runProgram(litmus, revision, ticks !== 'none');
  if ('why' in ends) return cannot(ends, litmus);
  const names = isAnonymous(outcomes) ? anonymous : (text: string): string => text;
  const endOf = new Map(
    ends
      .filter((end) => !recorded.isUndefined || !isDeadlock(end))
      .map((end) => [names(textOf(end, ticks)), end]),
  );
  const known = new Set([...outcomes].map(names));
  const missing = [...known]
    .filter((outcome) => !endOf.has(outcome))
    .toSorted()
    .map((outcome) => ({ outcome, nearest: null }));
  const extra = [...endOf]
    .filter(([outcome]) => !known.has(outcome))
    .map(([outcome, end]) => ({ outcome, end }))
    .toSorted((a, b) => (a.outcome < b.outcome ? -1 : 1));
  // Where the search of the kernel was cut, an outcome that it did not see proves nothing.
  if (!recorded.isComplete && missing.length === 0 && extra.length > 0) {
    const why = 'the recorded outcomes are not complete';
    return cannot({ verdict: 'not expressible', why }, litmus);
  }
  const verdict = missing.length + extra.length === 0 ? 'equal' : 'different';
  return { ...about, verdict, why: null, litmus, missing, extra };
}

/** Records that have no names for hang-up calls. */
function isAnonymous(outcomes: ReadonlySet<string>): boolean {
  return [...outcomes].some((outcome) => outcome.includes('?'));
}

function anonymous(text: string): string {
  return text.replaceAll(/\bhangup\d+\b/g, '?');
}
