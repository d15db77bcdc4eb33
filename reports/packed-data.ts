/**
 * What stands in `report.json`: the data of `data.ts`, with whatever is there more than once told once.
 *
 * A number where something else is expected is a place in a table: of texts, steps, deeds, first
 * states, executions or counterexamples; where a part of a run is expected, it is the earlier run that
 * has the same. So a report without a single reference, as those of `fermata-report/1` are, is of this
 * form too. Tables stand before the runs, and in an order in which nothing refers to what comes later.
 */
import type {
  AssertionResult,
  ConditionResult,
  Counterexample,
  Deed,
  Execution,
  Outcome,
  Report,
  Run,
  Step,
  WhyNot,
} from './data.ts';

/** A place in a table, from 0. */
export type Place = number;
export type PackedText = string | Place;

type Changed<T, Changes> = Omit<T, keyof Changes> & Changes;

interface PackedSteps {
  readonly start: Execution['start'] | Place;
  readonly steps: readonly (Step | Place)[];
}

export type PackedExecution = Changed<Execution, PackedSteps>;

export type PackedCounterexample = Changed<
  Counterexample,
  PackedSteps & { readonly words: Readonly<Record<'let' | 'then' | 'however', PackedText>> }
>;

export type PackedCondition = Changed<
  ConditionResult,
  {
    readonly text: PackedText;
    readonly why: PackedText;
    readonly counterexample: PackedCounterexample | Place | null;
  }
>;

export type PackedAssertion = Changed<
  AssertionResult,
  {
    readonly says: PackedText;
    readonly why: PackedText;
    readonly witness: { readonly says: PackedText; readonly reached: boolean };
    readonly counterexample: PackedCounterexample | Place | null;
  }
>;

export type PackedOutcome = Changed<
  Outcome,
  {
    readonly text: PackedText;
    readonly witness: readonly PackedText[];
    readonly execution?: PackedExecution | Place;
  }
>;

export type PackedWhyNot = Changed<
  WhyNot,
  {
    readonly wrong: Deed | Place | null;
    readonly instead: Deed | Place | null;
    readonly says: PackedText;
    readonly ends: PackedText | null;
    readonly execution: PackedExecution | Place | null;
  }
>;

/** What a run may have in common with another one. */
export interface PackedParts {
  readonly condition: PackedCondition;
  readonly assertions: readonly PackedAssertion[];
  readonly outcomes: readonly PackedOutcome[];
  readonly search: Run['search'];
  readonly whyNot?: readonly PackedWhyNot[];
}

export type PackedRun = Changed<
  Run,
  { readonly [Part in keyof PackedParts]: PackedParts[Part] | Place }
>;

/** All of the report but what has a line for each. */
export type Head = Omit<Report, 'runs'>;

/** What has a line for each, by its key, in the order in which it is written. */
export interface Sections {
  readonly texts: string;
  readonly steps: Step;
  readonly deeds: Deed;
  readonly starts: Execution['start'];
  readonly executions: PackedExecution;
  readonly counterexamples: PackedCounterexample;
  readonly runs: PackedRun;
}

export const SECTIONS = [
  'texts',
  'steps',
  'deeds',
  'starts',
  'executions',
  'counterexamples',
  'runs',
] as const satisfies readonly (keyof Sections)[];
