/**
 * From the trace of a search with a symmetry back to one of the model itself.
 *
 * What such a search keeps of a step leads to a state of another name: that of its orbit's
 * canonical one. So the trace is made once more, from the initial state: at each step a successor
 * is taken whose canonical record is the one that was kept. There is one, since a permuted state
 * has the permuted successors. Who is who is the same all along, and every step is the model's own.
 *
 * The state that it ends in is one of its orbit. Where another one is wanted, the whole trace is
 * permuted: the initial state stays, and the rules are those that lead from state to state.
 */
import type { Model, Symmetry } from './model.ts';
import type { Trace } from './trace.ts';

/** Whether the end of a trace is as it should be. */
export type Wanted = (bytes: Uint8Array, at: number) => boolean;

export const ANY: Wanted = () => true;

/**
 * A trace of the model through the orbits of `kept`, which ends in a state that is `wanted`.
 * @throws Error if there is none: then the model is not symmetric.
 */
export function unpermuted(model: Model, symmetry: Symmetry, kept: Trace, wanted: Wanted): Trace {
  const found = followed(model, symmetry, kept);
  const { recordSize } = model;
  const last = kept.rules.length * recordSize;
  for (let element = 0; element < symmetry.size; element++) {
    const records = new Uint8Array(found.records.length);
    symmetry.apply(element, found.records, last, records, last);
    if (!wanted(records, last)) continue;
    for (let at = 0; at < last; at += recordSize) {
      symmetry.apply(element, found.records, at, records, at);
    }
    return { rules: rulesAlong(model, records), records };
  }
  throw notSymmetric(model);
}

/** From orbit to orbit, as the kept trace goes, with no permutation in between. */
function followed(model: Model, symmetry: Symmetry, kept: Trace): Trace {
  const { recordSize } = model;
  const look = new Successors(model);
  const records = new Uint8Array(kept.records.length);
  model.initial(records, 0);
  const rules: number[] = [];
  for (let step = 0; step < kept.rules.length; step++) {
    const next = (step + 1) * recordSize;
    const orbit = kept.records.subarray(next, next + recordSize);
    const i = look.first(records, step * recordSize, (bytes) => {
      symmetry.canonical(bytes, 0);
      return bytes.every((byte, n) => byte === orbit[n]);
    });
    rules.push(look.rules[i]);
    records.set(look.record(i), next);
  }
  return { rules, records };
}

/** The rules that lead from each record to the next. */
function rulesAlong(model: Model, records: Uint8Array): number[] {
  const { recordSize } = model;
  const look = new Successors(model);
  const rules: number[] = [];
  for (let at = 0; at + recordSize < records.length; at += recordSize) {
    const next = records.subarray(at + recordSize, at + 2 * recordSize);
    const i = look.first(records, at, (bytes) => bytes.every((byte, n) => byte === next[n]));
    rules.push(look.rules[i]);
  }
  return rules;
}

/** The successors of one state at a time. */
class Successors {
  readonly rules: Uint16Array;
  private readonly model: Model;
  private readonly bytes: Uint8Array;

  constructor(model: Model) {
    this.model = model;
    this.bytes = new Uint8Array(model.successorsMax * model.recordSize);
    this.rules = new Uint16Array(model.successorsMax);
  }

  record(i: number): Uint8Array {
    const { recordSize } = this.model;
    return this.bytes.slice(i * recordSize, (i + 1) * recordSize);
  }

  /** The first successor of a record that is asked for. The test gets a copy, to change at will. */
  first(source: Uint8Array, from: number, isIt: (bytes: Uint8Array) => boolean): number {
    const count = this.model.successors(source, from, this.bytes, 0, this.rules, 0);
    for (let i = 0; i < count; i++) if (isIt(this.record(i))) return i;
    throw notSymmetric(this.model);
  }
}

function notSymmetric({ name }: Model): Error {
  return new Error(`${name} is not as symmetric as it says: a trace cannot be followed.`);
}
