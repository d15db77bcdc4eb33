/** Each design over a whole report: which policy is its own, what it breaks, the shortest proof. */
import type { Counterexample, DesignRow, Report, Run } from '../../data.ts';
import { blame, fallsOf, USUAL, usualFalls } from '../../falls.ts';
import type { DesignSummary, Witness } from '../../page-contract.ts';

/** One for each of `names`, in that order; a name that the report does not describe is custom. */
export function designSummaries(report: Report, names: readonly string[]): DesignSummary[] {
  const rows = new Map(report.designs.map((row) => [row.name, row]));
  const usual = rows.get(USUAL)?.policies ?? null;
  const [broken, falls] = [blame(report.runs), usualFalls(report.runs)];
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
      breaks: breaksOf(fallsOf(runs, row, broken, falls)),
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

function breaksOf(falls: ReturnType<typeof fallsOf>): DesignSummary['breaks'] {
  return Array.from(falls, ([assertion, runs]) => ({
    assertion,
    tests: new Set(runs.map(({ test }) => test)).size,
    smallest: runs.map((run) => witnessOf(run, assertion)).reduce(smaller, null),
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
