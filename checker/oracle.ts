/**
 * The answers that a search must give, read off what toy.ts finds: also those of a search that was
 * cut, which has seen a prefix of the same walk. Only tests import this.
 */
import type { Exploration } from './exploration.ts';
import type { Model } from './model.ts';
import { toy } from './toy.ts';

/** Where the walk is cut: before keeping one more state, or before expanding one more. */
export interface Cut {
  readonly statesMax?: number;
  readonly expandMax?: number;
}

export type Answers = ReturnType<typeof expectedOf>;

/** What `explore` must answer about `model`, cut there. */
export function expectedOf(model: Model, { statesMax = Infinity, expandMax = Infinity }: Cut = {}) {
  const { found } = toy(model);
  const states = [...found.keys()];
  const kept = new Set(states.slice(0, 1));
  const ends: number[] = [];
  let [expanded, transitions, isFull] = [0, 0, false];
  for (const [id, { steps }] of [...found.values()].entries()) {
    if (isFull || id === expandMax) break;
    for (const { to } of steps) {
      isFull = !kept.has(to) && kept.size === statesMax;
      if (isFull) break;
      kept.add(to);
      transitions++;
    }
    if (isFull) break;
    expanded++;
    if (steps.every(({ rule }) => model.rules[rule].optional)) ends.push(id);
  }
  const records = states.slice(0, kept.size).map(bytesOf);
  return {
    records: records.map(hexOf),
    transitions,
    levels: levelsOf([...found.values()].slice(0, kept.size).map(({ depth }) => depth)),
    frontier: kept.size - expanded,
    ends: ends.length,
    firstBy: firstBy(model, records, ends),
    outcomes: outcomesOf(model, records, ends),
  };
}

/** The answers of a search in the same form. */
export function answersOf(exploration: Exploration): Answers {
  const { states, transitions, levels, frontier, ends, outcomes, seen } = exploration;
  return {
    records: Array.from({ length: states }, (_, id) => hexOf(seen.arena.recordOf(id))),
    transitions,
    levels: [...levels],
    frontier,
    ends,
    firstBy: exploration.properties.map(({ id }) => id),
    outcomes: new Map(outcomes),
  };
}

function levelsOf(depths: readonly number[]): number[] {
  const levels: number[] = [];
  for (const depth of depths) levels[depth] = (levels[depth] ?? 0) + 1;
  return levels;
}

/** Per property, the first state that breaks it, or shows it if it is a `sometimes`; or -1. */
function firstBy({ properties }: Model, records: readonly Uint8Array[], ends: readonly number[]) {
  const all = [...records.keys()];
  return properties.map(({ kind, holds }) => {
    const asked = kind === 'finally' ? ends : all;
    return asked.find((id) => holds(records[id], 0) === (kind === 'sometimes')) ?? -1;
  });
}

function outcomesOf(model: Model, records: readonly Uint8Array[], ends: readonly number[]) {
  const outcomes = new Map<string, { states: number; id: number }>();
  for (const end of ends) {
    const outcome = model.outcome?.(records[end], 0);
    if (outcome === undefined) continue;
    const { states, id } = outcomes.get(outcome) ?? { states: 0, id: end };
    outcomes.set(outcome, { states: states + 1, id });
  }
  return outcomes;
}

function bytesOf(state: string): Uint8Array {
  return Uint8Array.from(state.split(','), Number);
}

function hexOf(record: Uint8Array): string {
  return Array.from(record, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
