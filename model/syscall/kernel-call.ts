/**
 * One call of a lane that calls kernel functions directly: its begin, its end, its restart.
 *
 * For kernel tables, where a lane's op is one kernel function and no system call is around it: the
 * function runs, its result goes to the op's register, the lane goes on with the next op. A lane
 * whose name stands in `Restart=` issues an interrupted sleep again, as a thread would that is
 * resumed.
 */
import { callBegins } from '../record/ghosts.ts';
import {
  FIRST,
  INTERRUPTED,
  KILLED,
  LOCAL,
  NOTED,
  OP,
  PHONE,
  RC,
  RET_CALL,
} from '../record/layout.ts';
import { NONE } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import { DONE_VOID, EINTR, INTERRUPTED_2012 } from '../record/values.ts';
import { SLEEP } from '../synch/wait-queue-2012.ts';
import { SLEEP_ENTER } from '../synch/wait-queue-2026.ts';

/** The op is over: its result is in its register, the lane goes on. */
export function done(k: Kernel, t: number, code: number, payload: number): void {
  const { register } = k.op(t);
  if (register !== NONE) {
    k.setRegister(register, code, payload);
    if (k.program.stampReturns) k.bytes[k.at + k.layout.stamps + register] = k.global(0);
  }
  k.set(t, RC, 0);
  k.set(t, FIRST, 0);
  k.set(t, LOCAL, 0);
  if (k.program.depth > PHONE - RET_CALL) k.set(t, PHONE, 0);
  callBegins(k, t);
  k.set(t, OP, k.get(t, OP) + 1);
  const { ops } = k.program.lanes[t];
  const next = k.get(t, OP);
  k.goto(t, next < ops.length ? ops[next].entry : 0);
}

/** A step of a lane that is one kernel function, in the kernel. */
export function lane(
  name: string,
  fn: string,
  file: string,
  says: string,
  run: (k: Kernel, t: number) => void,
  enabled?: (k: Kernel, t: number) => boolean,
): number {
  return step({ name, fn, file, says, mode: 'kernel', run, ...(enabled && { enabled }) });
}

/** Starts the op's sleep on `queue`; the lane continues at step `ret`. */
export function sleepOn(k: Kernel, t: number, queue: number, ret: number): void {
  const { timeout, flags } = k.op(t);
  k.sleepOn(t, k.old ? SLEEP : SLEEP_ENTER, queue, timeout, flags, ret);
}

/**
 * `Restart=`: an interrupted call is issued again, unless its thread has been killed. The kernel's
 * own synchronous call has nobody outside who could. ipc_wait of 2012 returns 0 for every failure,
 * so who calls again goes by what has been noted: one more call uses up all notes.
 */
export function issuesAgain(k: Kernel, t: number, rc: number): boolean {
  const interrupted = rc === EINTR || rc === INTERRUPTED_2012;
  if (!k.program.lanes[t].restart || !interrupted || k.has(t, KILLED)) return false;
  const { call } = k.op(t);
  if (call === 'ipc_req_internal') return false;
  if (k.old && call === 'ipc_wait' && !k.has(t, NOTED)) return false;
  k.lower(t, NOTED);
  return true;
}

/** The thread clears its own flag; the timeout starts in full. */
export function clearForAgain(k: Kernel, t: number): void {
  k.lower(t, INTERRUPTED);
  k.set(t, FIRST, 0);
  k.set(t, LOCAL, 0);
  k.set(t, RC, 0);
  if (k.program.depth > 0) k.set(t, RET_CALL, 0);
}

/** Where an op ends that returns nothing. */
export const K_VOID = lane('k-void', '', '', 'returns', (k, t) => done(k, t, DONE_VOID, 0));

/** The lock of the op's queue can be taken. */
export const queueFree = (k: Kernel, t: number): boolean => !k.locked(k.op(t).queue);
