/**
 * The ways of treating a call that sends first and waits after (ipc_call_sync of 2012, page_in of
 * 2026), side by side: what each keeps and breaks, how long a stop takes, what stays in the kernel
 * at the boundary, how often an uncontended call enters the kernel. All of it is read off the runs.
 *
 * 2012's waker breaks R14 with no abort at all (N19), and what the kernel breaks hides what a design
 * does. So a design has two sides there: what falls with that waker, and, where the report has its
 * runs under `waker=finishes`, what falls with a waker that is right.
 */
import type { Counterexample, DesignRow, Report, Run } from '../data.ts';
import { foldLines, pad } from '../text-width.ts';

/** The families that the table is about, with the call and the test of an uncontended one. */
const SUBJECTS = [
  { family: 'sync', call: 'ipc_call_sync', uncontended: 'SYNC+uncontended' },
  { family: 'page-in', call: 'page_in', uncontended: 'PAGE+uncontended' },
] as const;

/** The families, as folders of the catalogue. */
export const SYNC_FAMILIES: readonly string[] = SUBJECTS.map(({ family }) => family);

/** What a design is called with a waker that lets go of its queue before the sleeper returns. */
const CURED = ',waker=finishes';

/** Policies that such a call can tell apart; a design that differs elsewhere is not in the table. */
const POLICIES = ['syncCall', 'preprocess', 'token', 'window', 'result', 'stop'];

export interface SyncRow {
  readonly design: string;
  readonly call: string;
  readonly revision: string;
  /** Assertions VERIFIED in some run of the family that fell in none because of the design. */
  readonly kept: readonly string[];
  readonly fallen: readonly SyncFall[];
  /** What falls with no abort at all, whatever the design. */
  readonly byKernel: readonly KernelFall[];
  /** The same under `waker=finishes`, from which all else is then; null: it was not run. */
  readonly byKernelCured: readonly KernelFall[] | null;
  /** Steps of its own to the boundary; null = not bounded; undefined = nobody asked. */
  readonly ownSteps: number | null | undefined;
  /** What stays in the kernel while the thread is held. */
  readonly leaves: readonly string[];
  /** Kernel entries of an uncontended call; null = no run of that test. */
  readonly entries: number | null;
}

export interface KernelFall {
  readonly assertion: string;
  /** Runs of the family in which it fell with no abort. */
  readonly runs: number;
}

export interface SyncFall {
  readonly assertion: string;
  /** Runs of the family in which it fell because of the design. */
  readonly runs: number;
  /** The shortest counterexample, and where. */
  readonly test: string;
  readonly counterexample: Counterexample | null;
}

/** One row per design and revision, the right designs first, in the order of the report. */
export function syncRows(report: Report): SyncRow[] {
  const family = new Map(report.tests.map((test) => [test.name, test.family]));
  return SUBJECTS.flatMap((subject) => {
    const runs = report.runs.filter((run) => family.get(run.test) === subject.family);
    const revisions = [...new Set(runs.map(({ revision }) => revision))].toSorted();
    return revisions.flatMap((revision) =>
      report.designs.filter(concernsThem).flatMap((design) => {
        const isBeside = design.name.endsWith(CURED);
        if (isBeside && report.designs.some(({ name }) => name + CURED === design.name)) return [];
        const ofDesign = (name: string): readonly Run[] =>
          runs.filter((run) => run.design === name && run.revision === revision);
        const own = ofDesign(design.name);
        const cured = ofDesign(design.name + CURED);
        return own.some(isAnswered) ? [rowOf(design, revision, subject, own, cured)] : [];
      }),
    );
  });
}

function isAnswered({ verdict }: Run): boolean {
  return verdict === 'VERIFIED' || verdict === 'VIOLATED' || verdict === 'VACUOUS';
}

/** Is a design one that treats such calls in a way of its own? */
export function concernsThem({ name, kind }: Pick<DesignRow, 'name' | 'kind'>): boolean {
  // What is set for another call alone, as in ipc_wait.window=none, is not about these.
  const set = new Set(name.split(',').map((setting) => setting.split('=')[0]));
  return kind !== 'known-bad' || POLICIES.some((policy) => set.has(policy));
}

