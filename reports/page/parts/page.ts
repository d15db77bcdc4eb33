/** What every view is given: the data, where we are, and how to go on. */
import { type ComponentChild, h } from 'preact';

import type { PageIndex, RunHead, RunKind, TestDetails, TestHead } from '../../page-contract.ts';
import { hrefOf, nameInRoute, type Query, type Route } from './route.ts';

export interface Page {
  readonly index: PageIndex;
  readonly route: Route;
  details(test: number): Promise<TestDetails>;
  /** With the executions that lie beside the page. */
  whole(test: number): Promise<TestDetails>;
  /** Changes the query of this view; null takes a key out. `replace` leaves no step to go back to. */
  setQuery(changes: Readonly<Record<string, string | null>>, how?: 'push' | 'replace'): void;
}

/** Numbers of names, as they stand in an address; undefined: there is none. */
export interface Lookup {
  test(name: string): number | undefined;
  /** Places in `index.runs` of all runs of a test, in the order of `TestDetails.runs`. */
  runsOf(test: number): readonly number[];
}

const lookups = new WeakMap<PageIndex, Lookup>();

export function lookupOf(index: PageIndex): Lookup {
  const known = lookups.get(index);
  if (known) return known;
  const numbers = new Map(
    index.tests.map(({ name }, number) => [nameInRoute(name), number] as const).toReversed(),
  );
  const runs: number[][] = index.tests.map(() => []);
  for (const [place, [test]] of index.runs.entries()) runs[test]?.push(place);
  const lookup: Lookup = {
    test: (name) => numbers.get(nameInRoute(name)),
    runsOf: (test) => runs[test] ?? [],
  };
  lookups.set(index, lookup);
  return lookup;
}

/** A run of the index with its names. */
export interface RunFacts {
  readonly test: TestHead;
  readonly testNumber: number;
  readonly design: string;
  readonly revision: string;
  readonly kind: RunKind;
}

export function factsOf(index: PageIndex, [test, design, revision, kind]: RunHead): RunFacts {
  return {
    test: index.tests[test],
    testNumber: test,
    design: index.designs[design],
    revision: index.revisions[revision],
    kind: index.kinds[kind],
  };
}

export function testHref(name: string, query: Query = {}): string {
  return hrefOf('test', [name], query);
}

export function runHref(run: { test: string; design: string; revision: string }): string {
  return hrefOf('run', [run.test, run.design, run.revision]);
}

/** `which`: an assertion id, `condition`, `outcome-3`, `whynot-2` (both counted from 1). */
export function executionHref(
  run: { test: string; design: string; revision: string },
  which: string,
  query: Query = {},
): string {
  return hrefOf('execution', [run.test, run.design, run.revision, which], query);
}

/** An assertion by its number, which leads to what it says; a condition stands in its test. */
export function assertionLink(id: string): ComponentChild {
  return id === 'condition' ? id : h('a', { href: hrefOf('assertions', [], { row: id }) }, id);
}

/** Not as it must be: what the key `f` goes to first. */
export function isNews({ verdict, standing }: Pick<RunKind, 'verdict' | 'standing'>): boolean {
  return standing === 'unexpected' || standing === 'stale' || verdict === 'ERROR';
}
