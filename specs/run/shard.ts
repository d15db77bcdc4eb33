/**
 * `--shard i/n`: one of n parts of a selection, split by test so that all of them cost about the same.
 *
 * The split is a function of the selected tests and their costs alone, so n machines that know
 * nothing of each other check each test exactly once. A test stays whole: the designs that one
 * search serves are in one shard.
 */
import { createHash } from 'node:crypto';
import type { Shard } from '../../reports/data.ts';
import { digest } from './digest.ts';
import type { Test } from '../catalogue.ts';
import type { Costs } from './costs.ts';
import { UsageError } from '../errors.ts';
import type { Expectation } from './baseline/expectations.ts';
import type { Job } from './threads/pool.ts';

export interface ShardNumber {
  /** From 1. */
  readonly index: number;
  readonly of: number;
}

const SHARDS_MAX = 1000;

/** @throws UsageError unless the text is `i/n` with 1 <= i <= n <= 1000. */
export function parseShard(text: string): ShardNumber {
  const [, index, of] = /^(\d{1,4})\/(\d{1,4})$/.exec(text)?.map(Number) ?? [];
  if (of === undefined || of < 1 || of > SHARDS_MAX) {
    throw new UsageError(
      `--shard is "${text}"; it must be i/n, such as 2/4: part 2 of 4, at most ${SHARDS_MAX}`,
    );
  }
  if (index < 1 || index > of) {
    throw new UsageError(
      `--shard is "${text}"; of ${of} parts the first is 1/${of}, the last ${of}/${of}`,
    );
  }
  return { index, of };
}

/**
 * The tests of one part, in the order in which they are given.
 *
 * The most costly first, each to the part that has the least so far. A test without a measured
 * cost counts as much as the one in the middle.
 */
export function testsOf<T extends Pick<Test, 'name'>>(
  tests: readonly T[],
  costs: Costs,
  { index, of }: ShardNumber,
): readonly T[] {
  const usual = medianOf([...costs.values()]);
  const priced = tests.map((test) => ({ test, cost: costs.get(test.name) ?? usual }));
  const loads = Array.from({ length: of }, () => ({ cost: 0, tests: 0 }));
  const own = new Set<T>();
  for (const { test, cost } of priced.toSorted(byCost)) {
    const least = loads.toSorted((a, b) => a.cost - b.cost || a.tests - b.tests)[0];
    if (loads.indexOf(least) === index - 1) own.add(test);
    least.cost += cost;
    least.tests++;
  }
  return tests.filter((test) => own.has(test));
}

/** What a shard says of the whole that it is a part of: see `Shard`. */
export function shardOf(
  number: ShardNumber,
  whole: {
    readonly jobs: readonly Job[];
    readonly baseline: readonly Expectation[];
    readonly today: string;
    readonly aborts: number | null;
    readonly isWhole: boolean;
    readonly unmet: readonly string[];
  },
): Shard {
  const { jobs, baseline, today, aborts, isWhole, unmet } = whole;
  const selection = jobs.map(({ test, design, revision }) => [
    test.name,
    test.hash,
    design.name,
    revision,
  ]);
  return {
    ...number,
    selected: jobs.length,
    made: {
      'tests, designs or revisions': digestOf(selection),
      'number of aborts': aborts === null ? 'as the tests say' : String(aborts),
      model: digest(),
      baseline: digestOf(baseline),
      // Of two parts that midnight lies between, one may hold a line for expired.
      'expired lines of the baseline': digestOf(
        baseline.filter(({ expires }) => expires !== null && expires < today),
      ),
    },
    isWhole,
    unmet,
  };
}

type Priced = { readonly test: Pick<Test, 'name'>; readonly cost: number };

function byCost(a: Priced, b: Priced): number {
  return b.cost - a.cost || (a.test.name < b.test.name ? -1 : 1);
}

function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 1;
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}
