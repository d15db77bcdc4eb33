/** Makes the parts that the script of the page reads (`page-contract.ts`) from a report. */
import { assertionSummaries } from './assertion-summaries.ts';
import { callSummaries } from './call-summaries.ts';
import { causesIn } from './causes.ts';
import { largestRuns } from '../../charts/chart-levels.ts';
import type { Report, Run } from '../../data.ts';
import { designSummaries } from './design-summaries.ts';
import type {
  Cause,
  LargeRun,
  PageIndex,
  RunHead,
  RunKind,
  TestDetails,
} from '../../page-contract.ts';
import { symmetryIn } from '../../symmetry.ts';
import { markOf } from '../../verdict-mark.ts';

const LARGEST_MAX = 25;

/** From the whole report: what is cut from the details is still counted. */
export function pageIndexOf(
  report: Report,
  cuts: readonly string[],
): Omit<PageIndex, 'dictionary' | 'groupSize' | 'beside'> {
  const { tests, runs, ...rest } = report;
  const designs = unique([...report.designs.map(({ name }) => name), ...runs.map((r) => r.design)]);
  const revisions = unique(runs.map(({ revision }) => revision));
  const testNumber = numbersOf(tests.map(({ name }) => name));
  const designNumber = numbersOf(designs);
  const revisionNumber = numbersOf(revisions);
  const causes = new Numbering<Cause>();
  const kinds = new Numbering<RunKind>();
  const causesOf = causesIn(report);
  const heads = runs.map((run): RunHead => [
    testNumber.get(run.test) ?? -1,
    designNumber.get(run.design)!,
    revisionNumber.get(run.revision)!,
    kinds.numberOf({
      verdict: run.verdict,
      standing: run.standing,
      mark: markOf(run),
      broken: violatedIn(run),
      causes: causesOf(run).map((cause) => causes.numberOf(cause)),
    }),
  ]);
  return {
    report: rest,
    tests: tests.map(({ source: _source, reading: _reading, falls: _falls, ...head }) => head),
    designs,
    revisions,
    runs: heads,
    kinds: kinds.all,
    causes: causes.all,
    assertions: assertionSummaries(report),
    designRows: designSummaries(report, designs),
    calls: callSummaries(report),
    search: searchSummary(runs),
    cuts,
  };
}

/** What the page holds of a report, and what lies beside it. */
interface Shown {
  readonly report: Report;
  readonly moved: readonly { readonly run: number; readonly which: string }[];
}

/** The details of each test, in the order of the report. Runs of no test in it are left out. */
export function detailsOf({ report, moved }: Shown): TestDetails[] {
  const testNumber = numbersOf(report.tests.map(({ name }) => name));
  const runsOf: number[][] = report.tests.map(() => []);
  for (const [index, { test }] of report.runs.entries()) {
    const number = testNumber.get(test);
    if (number !== undefined) runsOf[number].push(index);
  }
  const movedOf = new Map<number, string[]>();
  for (const { run, which } of moved) {
    const known = movedOf.get(run);
    if (known) known.push(which);
    else movedOf.set(run, [which]);
  }
  return report.tests.map(({ source, reading, falls }, number) => {
    const indices = runsOf[number];
    return {
      source,
      reading: reading ?? null,
      falls: falls ?? null,
      runs: indices.map((index) => report.runs[index]),
      moved: indices.map((index) => movedOf.get(index) ?? []),
    };
  });
}

function violatedIn({ assertions, condition }: Run): readonly string[] {
  const ids = assertions.filter(({ verdict }) => verdict === 'VIOLATED').map(({ id }) => id);
  return condition.verdict === 'VIOLATED' ? [...ids, 'condition'] : ids;
}

function searchSummary(runs: readonly Run[]): PageIndex['search'] {
  const sum = (of: (run: Run) => number): number => runs.reduce((total, run) => total + of(run), 0);
  return {
    states: sum(({ search }) => search.states),
    transitions: sum(({ search }) => search.transitions),
    elapsedMs: sum(({ search }) => search.elapsedMs),
    largest: largestRuns(runs, LARGEST_MAX).map(largeRun),
    symmetry: symmetryIn(runs),
    coverage: coverageOf(runs),
  };
}

function largeRun({ test, design, revision, search }: Run): LargeRun {
  const { coverage: _coverage, ...rest } = search;
  return { test, design, revision, ...rest };
}

function coverageOf(runs: readonly Run[]): PageIndex['search']['coverage'] {
  const totals = new Map<string, [fired: number, fresh: number]>();
  for (const { search } of runs) {
    for (const [rule, [fired, fresh]] of Object.entries(search.coverage)) {
      const total = totals.get(rule) ?? [0, 0];
      totals.set(rule, [total[0] + fired, total[1] + fresh]);
    }
  }
  const rows = Array.from(totals, ([rule, [fired, fresh]]) => [rule, fired, fresh] as const);
  return rows.toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** Gives equal data equal numbers, from 0. */
class Numbering<T> {
  readonly all: T[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(data: T): number {
    const key = JSON.stringify(data);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.all.length);
    return this.all.push(data) - 1;
  }
}

/** Of names that are there twice, the first place. */
function numbersOf(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name, i) => [name, i] as const).toReversed());
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