function rowOf(
  design: DesignRow,
  revision: string,
  { call, uncontended }: (typeof SUBJECTS)[number],
  asIs: readonly Run[],
  cured: readonly Run[],
): SyncRow {
  const runs = cured.length > 0 ? cured : asIs;
  const results = runs.flatMap((run) => run.assertions.map((result) => ({ run, result })));
  const fell = results.filter(
    ({ result }) => result.verdict === 'VIOLATED' && result.defect !== 'kernel',
  );
  const held = sorted(results.filter(({ result }) => result.verdict === 'VERIFIED'));
  const cut = new Set(
    results
      .filter(({ result }) => result.verdict === 'INCONCLUSIVE')
      .map(({ result }) => result.id),
  );
  const fallen = sorted(fell).map((assertion): SyncFall => {
    const own = fell.filter(({ result }) => result.id === assertion);
    const { run, result } = own.toSorted((a, b) => lengthOf(a) - lengthOf(b))[0];
    const { counterexample } = result;
    return { assertion, runs: own.length, test: run.test, counterexample };
  });
  const isFallen = new Set(fallen.map(({ assertion }) => assertion));
  const latencies = runs.flatMap((run) =>
    (run.latencies ?? []).filter((it) => it.call.startsWith(call)),
  );
  const left = runs.flatMap((run) => run.boundaries ?? []).filter((it) => it.call.startsWith(call));
  return {
    design: design.name,
    call,
    revision,
    kept: held.filter((id) => !isFallen.has(id) && !cut.has(id)),
    fallen,
    byKernel: kernelFalls(asIs),
    byKernelCured: cured.length > 0 ? kernelFalls(cured) : null,
    ownSteps: latencies.length === 0 ? undefined : worst(latencies.map((it) => it.ownSteps)),
    leaves: [...new Set(left.flatMap(({ leaves }) => leaves))].toSorted(),
    entries: entriesOf(runs.find(({ test }) => test === uncontended)),
  };
}

/** By number. */
function kernelFalls(runs: readonly Run[]): KernelFall[] {
  const fell = runs.flatMap(({ assertions }) =>
    assertions
      .filter(({ verdict, defect }) => verdict === 'VIOLATED' && defect === 'kernel')
      .map((result) => ({ result })),
  );
  return sorted(fell).map((assertion) => ({
    assertion,
    runs: fell.filter(({ result }) => result.id === assertion).length,
  }));
}

function sorted(all: readonly { readonly result: { readonly id: string } }[]): string[] {
  const ids = [...new Set(all.map(({ result }) => result.id))];
  return ids.toSorted((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
}

function lengthOf({ result }: { result: { counterexample: Counterexample | null } }): number {
  return result.counterexample?.steps.length ?? Infinity;
}

function worst(steps: readonly (number | null)[]): number | null {
  return steps.includes(null) ? null : Math.max(...steps.map((count) => count ?? 0));
}

/** Traps of the caller, which is P0, on the way to the only outcome of an uncontended call. */
function entriesOf(run: Run | undefined): number | null {
  const witness = run?.outcomes[0]?.witness;
  if (witness === undefined) return null;
  return witness.filter((rule) => rule === 'P0 trap' || rule === 'P0 restart').length;
}

/** The table for the terminal, no wider than `width`; none if no run was about such a call. */
export function syncTableLines(report: Report, width: number): string[] {
  const rows = syncRows(report);
  if (rows.length === 0) return [];
  const nameWidth = Math.max(...rows.map(({ design }) => design.length));
  const lines: string[] = [];
  for (const revision of new Set(rows.map((row) => row.revision))) {
    const own = rows.filter((row) => row.revision === revision);
    lines.push(`Ways of treating ${own[0].call} (${revision}): what falls because of the design`);
    for (const row of own) lines.push(`  ${pad(row.design, nameWidth)}  ${rowText(row)}`);
  }
  return foldLines(lines, width);
}

function rowText({ fallen, byKernel, byKernelCured, ownSteps, entries, leaves }: SyncRow): string {
  const list = (all: readonly KernelFall[]): string =>
    all.map(({ assertion, runs }) => `${assertion}: ${runs}`).join(', ');
  const cured = byKernelCured === null ? '' : ` (waker=finishes: ${list(byKernelCured) || 'none'})`;
  const parts = [
    fallen.length === 0 ? 'nothing' : list(fallen),
    byKernel.length === 0 ? '' : `with no abort ${list(byKernel)}${cured}`,
    ownSteps === undefined ? '' : `B ${ownSteps ?? '∞'}`,
    entries === null ? '' : `${entries} ${entries === 1 ? 'entry' : 'entries'}`,
    leaves.length === 0 ? '' : `leaves ${leaves.join('; ')}`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
