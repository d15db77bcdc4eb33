/**
 * A search with a symmetry, on walkers that are alike: each goes from 0 to `GOAL`, and the first to
 * leave 0 takes the flag. Records: four places, then who has the flag +1, then zeros.
 */
import { describe, expect, test } from 'vitest';
import { explore } from './explore.ts';
import type { Model, Symmetry } from './model.ts';
import { counterexample, outcomeWitness } from './shortest.ts';
import { confirm, depthOf, traceTo } from './trace.ts';

const WALKERS = 4;
const GOAL = 3;
const FLAG = WALKERS;
const SIZE = 8;

const orders = (left: readonly number[]): number[][] =>
  left.length === 0
    ? [[]]
    : left.flatMap((t) => orders(left.filter((u) => u !== t)).map((rest) => [t, ...rest]));

/** All permutations; of `moved` walkers only. The least image is the canonical one. */
function symmetryOf(moved: number): Symmetry {
  const fixed = Array.from({ length: WALKERS - moved }, (_, i) => moved + i);
  const group = orders(Array.from({ length: moved }, (_, i) => i)).map((o) => [...o, ...fixed]);
  const apply: Symmetry['apply'] = (element, source, from, target, to) => {
    const lanes = group[element];
    target.fill(0, to, to + SIZE);
    for (const [t, image] of lanes.entries()) target[to + image] = source[from + t];
    const flag = source[from + FLAG];
    target[to + FLAG] = flag === 0 ? 0 : lanes[flag - 1] + 1;
  };
  return {
    size: group.length,
    apply,
    canonical(bytes, at) {
      const images = group.map((_, element) => {
        const image = new Uint8Array(SIZE);
        apply(element, bytes, at, image, 0);
        return image;
      });
      const keys = images.map((image) => image.join(' ')).toSorted();
      const least = images.find((image) => image.join(' ') === keys[0]) as Uint8Array;
      bytes.set(least, at);
      return new Set(keys).size;
    },
  };
}

/** `slow`: a walker that takes no second step, so that it is not like the others. */
function walkers(symmetry?: Symmetry, slow = -1): Model {
  return {
    name: 'walkers',
    recordSize: SIZE,
    successorsMax: WALKERS,
    rules: Array.from({ length: WALKERS }, (_, t) => ({ name: `walk ${t}`, actor: t })),
    properties: [
      {
        name: 'nobody is there',
        kind: 'always',
        says: '',
        holds: (bytes, at) => !bytes.subarray(at, at + WALKERS).includes(GOAL),
      },
    ],
    initial: (arena, at) => arena.fill(0, at, at + SIZE),
    successors(source, from, target, to, rules, ruleAt) {
      let count = 0;
      for (let t = 0; t < WALKERS; t++) {
        const place = source[from + t];
        if (place === GOAL || (t === slow && place === 1)) continue;
        const at = to + count * SIZE;
        target.set(source.subarray(from, from + SIZE), at);
        target[at + t] = place + 1;
        if (source[from + FLAG] === 0) target[at + FLAG] = t + 1;
        rules[ruleAt + count++] = t;
      }
      return count;
    },
    decode: () => null,
    outcome: (bytes, at) => `${bytes[at + FLAG] - 1} was first`,
    ...(symmetry && { symmetry }),
  };
}

describe('with a symmetry', () => {
  const whole = explore(walkers());
  const reduced = explore(walkers(symmetryOf(WALKERS)));

  test('fewer states are kept, and all that they stand for are counted', () => {
    const { states, transitions, ends, levels } = whole;
    expect(reduced.orbits).toEqual({ group: 24, states, transitions, ends, levels, frontier: 0 });
    expect(reduced.states).toBeLessThan(whole.states / 4);
  });

  test('every outcome of an orbit is there, with its number of ends', () => {
    const statesOf = ({ outcomes }: typeof whole) =>
      [...outcomes].map(([text, found]) => [text, found.states]).toSorted();
    expect(statesOf(reduced)).toEqual(statesOf(whole));
  });

  test('what was fired is that of all states', () => {
    const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
    expect(sum(reduced.coverage.fired)).toBe(sum(whole.coverage.fired));
  });

  test('a trace is a run of the model, as short as any, to the state that is wanted', () => {
    for (let t = 0; t < WALKERS; t++) {
      const trace = confirm(walkers(), outcomeWitness(reduced, `${t} was first`));
      expect(trace.rules).toHaveLength(WALKERS * GOAL);
      expect(trace.rules[0]).toBe(t);
    }
    const found = counterexample(reduced, 0);
    expect(confirm(walkers(), found).rules).toHaveLength(GOAL);
    expect(found.fewestSwitches).toBe(false);
    for (let id = 0; id < reduced.states; id++) {
      const trace = confirm(walkers(), traceTo(reduced, id));
      expect(trace.rules).toHaveLength(depthOf(reduced, id));
    }
  });

  test('of a part of the walkers, the rest are told apart', () => {
    const part = explore(walkers(symmetryOf(2)));
    expect(part.orbits?.states).toBe(whole.states);
    expect(part.states).toBeGreaterThan(reduced.states);
    expect(part.states).toBeLessThan(whole.states);
  });

  test('a search that is cut counts what it has found', () => {
    const cut = explore(walkers(symmetryOf(WALKERS)), { statesMax: 10 });
    expect(cut.stopped).toBe('states');
    const { states = 0, frontier = 0, levels = [] } = cut.orbits ?? {};
    expect(levels.reduce((a, b) => a + b, 0)).toBe(states);
    expect(frontier).toBeLessThan(states);
    expect(states).toBeGreaterThan(10);
  });
});

test('a model that is not as symmetric as it says is found out by its traces', () => {
  const wrong = explore(walkers(symmetryOf(WALKERS), 0));
  const traces = (): unknown =>
    Array.from({ length: wrong.states }, (_, id) => traceTo(wrong, id, (b, at) => b[at] === GOAL));
  expect(traces).toThrow('walkers is not as symmetric as it says');
});
