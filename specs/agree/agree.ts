/**
 * Does the model do what the kernel does? Compares the outcome sets of a file of recorded programs
 * with those of the model, program by program, exactly and in both directions.
 *
 * Whoever runs the model is handed in, so this file knows nothing of kernels or of the search.
 */
import { readFileSync } from 'node:fs';
import type { Litmus } from '../litmus/litmus.ts';
import { type KernelEnd, textOf } from './outcomes.ts';
import { readOutcomes, type RecordedProgram, type Revision } from './read-outcomes.ts';
import { programToLitmus } from './translate.ts';

/**
 * All ends of a program on the model. With `recordTicks`, return codes carry `@tN`, the number of
 * ticks at the return. A string is the reason for which the model cannot run the program.
 */
export type RunProgram = (
  litmus: Litmus,
  revision: Revision,
  recordTicks: boolean,
) => readonly KernelEnd[] | string;

/** How the model stands to one line of the file. */
export interface Agreement {
  readonly line: number;
  readonly name: string;
  readonly revision: Revision;
  readonly verdict: 'equal' | 'different' | 'not expressible';
  /** The reason for `not expressible`; otherwise null. */
  readonly why: string | null;
  /** What ran; null where the language cannot say it. */
  readonly litmus: Litmus | null;
  /** Results carry the tick of their return. */
  readonly recordsTicks: boolean;
  /** How many outcomes the kernel has. */
  readonly outcomes: number;
  /** Outcomes of the kernel that the model does not have, sorted. */
  readonly missing: readonly string[];
  /** Outcomes of the model that the kernel does not have, sorted, each with one of its ends. */
  readonly extra: readonly { readonly outcome: string; readonly end: KernelEnd }[];
}

/**
 * Compares every program of a file; `tell` hears of each as soon as it is done.
 *
 * @throws LitmusError at the first malformed line, before anything runs, and whatever reading the
 * file throws.
 */
export function agreeFile(
  path: string,
  runProgram: RunProgram,
  tell: (agreement: Agreement, done: number, of: number) => void = () => {},
): Agreement[] {
  const programs = readOutcomes(readFileSync(path, 'utf8'), path);
  return programs.map((program, i) => {
    const agreement = agreeProgram(program, runProgram);
    tell(agreement, i + 1, programs.length);
    return agreement;
  });
}

/** Compares one program. */
export function agreeProgram(recorded: RecordedProgram, runProgram: RunProgram): Agreement {
  const { line, name, revision, outcomes } = recorded;
  const recordsTicks = recorded.program.fields.record_return_ticks === true;
  const about = { line, name, revision, recordsTicks, outcomes: outcomes.size };
  const cannot = (why: string, litmus: Litmus | null): Agreement => {
    return { ...about, verdict: 'not expressible', why, litmus, missing: [], extra: [] };
  };
  const litmus = programToLitmus(recorded);
  if ('notExpressible' in litmus) return cannot(litmus.notExpressible, null);
  const ends = runProgram(litmus, revision, recordsTicks);
  if (typeof ends === 'string') return cannot(ends, litmus);
  const endOf = new Map(ends.map((end) => [textOf(end), end]));
  const missing = [...outcomes].filter((outcome) => !endOf.has(outcome)).toSorted();
  const extra = [...endOf]
    .filter(([outcome]) => !outcomes.has(outcome))
    .map(([outcome, end]) => ({ outcome, end }))
    .toSorted((a, b) => (a.outcome < b.outcome ? -1 : 1));
  // Where the search of the kernel was cut, an outcome that it did not see proves nothing.
  if (!recorded.isComplete && missing.length === 0 && extra.length > 0) {
    return cannot('the recorded outcomes are not complete', litmus);
  }
  const verdict = missing.length + extra.length === 0 ? 'equal' : 'different';
  return { ...about, verdict, why: null, litmus, missing, extra };
}
