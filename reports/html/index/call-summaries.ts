/**
 * Each system call over a whole report: what somebody who works on it has to expect. How long an
 * abort of it takes at worst, which windows were tried, what right designs give up on purpose,
 * and which defects of the kernel its tests ran into.
 */
import type { Report, Run, TestRow } from '../../data.ts';
import { blame, type BrokenIn } from '../../falls.ts';
import type { CallSummary, KnownFall } from '../../page-contract.ts';

/** The order in which a call passes them; others follow by name. */
const WINDOWS = ['entered', 'asleep', 'woken', 'dequeued', 'written'];

/** By name. Only system calls, where the report says which they are. */
export function callSummaries(report: Report): CallSummary[] {
  const { tests, latencies } = report;
  const rows = new Map((report.calls ?? []).map((row) => [row.name, row]));
  const made = new Set([...tests.flatMap((test) => test.calls), ...latencies.map((l) => l.call)]);
  const calls = report.calls === undefined ? [...made].toSorted() : [...rows.keys()];
  const byTest = runsByTest(report);
  const broken = blame(report.runs);
  const known = tests.map(({ name }) => knownFalls(byTest.get(name) ?? [], broken));
  // Kernel lanes call functions of the same names, and these are no system calls.
  const isOfUsers = ({ table }: TestRow): boolean =>
    report.calls === undefined || !table.startsWith('kernel-');
  return calls.map((call) => {
    const making = numbersWhere(tests, (test) => isOfUsers(test) && test.calls.includes(call));
    const aborted = making.filter((number) => tests[number].aborted.includes(call));
    return {
      call,
      signature: rows.get(call)?.signature ?? '',
      says: rows.get(call)?.says ?? '',
      tests: making,
      aborted,
      latencies: latencies.filter((latency) => latency.call === call),
      windows: windowsOf(call, aborted, report, byTest),
      deviations: merged(aborted, (number) => known[number].deviations),
      defects: merged(making, (number) => known[number].defects),
    };
  });
}

/** Where requests to stop found the call, in tests of `aborted` that were answered. */
function windowsOf(
  call: string,
  aborted: readonly number[],
  { tests, designs }: Report,
  byTest: ReadonlyMap<string, readonly Run[]>,
): CallSummary['windows'] {
  const wrong = new Set(designs.filter((it) => it.kind === 'known-bad').map(({ name }) => name));
  const found = new Map<string, number[]>();
  for (const number of aborted) {
    const runs = (byTest.get(tests[number].name) ?? []).filter(isAnswered);
    const right = runs.filter(({ design }) => !wrong.has(design));
    const stops = right.flatMap((run) => run.stops ?? []).filter((stop) => stop.call === call);
    for (const window of new Set(stops.flatMap(({ windows }) => windows))) {
      found.set(window, [...(found.get(window) ?? []), number]);
    }
  }
  const rank = (name: string): number =>
    WINDOWS.includes(name) ? WINDOWS.indexOf(name) : WINDOWS.length;
  return Array.from(found, ([window, numbers]) => ({ window, tests: numbers })).toSorted(
    (a, b) => rank(a.window) - rank(b.window),
  );
}

function isAnswered({ verdict }: Run): boolean {
  return verdict === 'VERIFIED' || verdict === 'VIOLATED';
}

type Fall = Omit<KnownFall, 'tests'>;

/** What the baseline expects of a test, apart by whose it is. */
function knownFalls(
  runs: readonly Run[],
  broken: BrokenIn,
): { deviations: Fall[]; defects: Fall[] } {
  const deviations: Fall[] = [];
  const defects = new Map<string, Fall>();
  for (const run of runs) {
    if (run.known === undefined) continue;
    const { design, revision, known: says } = run;
    const ofDesign = broken(run, 'design');
    const ofKernel = broken(run, 'kernel');
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
