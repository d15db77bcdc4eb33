/**
 * Which programs are declared: those whose every step is. User code is not, nor a system call that is
 * not in the table (declared.ts); nor what has more objects or processes than masks have bits.
 */
import { PROCESSES_MAX } from '../../checker/persistent.ts';
import type { Program } from '../record/program.ts';
import { LIBC_CALL_SYNC } from '../ipc/sync-call/libc.ts';
import { isDeclaredCall } from './connections.ts';
import { allForms } from './forms.ts';
import { objectsOf } from './objects.ts';

/**
 * libc's fibrils may exchange their threads, or one send what another has queued: what such a step has
 * to do with is not declared.
 */
function sharesThreads({ lanes }: Program): boolean {
  const callers = lanes.filter(({ ops }) => ops.some(({ handler }) => handler === LIBC_CALL_SYNC));
  return callers.some(({ task }, i) => {
    const isAlone = callers.findIndex((other) => other.task === task) === i;
    const others = lanes.filter((lane) => lane.task === task);
    return !isAlone || others.some(({ ops }) => ops.some(({ call }) => isAsync(call)));
  });
}

/** What fills a phone, so that libc has to queue. */
const isAsync = (call: string): boolean => call.startsWith('ipc_call_async');

/** Are all steps of this program declared? */
export function isDeclared(program: Program): boolean {
  if (program.hasUserCode || program.handles !== null || sharesThreads(program)) return false;
  // A shim between a program and the other revision's kernel has steps that are not.
  if (program.worlds?.some(({ revision }) => revision !== program.revision) === true) return false;
  if (!allForms(program).every(isDeclaredCall)) return false;
  // Nor the future of a phone to a kbox that may be hung up while it is made (N24).
  const calls = new Set(allForms(program).map(({ call }) => call));
  if (calls.has('ipc_connect_kbox') && calls.has('ipc_hangup')) return false;
  return objectsOf(program) !== null && 2 * program.lanes.length + 3 <= PROCESSES_MAX;
}
