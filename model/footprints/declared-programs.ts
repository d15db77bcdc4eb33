/**
 * Which programs are declared: those whose every step is. Kernel tables are not, nor those in which a
 * thread may die, because a death is seen by all that its task has; nor any with a system call that
 * is not in the table (declared.ts).
 */
import { PROCESSES_MAX } from '../../checker/persistent.ts';
import { WITH_CLEANUP } from '../record/layout.ts';
import type { Program } from '../record/program.ts';
import { SYS_THREAD_EXIT } from '../syscall/syscall.ts';
import { isDeclaredCall } from './connections.ts';
import { objectsOf } from './objects.ts';

/** Are all steps of this program declared? */
export function isDeclared(program: Program): boolean {
  const { lanes, env, kernelLevel, depth, sessions, tickOffsets } = program;
  // Debug sessions are no objects of their own.
  if (sessions.length > 0) return false;
  // Nor are a second CPU's clock and lists.
  if (tickOffsets.length > 1) return false;
  // A lane that is set elsewhere may make calls again, or others than are written.
  if (env.some(({ is }) => is === 'set-pc' || is === 'set-arg')) return false;
  if (kernelLevel || depth >= WITH_CLEANUP || env.some(({ is }) => is === 'kill')) return false;
  if (lanes.some(({ ops }) => ops.some(({ handler }) => handler === SYS_THREAD_EXIT))) return false;
  if (lanes.some(({ ops }) => !ops.every(isDeclaredCall))) return false;
  return objectsOf(program) !== null && 2 * lanes.length + 3 <= PROCESSES_MAX;
}
