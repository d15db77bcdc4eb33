/**
 * Whether a lasso is one: a checker that shares nothing with the search for it but the model.
 *
 * It takes every step again from the initial state, compares the bytes of the state after the loop
 * with those before it, asks of each state of the loop what the question asks, and counts for each
 * actor where it moved and where it could not. Nothing is shown to anybody that did not pass here.
 */
import type { Model } from '../model.ts';
import { replay, type Trace } from '../trace.ts';
import type { CycleQuestion } from './fair.ts';

/** A run of rule numbers or names, whose steps from `from` on, counted from 0, are the loop. */
export interface LassoRun {
  readonly steps: readonly (number | string)[];
  readonly from: number;
}

/** What is wrong with a lasso. */
export class LassoError extends Error {}

/**
 * The run of the lasso, once around.
 * @throws RangeError if a step cannot be taken, LassoError if it is no fair cycle of the question.
 */
export function confirmLasso(model: Model, run: LassoRun, question: CycleQuestion): Trace {
  const { from } = run;
  const trace = confirmRound(model, run);
  requireAsked(model, trace, from, question);
  requireVisits(model, trace, from, question);
  requireFair(model, trace, from, question);
  return trace;
}

/**
 * The run, once around: the state after the loop is that before it.
 * @throws RangeError if a step cannot be taken, LassoError if it goes round nowhere.
 */
export function confirmRound(model: Model, { steps, from }: LassoRun): Trace {
  if (!Number.isInteger(from) || from < 0 || from >= steps.length) {
    throw new LassoError(`the loop begins after ${from} of ${steps.length} steps: it has none`);
  }
  const trace = replay(model, steps);
  requireSame(model, trace, from);
  return trace;
}

function requireSame({ recordSize }: Model, { records, rules }: Trace, from: number): void {
  const [before, after] = [from * recordSize, rules.length * recordSize];
  for (let i = 0; i < recordSize; i++) {
    if (records[before + i] === records[after + i]) continue;
    throw new LassoError(
      `the state after step ${rules.length} is not that after step ${from}: byte ${i}`,
    );
  }
}

function requireAsked(
  { recordSize, rules }: Model,
  trace: Trace,
  from: number,
  { within, moves }: CycleQuestion,
): void {
  for (let step = from; step < trace.rules.length; step++) {
    const rule = trace.rules[step];
    if (!within(trace.records, step * recordSize)) {
      throw new LassoError(`after step ${step} the loop is over: what it asks does not hold there`);
    }
    if (moves !== undefined && !moves(rule)) {
      throw new LassoError(`step ${step + 1}, ${rules[rule].name}, stands still in this question`);
    }
  }
}

function requireVisits(
  { recordSize }: Model,
  { rules, records }: Trace,
  from: number,
  { visits = [] }: CycleQuestion,
): void {
  const steps = Array.from({ length: rules.length - from }, (_, i) => from + i);
  const missed = visits.findIndex(
    (visit) => !steps.some((step) => visit(records, step * recordSize)),
  );
  if (missed >= 0)
    throw new LassoError(`no state of the loop is what visit ${missed + 1} asks for`);
}

/** For each actor in turn: somewhere on the loop it moves, or cannot. */
function requireFair(model: Model, trace: Trace, from: number, { moves }: CycleQuestion): void {
  const { rules, recordSize, successorsMax } = model;
  const obliges = (rule: number): boolean => !rules[rule].optional && (moves?.(rule) ?? true);
  for (const actor of new Set(rules.map((rule) => rule.actor))) {
    let isPassedOver = true;
    for (let step = from; step < trace.rules.length && isPassedOver; step++) {
      const taken = trace.rules[step];
      const next = new Uint8Array(successorsMax * recordSize);
      const by = new Uint16Array(successorsMax);
      const count = model.successors(trace.records, step * recordSize, next, 0, by, 0);
      const can = by
        .subarray(0, count)
        .some((rule) => rules[rule].actor === actor && obliges(rule));
      isPassedOver = can && !(rules[taken].actor === actor && obliges(taken));
    }
    if (!isPassedOver) continue;
    const names = rules.filter((rule) => rule.actor === actor).map(({ name }) => name);
    throw new LassoError(`the loop is not fair: who takes "${names[0]}" could move all the time`);
  }
}
