/** Which search a verdict is read off, and what it says then. */
import { expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import type { Run } from '../../reports/data.ts';
import { readCatalogue } from '../catalogue.ts';
import type { CheckOptions } from '../search/search.ts';
import { CHECK_OPTIONS } from '../run/sample.ts';
import { check, revisionsOf } from './check.ts';

const catalogue = readCatalogue();

function checked(name: string, options: Partial<CheckOptions>): Run {
  const source = catalogue.find((each) => each.name === name);
  if (source === undefined) throw new Error(`${name} is not in the catalogue`);
  const revision = revisionsOf(source.litmus).at(-1) ?? 'helenos-2026';
  return check(source, parseDesign('ticket'), revision, { ...CHECK_OPTIONS, ...options });
}

/** All of a run that somebody acts on. */
const answers = ({ verdict, condition, assertions, outcomes }: Run): unknown => ({
  verdict,
  condition: [condition.verdict, condition.positive, condition.negative],
  tokens: [condition, ...assertions].map(({ counterexample }) => counterexample?.token ?? null),
  assertions: assertions.map((each) => [each.id, each.verdict]),
  outcomes: outcomes.map(({ text, states }) => `${states} ${text}`).toSorted(),
});

const AFTER = 'WQ+woken+abort+second';

test('--reduction looks at fewer states, and finds the same', () => {
  const plain = checked(AFTER, {});
  const reduced = checked(AFTER, { reduction: 'first' });
  expect(answers(reduced)).toEqual(answers(plain));
  expect(plain.search.reduction).toBeUndefined();
  expect(reduced.search.reduction).toBe('partial order');
  expect(reduced.search.states).toBeLessThan(plain.search.states / 2);
  expect(reduced.condition.why).toBe('in every end, by a search that leaves out states between');
  // What is told of states in between is not told of some of them.
  expect(plain.stops).not.toEqual([]);
  expect(reduced.stops).toEqual([]);
});

test('where something falls, the shortest counterexample is shown all the same', () => {
  const plain = checked('BUG10+debt.2026', {});
  const reduced = checked('BUG10+debt.2026', { reduction: 'first' });
  expect(plain.verdict).toBe('VIOLATED');
  expect(reduced.search.reduction).toBeUndefined();
  expect(answers(reduced)).toEqual(answers(plain));
});

test('a search that was cut has a verdict where the reduced one fits', () => {
  const statesMax = 150;
  expect(checked(AFTER, { statesMax }).verdict).toBe('INCONCLUSIVE');
  expect(checked(AFTER, { statesMax, reduction: 'never' }).verdict).toBe('INCONCLUSIVE');
  const run = checked(AFTER, { statesMax, reduction: 'cut' });
  expect([run.verdict, run.search.reduction]).toEqual(['VERIFIED', 'partial order']);
});

test('where that does not fit either, it was cut as it would be without', () => {
  const cut = checked(AFTER, { statesMax: 20 });
  for (const reduction of ['cut', 'first'] as const) {
    const run = checked(AFTER, { statesMax: 20, reduction });
    expect([run.verdict, run.why]).toEqual([cut.verdict, cut.why]);
    expect(run.search.reduction).toBeUndefined();
  }
});

test('a fall that only the reduced search has met says that its trace may be longer', () => {
  const run = checked('BUG01+poke-ignored.2012', { statesMax: 30, reduction: 'cut' });
  expect([run.verdict, run.search.reduction]).toEqual(['VIOLATED', 'partial order']);
  const fallen = run.assertions.find(({ verdict }) => verdict === 'VIOLATED');
  expect(fallen?.why).toContain('the trace need not be a shortest one');
  expect(fallen?.counterexample?.steps.length).toBeGreaterThan(0);
});

test('what counts steps is not searched so', () => {
  const run = checked('BUG21+retry', { reduction: 'first' });
  expect(run.assertions.some(({ id }) => id === 'R7')).toBe(true);
  expect(run.search.reduction).toBeUndefined();
});
