/** Each design over a whole report: which policy is its own, what it breaks, the shortest proof. */
import { brokenIn, fallOf, USUAL, usualFalls } from './causes.ts';
import type { Counterexample, DesignRow, Report, Run } from '../../data.ts';
import type { DesignSummary, Witness } from '../../page-contract.ts';

/** One for each of `names`, in that order; a name that the report does not describe is custom. */
export function designSummaries(report: Report, names: readonly string[]): DesignSummary[] {
  const rows = new Map(report.designs.map((row) => [row.name, row]));
  const usual = rows.get(USUAL)?.policies ?? null;
  const falls = new Set(usualFalls(report.runs).keys());
  for (const run of report.runs) {
    if (run.design !== USUAL) continue;
    for (const id of brokenIn(run, 'kernel')) falls.add(fallOf(run, id));
  }
  return names.map((name) => {
    const row: DesignRow = rows.get(name) ?? {
      name,
      kind: 'custom',
      policies: {},
      reason: '',
      fall: null,
    };
    const runs = report.runs.filter(({ design }) => design === name);
    return {
      ...row,
      differs: usual === null ? [] : differences(row.policies, usual),
      runs: runs.length,
      verdicts: verdictsOf(runs),
      breaks: breaksOf(runs, row.kind === 'known-bad' ? falls : new Set(), row.fall),
    };
  });
}

function differences(own: DesignRow['policies'], usual: DesignRow['policies']): string[] {
  return Object.entries(own)
    .filter(([policy, value]) => usual[policy] !== value)
    .map(([policy, value]) => `${policy}=${value}`);
}

function verdictsOf(runs: readonly Run[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { verdict } of runs) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts;
}

/**
 * What falls because of the design: not of the kernel, nor under the `usual` one. But its declared
 * fall counts always: the kernel's own treatment of loops is a design too.
 */
function breaksOf(
  runs: readonly Run[],
  usual: ReadonlySet<string>,
  declared: DesignRow['fall'],
): DesignSummary['breaks'] {
  const falls = new Map<string, { tests: Set<string>; smallest: Witness | null }>();
  for (const run of runs) {
    const ofKernel = brokenIn(run, 'kernel').filter((id) => id === declared?.assertion);
    for (const id of [...brokenIn(run, 'design'), ...ofKernel]) {
      if (usual.has(fallOf(run, id))) continue;
      const fall = falls.get(id) ?? { tests: new Set(), smallest: null };
      fall.tests.add(run.test);
      falls.set(id, { ...fall, smallest: smaller(fall.smallest, witnessOf(run, id)) });
    }
  }
  return Array.from(falls, ([assertion, { tests, smallest }]) => ({
    assertion,
    tests: tests.size,
    smallest,
  })).toSorted((a, b) => b.tests - a.tests);
}

function witnessOf(run: Run, breaks: string): Witness | null {
  const shown = counterexampleOf(run, breaks);
  if (shown === null) return null;
  const { test, design, revision } = run;
  const { steps, contextSwitches } = shown;
  return { test, design, revision, breaks, steps: steps.length, switches: contextSwitches };
}

function counterexampleOf(run: Run, breaks: string): Counterexample | null {
  if (breaks === 'condition') return run.condition.counterexample;
  return run.assertions.find(({ id }) => id === breaks)?.counterexample ?? null;
}

function smaller(a: Witness | null, b: Witness | null): Witness | null {
  if (a === null || b === null) return a ?? b;
  const difference = b.steps - a.steps || b.switches - a.switches;
  return difference < 0 ? b : a;
}
