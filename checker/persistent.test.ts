/** Persistent sets on toy models whose answers are known, and on random ones against a plain search. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { explore } from './explore.ts';
import { randomProcesses, reducible, type Process } from './persistent-toy.ts';

/** States of the plain search and of the reduced one, and whether both know the same ends. */
function both(processes: readonly Process[], variables = 3) {
  const model = reducible(processes, variables);
  const full = explore(model, { statesMax: 200_000 });
  const reduced = explore(model, { statesMax: 200_000, reduced: true });
  return {
    full,
    reduced,
    endsOf: ({ outcomes }: typeof full) => [...outcomes.keys()].toSorted(),
  };
}

const local = (times: number): Process =>
  Array.from({ length: times }, () => ({ is: 'skip' }) as const);

test('processes that have nothing to do with each other go one after the other', () => {
  const { full, reduced, endsOf } = both([local(4), local(4), local(4)]);
  expect(full.states).toBe(5 ** 3);
  expect(reduced.states).toBe(3 * 4 + 1);
  expect(endsOf(reduced)).toEqual(endsOf(full));
});

test('sums commute, assignments do not', () => {
  const sum: Process = [{ is: 'add', variable: 0, value: 1 }];
  expect(both([sum, sum, sum]).reduced.states).toBe(4);
  const set = (value: number): Process => [{ is: 'set', variable: 0, value }];
  const { full, reduced, endsOf } = both([set(1), set(2), set(3)]);
  expect(endsOf(reduced)).toEqual(endsOf(full));
  expect(endsOf(full)).toHaveLength(3);
});

test('who waits for another keeps that one in the set', () => {
  const waits: Process = [
    { is: 'when', variable: 0, value: 1 },
    { is: 'set', variable: 1, value: 7 },
  ];
  const sets: Process = [
    { is: 'skip' },
    { is: 'set', variable: 0, value: 1 },
    { is: 'set', variable: 0, value: 2 },
  ];
  const { full, reduced, endsOf } = both([waits, sets]);
  // It may come too late, and wait for ever.
  expect(endsOf(full)).toHaveLength(2);
  expect(endsOf(reduced)).toEqual(endsOf(full));
});

test('what nobody has to do is no reason to stop: the ends before it and after it are found', () => {
  const may: Process = [{ is: 'may', variable: 0, value: 1 }];
  const reads: Process = [{ is: 'copy', variable: 1, from: 0 }, { is: 'skip' }];
  const { full, reduced, endsOf } = both([may, reads]);
  expect(endsOf(full)).toHaveLength(3);
  expect(endsOf(reduced)).toEqual(endsOf(full));
  expect(reduced.ends).toBe(full.ends);
});

test('a loop does not put off for ever what another does', () => {
  const loops: Process = [{ is: 'skip' }, { is: 'back', to: 0 }];
  const { full, reduced } = both([loops, [{ is: 'set', variable: 0, value: 5 }]]);
  const taken = (found: typeof full): boolean[] => found.coverage.fired.map((times) => times > 0);
  expect(taken(reduced)).toEqual(taken(full));
});

test('random processes come to the same ends, and every rule that is ever taken is taken', () => {
  let least = Infinity;
  fc.assert(
    fc.property(randomProcesses(), (processes) => {
      const { full, reduced, endsOf } = both(processes);
      expect(full.stopped).toBe('complete');
      expect(endsOf(reduced)).toEqual(endsOf(full));
      expect(reduced.ends).toBe(full.ends);
      expect(reduced.coverage.fired.map((n) => n > 0)).toEqual(
        full.coverage.fired.map((n) => n > 0),
      );
      expect(reduced.states).toBeLessThanOrEqual(full.states);
      least = Math.min(least, reduced.states / full.states);
    }),
    { numRuns: 500 },
  );
  // It was put to the test.
  expect(least).toBeLessThan(0.5);
});
