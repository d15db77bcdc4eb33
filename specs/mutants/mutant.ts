/**
 * A mutant: the model with one step made wrong, and who must notice.
 *
 * A mutation replaces one text of one source file by another; the text must stand there exactly
 * once, so that a mutant cannot quietly turn into another or into none when the model changes. It
 * is killed by what a test says about it: an assertion or a condition that holds for the model and
 * falls for the mutant, recorded outcomes of the kernel that are no longer the same, or a search
 * that fails. One that nothing can kill stays in the list with the reason, and with the test that
 * comes nearest, which it must really survive.
 */
import type { Revision } from '../../model/record/program.ts';

export interface Mutation {
  /** Stable, in kebab-case. */
  readonly id: string;
  readonly file: `model/${string}.ts`;
  readonly find: string;
  readonly replace: string;
  /** What is wrong now, in the words of the kernel. */
  readonly says: string;
}

/** A test of the catalogue on a design (the ticket's if none is named). */
export interface OnLitmus {
  readonly litmus: string;
  readonly revision: Revision;
  readonly design?: string;
}

/** A program of the `kernel-outcomes`; the names of its files are different. */
export interface OnProgram {
  readonly program: string;
  readonly revision: Revision;
}

/** An assertion such as `R1`, `condition`, or `error`: the search fails. */
export type KilledOnLitmus = OnLitmus & { readonly falls: string };

/** `agree`: the outcomes are no longer those of the kernel. Or `error`. */
export type KilledOnProgram = OnProgram & { readonly falls: 'agree' | 'error' };

export type Trial = OnLitmus | OnProgram;
export type Killer = KilledOnLitmus | KilledOnProgram;

export interface Killed extends Mutation {
  readonly killer: Killer;
}

export interface Survivor extends Mutation {
  /** Why nobody can tell it from the model. */
  readonly survivor: string;
  readonly nearest: Trial;
}

export type Mutant = Killed | Survivor;

/** `R1 on WQ+wake (helenos-2026)` without its first word, and with the design if it is another. */
export function placeOf(trial: Trial): string {
  const name = 'litmus' in trial ? trial.litmus : trial.program;
  const design = 'litmus' in trial && trial.design !== undefined ? `, ${trial.design}` : '';
  return `${name} (${trial.revision}${design})`;
}
