/**
 * Which programs are declared: those whose every step is. Kernel tables are not, nor those in which a
 * thread may die, because a death is seen by all that its task has; nor any with a system call that
 * is not in the table (declared.ts).
 */
import { PROCESSES_MAX } from '../../checker/persistent.ts';
import type { Program } from '../record/program.ts';
import { isDeclaredCall } from './connections.ts';
import { objectsOf } from './objects.ts';

/** Are all steps of this program declared? */
export function isDeclared(program: Program): boolean {
  const { lanes, env } = program;
  // User code is not, nor a group that is saved and restored.
  if (program.hasUserCode) return false;
  if (env.some(({ is }) => is === 'checkpoint' || is === 'restore')) return false;
  // A lane that is set elsewhere may make calls again, or others than are written.
  if (env.some(({ is }) => is === 'set-pc' || is === 'set-arg')) return false;
  if (lanes.some(({ ops }) => !ops.every(isDeclaredCall))) return false;
  return objectsOf(program) !== null && 2 * lanes.length + 3 <= PROCESSES_MAX;
}
