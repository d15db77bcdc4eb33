/**
 * User code, inlined, fused and numbered, ends as the same code does that is run statement by
 * statement (naive-user.ts): on random programs with every statement, all ends of all interleavings.
 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { explore } from '../../checker/explore.ts';
import { parseDesign } from '../../model/designs/designs.ts';
import { compile } from '../compile/compile.ts';
import { arbitraryUser } from '../litmus/arbitrary/arbitrary-user.ts';
import type { Litmus, Prop } from '../litmus/litmus.ts';
import { testModel } from '../search/test-model.ts';
import { bodyOf, naiveEnds, OutOfRange } from './naive-user.ts';

const place = { line: 1, column: 1 };
const STATES_MOST = 3_000;
const RUNS = Number(process.env.FERMATA_FUZZ_CASES ?? 150);

/** The test with all that can be seen of it in its outcomes. */
function shown(litmus: Litmus): Litmus {
  const lanes = litmus.lanes.map((_, t) => t);
  const done = lanes.map((t): Prop => ({ is: 'done', lane: `P${t}`, place }));
  const prop = done.reduce((left, right) => ({ is: 'and', left, right }));
  const words = [
    { is: 'object', name: 'x', field: null, place },
    { is: 'object', name: 'y', field: null, place },
    { is: 'object', name: 'f', field: 'counter', place },
  ] as const;
  const registers = lanes.flatMap((lane) =>
    ['r0', 'if', 'any'].map((name) => ({ is: 'register', lane, name, place }) as const),
  );
  return {
    ...litmus,
    locations: [...words, ...registers],
    condition: { ...litmus.condition, prop },
  };
}

function endsOf(litmus: Litmus): string[] | 'out of range' | null {
  const program = compile(litmus, parseDesign('ticket'), 'helenos-2012');
  const { machine } = testModel(litmus, program, []);
  const found = explore(machine, { statesMax: 50 * STATES_MOST });
  const texts = [...found.outcomes.keys()].map(
    (text) => (JSON.parse(text) as { shown: string }).shown,
  );
  found.seen.arena.release();
  if (found.stopped === 'error') return 'out of range';
  return found.stopped === 'complete' ? [...new Set(texts)].toSorted() : null;
}

function naively(litmus: Litmus): string[] | 'out of range' | null {
  const bodies = litmus.lanes.map((_, column) => bodyOf(litmus, column));
  try {
    return naiveEnds(litmus, bodies, STATES_MOST);
  } catch (error) {
    if (error instanceof OutOfRange) return 'out of range';
    throw error;
  }
}

test('random user code ends as it does statement by statement', () => {
  let compared = 0;
  fc.assert(
    fc.property(arbitraryUser, (drawn) => {
      const litmus = shown(drawn);
      const expected = naively(litmus);
      if (expected === null) return;
      const found = endsOf(litmus);
      expect(found).toEqual(expected);
      if (expected !== 'out of range') compared++;
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  expect(compared).toBeGreaterThan(30);
});
