/**
 * Whose a fall is, over all runs of a report: of the kernel, which falls with no abort whatever the
 * design, or of the design; and what the ticket's design breaks itself, which is no news under a
 * design that is the ticket's with one thing wrong.
 */
import type { DesignRow, Run } from './data.ts';

/** The design that the known-bad ones are made from. */
export const USUAL = 'ticket';

/** Assertion ids and `condition` that are violated in a run: by the kernel alone, or by the design. */
export type BrokenIn = (run: Run, defect: 'kernel' | 'design') => readonly string[];

/**
 * A condition has no defect of its own. Where an assertion falls with no abort it goes with the kernel,
 * unless it holds under the ticket's design: then the other design breaks it.
 */
export function blame(runs: readonly Run[]): BrokenIn {
  const usual = new Map<string, boolean>();
  for (const run of runs) {
    if (run.design === USUAL) usual.set(placeOf(run), run.condition.verdict === 'VIOLATED');
  }
  return (run, defect) => {
    const fallen = run.assertions.filter(({ verdict }) => verdict === 'VIOLATED');
    const ids = fallen
      .filter((assertion) => (assertion.defect === 'kernel') === (defect === 'kernel'))
      .map(({ id }) => id);
    if (run.condition.verdict !== 'VIOLATED') return ids;
    const isBeside = fallen.some((assertion) => assertion.defect === 'kernel');
    const isKernels = isBeside && usual.get(placeOf(run)) !== false;
    return isKernels === (defect === 'kernel') ? [...ids, 'condition'] : ids;
  };
}

/** Names a fall whatever the design. */
export function fallOf({ test, revision }: Run, id: string): string {
  return JSON.stringify([test, revision, id]);
}

/** Names the test and the revision of a run. */
export function placeOf({ test, revision }: Run): string {
  return JSON.stringify([test, revision]);
}

/** All that falls under the ticket's design, by `fallOf`: the kernel's as well. */
export function usualFalls(runs: readonly Run[]): ReadonlySet<string> {
  const broken = blame(runs);
  return new Set(
    runs
      .filter(({ design }) => design === USUAL)
      .flatMap((run) =>
        [...broken(run, 'design'), ...broken(run, 'kernel')].map((id) => fallOf(run, id)),
      ),
  );
}

/**
 * The runs in which a design breaks an assertion or its condition: not those in which the kernel does,
 * nor, of a known-bad one, those in which the ticket's does as well (`usual`). But its declared fall
 * counts always: the kernel's own treatment of loops is a design too.
 */
export function fallsOf(
  runs: readonly Run[],
  { kind, fall }: Pick<DesignRow, 'kind' | 'fall'>,
  broken: BrokenIn,
  usual: ReadonlySet<string>,
): ReadonlyMap<string, readonly Run[]> {
  const falls = new Map<string, Run[]>();
  for (const run of runs) {
    const ofKernel = broken(run, 'kernel').filter((id) => id === fall?.assertion);
    for (const id of [...broken(run, 'design'), ...ofKernel]) {
      if (kind === 'known-bad' && usual.has(fallOf(run, id))) continue;
      falls.set(id, [...(falls.get(id) ?? []), run]);
    }
  }
  return falls;
}
