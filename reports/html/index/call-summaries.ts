/**
 * Each system call over a whole report: what somebody who works on it has to expect. How long an
 * abort of it takes at worst, which windows were tried, what right designs give up on purpose,
 * and which defects of the kernel its tests ran into.
 */
import { brokenIn } from './causes.ts';
import type { Report, Run } from '../../data.ts';
import type { CallSummary, KnownFall } from '../../page-contract.ts';

/** The order in which a call passes them; others follow by name. */
const WINDOWS = ['entered', 'asleep', 'woken', 'dequeued', 'written'];

/** By name. */
export function callSummaries(report: Report): CallSummary[] {
  const { tests, latencies } = report;
  const calls = new Set([...tests.flatMap((test) => test.calls), ...latencies.map((l) => l.call)]);
  const byTest = runsByTest(report);
  const known = tests.map(({ name }) => knownFalls(byTest.get(name) ?? []));
  return [...calls].toSorted().map((call) => {
    const making = numbersWhere(tests, (test) => test.calls.includes(call));
    const aborted = numbersWhere(tests, (test) => test.aborted.includes(call));
    return {
      call,
      tests: making,
      aborted,
      latencies: latencies.filter((latency) => latency.call === call),
      windows: windowsOf(aborted, report, byTest),
      deviations: merged(aborted, (number) => known[number].deviations),
      defects: merged(making, (number) => known[number].defects),
    };
  });
}

function windowsOf(
  aborted: readonly number[],
  { tests }: Report,
  byTest: ReadonlyMap<string, readonly Run[]>,
): CallSummary['windows'] {
  const windows = new Map<string, number[]>();
  for (const number of aborted) {
    const { name, windows: own } = tests[number];
    if (!(byTest.get(name) ?? []).some(isAnswered)) continue;
    for (const window of own) windows.set(window, [...(windows.get(window) ?? []), number]);
  }
  const rank = (name: string): number =>
    WINDOWS.includes(name) ? WINDOWS.indexOf(name) : WINDOWS.length;
  return Array.from(windows, ([window, numbers]) => ({ window, tests: numbers })).toSorted(
    (a, b) => rank(a.window) - rank(b.window),
  );
}

function isAnswered({ verdict }: Run): boolean {
  return verdict === 'VERIFIED' || verdict === 'VIOLATED';
}

type Fall = Omit<KnownFall, 'tests'>;

/** What the baseline expects of a test, apart by whose it is. */
function knownFalls(runs: readonly Run[]): { deviations: Fall[]; defects: Fall[] } {
  const deviations: Fall[] = [];
  const defects = new Map<string, Fall>();
  for (const run of runs) {
    if (run.known === undefined) continue;
    const { design, revision, known: says } = run;
    const ofDesign = brokenIn(run, 'design');
    const ofKernel = brokenIn(run, 'kernel');
    if (ofDesign.length > 0) deviations.push({ design, revision, says, breaks: ofDesign });
    if (ofKernel.length === 0 || ofDesign.length > 0) continue;
    // The same under every design.
    if (!defects.has(revision)) defects.set(revision, { design, revision, says, breaks: ofKernel });
  }
  return { deviations, defects: [...defects.values()] };
}

/** Falls with one reason are one, which names the tests; most tests first. */
function merged(numbers: readonly number[], of: (number: number) => readonly Fall[]): KnownFall[] {
  const falls = new Map<string, { fall: Fall; breaks: Set<string>; tests: number[] }>();
  for (const number of numbers) {
    for (const fall of of(number)) {
      const key = JSON.stringify([fall.design, fall.revision, fall.says]);
      const known = falls.get(key) ?? { fall, breaks: new Set(), tests: [] };
      fall.breaks.forEach((id) => known.breaks.add(id));
      known.tests.push(number);
      falls.set(key, known);
    }
  }
  return Array.from(falls.values(), ({ fall, breaks, tests }) => ({
    ...fall,
    breaks: [...breaks].toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })),
    tests,
  })).toSorted((a, b) => b.tests.length - a.tests.length);
}

function runsByTest({ runs }: Report): ReadonlyMap<string, readonly Run[]> {
  const byTest = new Map<string, Run[]>();
  for (const run of runs) {
    const known = byTest.get(run.test);
    if (known) known.push(run);
    else byTest.set(run.test, [run]);
  }
  return byTest;
}

function numbersWhere<T>(items: readonly T[], is: (item: T) => boolean): number[] {
  return items.flatMap((item, number) => (is(item) ? [number] : []));
}
