/** What the matrix shows: the filters as they stand in the address, and which runs they leave. */
import type { PageIndex, RunHead } from '../../page-contract.ts';
import { lookupOf } from '../parts/page.ts';
import { meaningOf } from './meanings.ts';
import type { Query } from '../parts/route.ts';

/** Filters with a list of values to choose from. */
export const CHOICES = [
  'family',
  'assertion',
  'call',
  'window',
  'verdict',
  'design',
  'revision',
] as const;
export type Choice = (typeof CHOICES)[number];

/**
 * The keys of the query that filter. `means`: a colour of the legend; `kernel=hidden`: not what the
 * kernel alone breaks; `cause`: by cause, those of one kind.
 */
export const FILTERS = ['text', ...CHOICES, 'means', 'kernel', 'cause'] as const;

export const GROUPS = ['family', 'cause', 'none'] as const;
export type Group = (typeof GROUPS)[number];

export interface Selection {
  /** Numbers of tests with a run that is left, in the order of the report. */
  readonly tests: readonly number[];
  /** Per test, the runs that are left. */
  readonly runsOf: ReadonlyMap<number, readonly RunHead[]>;
  readonly runs: number;
}

/** The values that a filter can take here, in the order in which they are met. */
export function optionsOf({ tests, kinds, runs, ...index }: PageIndex, filter: Choice): string[] {
  const sorted = (values: readonly string[]): string[] =>
    [...new Set(values)].toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  switch (filter) {
    case 'family':
      return sorted(tests.map(({ family }) => family));
    case 'assertion':
      return [...sorted(index.assertions.map(({ id }) => id)), 'condition'];
    case 'call':
      return sorted(tests.flatMap(({ calls }) => calls));
    case 'window':
      return [...new Set(tests.flatMap(({ windows }) => windows))];
    case 'verdict':
      return ['not-expected', ...new Set(runs.map(([, , , kind]) => kinds[kind].verdict))];
    case 'design':
      return [...index.designs];
    case 'revision':
      return [...index.revisions];
  }
}

export function select(index: PageIndex, query: Query): Selection {
  const words = (query.text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const { runsOf } = lookupOf(index);
  const left = new Map<number, readonly RunHead[]>();
  let total = 0;
  // A test that only a kernel under test ran has no run that a filter could leave.
  const onTargets = RUN_FILTERS.some((key) => query[key]) ? NONE : testsOnTargets(index);
  for (const number of index.tests.keys()) {
    if (!fitsTest(index, number, query, words)) continue;
    const runs = runsOf(number)
      .map((place) => index.runs[place])
      .filter((run) => fitsRun(index, run, query));
    if (runs.length === 0 && !onTargets.has(index.tests[number].name)) continue;
    left.set(number, runs);
    total += runs.length;
  }
  return { tests: [...left.keys()], runsOf: left, runs: total };
}

/** Filters of runs; the others are of tests. */
const RUN_FILTERS = ['verdict', 'design', 'revision', 'means', 'kernel'] as const;
const NONE: ReadonlySet<string> = new Set();

function testsOnTargets({ report: { targets = [] } }: PageIndex): ReadonlySet<string> {
  return new Set(targets.flatMap(({ results }) => results.map(({ test }) => test)));
}

function fitsTest(
  index: PageIndex,
  number: number,
  query: Query,
  words: readonly string[],
): boolean {
  const test = index.tests[number];
  const { family, call, window, assertion } = query;
  if (family && test.family !== family) return false;
  if (call && !test.calls.includes(call)) return false;
  if (window && !test.windows.includes(window)) return false;
  // Every test has a condition.
  const isAsserted = !assertion || assertion === 'condition' || test.asserts.includes(assertion);
  if (!isAsserted) return false;
  if (words.length === 0) return true;
  const text = [test.name, test.doc, test.family, test.ref ?? '', ...test.calls]
    .join(' ')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

function fitsRun(index: PageIndex, [, design, revision, kind]: RunHead, query: Query): boolean {
  if (query.design && index.designs[design] !== query.design) return false;
  if (query.revision && index.revisions[revision] !== query.revision) return false;
  const { verdict, standing, broken } = index.kinds[kind];
  const meaning = meaningOf(index.kinds[kind]);
  if (query.means && meaning !== query.means) return false;
  if (query.kernel === 'hidden' && meaning === 'kernel') return false;
  if (query.verdict === 'not-expected') {
    return standing === 'unexpected' || standing === 'stale' || verdict === 'ERROR';
  }
  if (query.verdict && verdict !== query.verdict) return false;
  // With both filters set: those in which this very assertion fell.
  return !(query.assertion && query.verdict === 'VIOLATED') || broken.includes(query.assertion);
}
