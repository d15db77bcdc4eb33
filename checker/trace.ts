/**
 * Ways from the initial state to another one.
 *
 * The search keeps one parent and one rule per state; a trace is rebuilt from them backwards.
 * What is shown to anybody is what a replay made again, from the initial state and the rule
 * numbers alone, with every byte of every state compared.
 */
import type { Exploration } from './exploration.ts';
import type { Model } from './model.ts';
import { ANY, unpermuted, type Wanted } from './unpermuted.ts';

export interface Trace {
  /** The rule of each step, as indices into `model.rules`. */
  readonly rules: readonly number[];
  /**
   * The records along the way, one after the other: `rules.length + 1` of them, the initial state
   * first; record `i` is at byte `i * model.recordSize`.
   */
  readonly records: Uint8Array;
}

/** The depth of state `id`: the least number of steps that lead to it. */
export function depthOf({ levels, states }: Exploration, id: number): number {
  if (!(id >= 0 && id < states)) {
    throw new RangeError(`There is no state ${id}: the search found states 0 to ${states - 1}.`);
  }
  let depth = 0;
  for (let left = id - levels[0]; left >= 0; left -= levels[depth]) depth++;
  return depth;
}

/**
 * The trace by which the search found state `id`; none is shorter. With a symmetry it leads to one
 * of those that `id` stands for: the first of the least permutation with which it is `wanted`.
 * @throws RangeError if there is no such state.
 */
export function traceTo(exploration: Exploration, id: number, wanted: Wanted = ANY): Trace {
  const found = keptTraceTo(exploration, id);
  const { symmetry } = exploration.model;
  return symmetry === undefined ? found : unpermuted(exploration.model, symmetry, found, wanted);
}

/** The states and rules as the search has kept them. */
function keptTraceTo(exploration: Exploration, id: number): Trace {
  const { model, seen } = exploration;
  const rules: number[] = [];
  const depth = depthOf(exploration, id);
  const records = new Uint8Array((depth + 1) * model.recordSize);
  for (let step = depth, state = id; step >= 0; step--, state = seen.arena.parentOf(state)) {
    records.set(seen.arena.recordOf(state), step * model.recordSize);
    if (step > 0) rules.push(seen.arena.ruleOf(state));
  }
  return { rules: rules.reverse(), records };
}

/**
 * Takes the rules one after the other from the initial state, given as numbers or names.
 * @throws RangeError if there is no such rule, or it is not enabled; says at which step.
 */
export function replay(model: Model, steps: readonly (number | string)[]): Trace {
  const { recordSize } = model;
  const targets = new Uint8Array(model.successorsMax * recordSize);
  const targetRules = new Uint16Array(model.successorsMax);
  const records = new Uint8Array((steps.length + 1) * recordSize);
  const rules = steps.map((step, i) => ruleNumber(model, step, i));
  model.initial(records, 0);
  for (const [i, rule] of rules.entries()) {
    const from = i * recordSize;
    const count = model.successors(records, from, targets, 0, targetRules, 0);
    const which = targetRules.subarray(0, count).indexOf(rule);
    if (which < 0) throw notEnabled(model, rule, i, [...targetRules.subarray(0, count)]);
    const at = which * recordSize;
    records.set(targets.subarray(at, at + recordSize), from + recordSize);
  }
  return { rules, records };
}

/**
 * Replays the rules of `trace` and compares every byte of every state, the last one included.
 * @throws RangeError if a rule is not enabled, Error if a state differs: in both cases the model
 * is not a function of its record, or is not the model that made the trace.
 */
export function confirm(model: Model, trace: Trace): Trace {
  const again = replay(model, trace.rules);
  const differs = again.records.findIndex((byte, i) => byte !== trace.records[i]);
  if (differs >= 0) {
    const step = Math.floor(differs / model.recordSize);
    const byte = differs % model.recordSize;
    throw new Error(
      `The replay of a trace of ${model.name} differs from it after step ${step} of ` +
        `${trace.rules.length}, byte ${byte} of the record. ` +
        `Check that successors() depends on nothing but the record.`,
    );
  }
  return again;
}

function ruleNumber(model: Model, step: number | string, i: number): number {
  const rule = typeof step === 'number' ? step : model.rules.findIndex(({ name }) => name === step);
  if (model.rules[rule] === undefined) {
    throw new RangeError(`Step ${i + 1}: ${model.name} has no rule ${JSON.stringify(step)}.`);
  }
  return rule;
}

function notEnabled(model: Model, rule: number, i: number, enabled: number[]): RangeError {
  const names = enabled.map((number) => model.rules[number].name).join(', ');
  return new RangeError(
    `Step ${i + 1}: rule ${model.rules[rule].name} of ${model.name} is not enabled here; ` +
      (names === '' ? 'none is, this state is an end.' : `enabled are: ${names}.`),
  );
}
