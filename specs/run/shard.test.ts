import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCatalogue } from '../catalogue.ts';
import { type Costs, readCosts } from './costs.ts';
import { parseShard, testsOf } from './shard.ts';

const named = (names: readonly string[]) => names.map((name) => ({ name }));

function shardsOf(names: readonly string[], costs: Costs, of: number): string[][] {
  return Array.from({ length: of }, (_, i) =>
    testsOf(named(names), costs, { index: i + 1, of }).map(({ name }) => name),
  );
}

test.for([
  '0/3',
  '4/3',
  '1/0',
  '3',
  '1/',
  '/2',
  'a/b',
  '-1/2',
  '1.5/2',
  '1/2/3',
  '1/1001',
  ' 1/2',
  '',
])('--shard %s is refused', (text) => {
  expect(() => parseShard(text)).toThrow(/^--shard is "/);
});

test('a shard is its number and the number of all', () => {
  expect(parseShard('2/4')).toEqual({ index: 2, of: 4 });
  expect(parseShard('1/1')).toEqual({ index: 1, of: 1 });
});

describe('a split', () => {
  test('has every test in exactly one part, each part in the order of the tests', () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { maxLength: 30 });
    const prices = fc.array(fc.nat(1_000_000), { minLength: 30, maxLength: 30 });
    const shards = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(names, prices, shards, (all, states, of) => {
        const sorted = all.toSorted();
        // Every third has no measured cost.
        const costs = new Map(sorted.map((name, i) => [name, states[i]] as const));
        for (const [i, name] of sorted.entries()) if (i % 3 === 0) costs.delete(name);
        const parts = shardsOf(sorted, costs, of);
        expect(parts.flat().toSorted()).toEqual(sorted);
        for (const part of parts) expect(part).toEqual(part.toSorted());
      }),
    );
  });

  test('does not depend on the order in which the tests are given', () => {
    const names = ['A', 'B', 'C', 'D', 'E'];
    const costs = new Map([
      ['A', 5],
      ['B', 5],
      ['C', 5],
      ['D', 5],
    ] as const);
    const backwards = shardsOf(names.toReversed(), costs, 3).map((part) => part.toSorted());
    expect(backwards).toEqual(shardsOf(names, costs, 3));
  });

  test('gives tests without a measured cost to all parts alike', () => {
    const sizes = shardsOf(['A', 'B', 'C', 'D', 'E', 'F'], new Map(), 3).map(
      ({ length }) => length,
    );
    expect(sizes).toEqual([2, 2, 2]);
  });

  test('leaves parts empty where there are fewer tests', () => {
    expect(shardsOf(['A'], new Map(), 3).map(({ length }) => length)).toEqual([1, 0, 0]);
  });

  test.for([2, 3, 4, 8, 16])('of the catalogue in %i differs by less than 5% in states', (of) => {
    const costs = readCosts();
    const costOf = (name: string) => costs.get(name) ?? 0;
    const all = readCatalogue().map(({ name }) => name);
    const names = all.filter((name) => costs.has(name));
    const loads = shardsOf(names, costs, of).map((part) => ({
      isWhole: part.length > 1,
      states: part.reduce((sum, name) => sum + costOf(name), 0),
    }));
    // A test that is larger than a share is a part of its own: a test is never cut.
    const shared = loads.filter(({ isWhole }) => isWhole).map(({ states }) => states);
    const alone = loads.filter(({ isWhole }) => !isWhole).map(({ states }) => states);
    expect(Math.max(...shared) / Math.min(...shared)).toBeLessThan(1.05);
    expect(alone.filter((states) => states < Math.max(...shared))).toEqual([]);
    expect(alone.length).toBeLessThan(2);
  });
});
