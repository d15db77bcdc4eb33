/**
 * What a test asserts besides its condition: what `Asserts=` names, nothing where it says `none`, and
 * all that can apply where there is no such line.
 */
import { isKernelTable } from './call-spec.ts';
import { type Cell, isOfHeld, type Litmus } from '../litmus.ts';

/** What is about aborts alone: without one it would hold because nothing happened. */
const OF_ABORTS = ['R3', 'R4', 'R6', 'R7', 'R9', 'R11', 'R12', 'R13', 'R15', 'R17'];
/** What is about any run. */
const OF_RUNS = ['R1', 'R2', 'R5', 'R8', 'R14'];

/** What is about requests of a debugger. */
const OF_SESSIONS = 'R16';

/** What is about a debugger that looks at threads and sets them. */
const OF_EXAMINING = 'R18';

/** All assertions that can apply to some test. */
export const APPLICABLE: readonly string[] = [
  ...OF_RUNS,
  ...OF_ABORTS,
  OF_SESSIONS,
  OF_EXAMINING,
].toSorted((a, b) => Number(a.slice(1)) - Number(b.slice(1)));

/**
 * The ids that are checked of a test. Those that it does not name are left out of the results where
 * they turn out not to apply. Kernel lanes have no boundary, which nearly all of them are about.
 */
export function assertedIn(litmus: Litmus): readonly string[] {
  const { asserts, table } = litmus.meta;
  if (asserts !== null) return asserts;
  if (isKernelTable(table)) return [];
  const all = needsAborts(litmus) ? APPLICABLE : [...OF_RUNS, OF_SESSIONS];
  return all.filter(
    (id) =>
      (id !== OF_SESSIONS || litmus.meta.debugs.length > 0) &&
      (id !== OF_EXAMINING || examines(litmus)),
  );
}

/** Does its E lane look at a held thread, or set one? */
export function examines({ rows }: Litmus): boolean {
  return rows.some((row) => row.some((cell) => cell?.is === 'env' && isOfHeld(cell.op)));
}

/** Does the test abort anything, by its E lane or by a budget? */
export function needsAborts(litmus: Litmus): boolean {
  return litmus.rows.some((row) => row.some(isAbort)) || litmus.meta.aborts.length > 0;
}

export function isAbort(cell: Cell | null): boolean {
  return cell?.is === 'env' && cell.op.is === 'abort';
}
