/**
 * What a test asserts besides its condition: what `Asserts=` names, nothing where it says `none`, and
 * all that can apply where there is no such line.
 */
import { isKernelTable } from './call-spec.ts';
import { type Cell, isOfHeld, type Litmus } from '../litmus.ts';
import { actsIn } from '../user-code.ts';

/** What is about aborts alone: without one it would hold because nothing happened. */
const OF_ABORTS = ['R3', 'R4', 'R6', 'R7', 'R9', 'R11', 'R12', 'R13', 'R15', 'R17'];
/** What is about any run. */
const OF_RUNS = ['R1', 'R2', 'R5', 'R8', 'R14'];

/** What is about requests of a debugger. */
const OF_SESSIONS = 'R16';

/** What is about a group that is saved and restored. */
const OF_CHECKPOINTS = 'R10';

/** What is about a debugger that looks at threads and sets them. */
const OF_EXAMINING = 'R18';

/** What is about user code. */
const OF_USER_CODE = ['U1', 'U2'];

/** All assertions about system calls that can apply to some test. */
const OF_CALLS = [...OF_RUNS, ...OF_ABORTS, OF_CHECKPOINTS, OF_SESSIONS, OF_EXAMINING].toSorted(
  (a, b) => Number(a.slice(1)) - Number(b.slice(1)),
);

/** All assertions that can apply to some test. */
export const APPLICABLE: readonly string[] = [...OF_CALLS, ...OF_USER_CODE];

/**
 * The ids that are checked of a test. Those that it does not name are left out of the results where
 * they turn out not to apply. Kernel lanes have no boundary, which nearly all of them are about.
 */
export function assertedIn(litmus: Litmus): readonly string[] {
  const { asserts, table } = litmus.meta;
  const ofUserCode = isKernelTable(table) ? [] : userAssertions(litmus);
  // U1 of a test that has nothing to assert would hold because nothing is there.
  if (asserts !== null) return asserts.filter((id) => id !== 'U1' || ofUserCode.includes('U1'));
  if (isKernelTable(table)) return [];
  const all = needsAborts(litmus) ? OF_CALLS : [...OF_RUNS, OF_SESSIONS];
  const isDebugged = litmus.meta.debugs.length > 0;
  const isMoved = hasCheckpoint(litmus);
  const own = all.filter(
    (id) =>
      (id !== OF_SESSIONS || isDebugged) &&
      (id !== OF_CHECKPOINTS || isMoved) &&
      (id !== OF_EXAMINING || examines(litmus)),
  );
  return [...own, ...ofUserCode];
}

/** Does its E lane look at a held thread, or set one? */
export function examines({ rows }: Litmus): boolean {
  return rows.some((row) => row.some((cell) => cell?.is === 'env' && isOfHeld(cell.op)));
}

/** U1 where something is asserted of user code, U2 where it may go round. */
function userAssertions({ procs, init, rows }: Litmus): string[] {
  const acts = [
    ...procs.flatMap(({ body }) => actsIn(body)),
    ...rows.flatMap((row) => row.flatMap((cell) => (cell?.is === 'user' ? [cell.act] : []))),
  ];
  const hasSection = init.some((it) => it.is === 'object' && it.type === 'section');
  const asserts = hasSection || acts.some(({ is }) => is === 'assert');
  const mayStay = acts.some(({ is }) => is === 'goto' || is === 'while' || is === 'until');
  return [...(asserts ? ['U1'] : []), ...(mayStay ? ['U2'] : [])];
}

/** Does the test abort anything, by its E lane, by a checkpoint or by a budget? */
export function needsAborts(litmus: Litmus): boolean {
  return litmus.rows.some((row) => row.some(isAbort)) || litmus.meta.aborts.length > 0;
}

/** What stops threads, and the restore that lets them go again. */
export function isAbort(cell: Cell | null): boolean {
  return cell?.is === 'env' && /^(abort|checkpoint|restore)$/.test(cell.op.is);
}

/** Is some group of tasks saved and restored? */
export function hasCheckpoint({ rows }: Litmus): boolean {
  return rows.some((row) => row.some((cell) => cell?.is === 'env' && cell.op.is === 'checkpoint'));
}
