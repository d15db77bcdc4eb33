/**
 * The whole idea of the search in thirty lines: a Map keyed by records in hex, walked in the order
 * of insertion, is queue and set of seen states at once. Slow, and obviously right: it explains
 * what explore.ts does, and the property tests hold explore.ts to it.
 */
import type { Model } from './model.ts';

/** Stops before keeping more than `statesMax` states or expanding more than `expandMax`. */
export function toy(model: Model, statesMax = Infinity, expandMax = Infinity) {
  const { recordSize, successorsMax, properties, rules } = model;
  const depthOf = new Map<string, number>();
  const firstBy = properties.map(() => -1);
  const outcomes = new Map<string, { states: number; id: number }>();
  const levels: number[] = [];
  let [expanded, transitions, ends] = [0, 0, 0];

  /** Asks the properties of end states, or those of all states, about one state. */
  const ask = (record: Uint8Array, id: number, atEnd: boolean) =>
    properties.forEach((property, i) => {
      if ((property.kind === 'finally') !== atEnd || firstBy[i] >= 0) return;
      if (property.holds(record, 0) === (property.kind === 'sometimes')) firstBy[i] = id;
    });

  /** False if the state is new but one too many. */
  const meet = (record: Uint8Array, depth: number) => {
    const key = Buffer.from(record).toString('hex');
    if (depthOf.has(key)) return true;
    if (depthOf.size === statesMax) return false;
    ask(record, depthOf.size, false);
    depthOf.set(key, depth);
    levels[depth] = (levels[depth] ?? 0) + 1;
    return true;
  };

  const first = new Uint8Array(recordSize);
  model.initial(first, 0);
  meet(first, 0);
  search: for (const [key, depth] of depthOf) {
    if (expanded === expandMax) break;
    const record = Uint8Array.from(Buffer.from(key, 'hex'));
    const next = new Uint8Array(successorsMax * recordSize);
    const by = new Uint16Array(successorsMax);
    const count = model.successors(record, 0, next, 0, by, 0);
    for (let i = 0; i < count; i++, transitions++) {
      if (!meet(next.slice(i * recordSize, (i + 1) * recordSize), depth + 1)) break search;
    }
    if (by.subarray(0, count).every((rule) => rules[rule].optional)) {
      ends++;
      ask(record, expanded, true);
      const outcome = model.outcome?.(record, 0);
      const { states = 0, id = expanded } = outcomes.get(outcome ?? '') ?? {};
      if (outcome !== undefined) outcomes.set(outcome, { states: states + 1, id });
    }
    expanded++;
  }
  const frontier = depthOf.size - expanded;
  return { records: [...depthOf.keys()], transitions, levels, frontier, ends, firstBy, outcomes };
}
