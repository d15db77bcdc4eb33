/**
 * Kernel tables: lanes that run the hooks of a debugged thread, with nothing around them, and the
 * debugger's receiving.
 */
import { enterHook, isHook, sessionOf } from '../proc/debugged.ts';
import { freeAnswer } from '../ipc/process.ts';
import { waitForCall } from '../ipc/receive.ts';
import { messageOf } from '../ipc/thread.ts';
import { handler, WAITERS } from '../proc/handlers.ts';
import { panic } from '../record/ipc-objects.ts';
import { IS_ACTIVE, RC } from '../record/layout.ts';
import type { Kernel } from '../record/state.ts';
import { ANSWER, DONE_VOID } from '../record/values.ts';
import { done, K_VOID, lane, sleepOn } from '../syscall/kernel-call.ts';
import { EXIT } from '../syscall/syscall.ts';
import { EVENT_B, EVENT_E, THREAD_E } from './events.ts';

import { UDEBUG } from './session.ts';
import { POINT_BEGIN, STOPPABLE_BEGIN, STOPPABLE_END } from './stoppable.ts';
import { step } from '../record/step.ts';

const THREAD = 'kernel/generic/src/proc/thread.c';
const SYSCALL = 'kernel/generic/src/syscall/syscall.c';

/** A hook that is the whole op; a task that nobody can debug has none. */
function hookOp(name: string, fn: string, file: string, first: () => number): number {
  return lane(name, fn, file, 'runs the hook', (k, t) => {
    if (sessionOf(k, t) < 0) done(k, t, DONE_VOID, 0);
    else enterHook(k, t, first(), K_VOID);
  });
}

export const K_STOP_POINT = hookOp(
  'k-stop-point',
  'udebug_before_thread_runs',
  UDEBUG,
  () => POINT_BEGIN,
);
export const K_EXIT = hookOp('k-thread-exit', 'thread_exit', THREAD, () => THREAD_E);

/** syscall_handler() round no handler: `active` is read without a lock, before and after. */
export const K_SYSCALL = lane(
  'k-syscall',
  'syscall_handler',
  SYSCALL,
  'looks whether it is in a session: a system call begins',
  (k, t) => {
    if (!isDebugged(k, t)) done(k, t, DONE_VOID, 0);
    else enterHook(k, t, EVENT_B, K_SYSCALL_END);
  },
);

export const K_SYSCALL_END = lane(
  'k-syscall-end',
  'syscall_handler',
  SYSCALL,
  'looks whether it is in a session: a system call ends',
  (k, t) => {
    if (!isDebugged(k, t)) done(k, t, DONE_VOID, 0);
    else enterHook(k, t, EVENT_E, K_VOID);
  },
);

function isDebugged(k: Kernel, t: number): boolean {
  return sessionOf(k, t) >= 0 && isHook(k, t, IS_ACTIVE);
}

export const K_NOP = lane('k-nop', '', '', 'does nothing', (k, t) => done(k, t, DONE_VOID, 0));

/** A sleep inside a stoppable section, as sys_waitq_sleep() and sys_futex_sleep() have it. */
export const K_SECTION = lane(
  'k-stoppable-sleep',
  'udebug_stoppable_begin',
  UDEBUG,
  'begins a stoppable section',
  (k, t) => enterHook(k, t, STOPPABLE_BEGIN, K_SECTION_SLEEP),
);

export const K_SECTION_SLEEP = lane(
  'k-stoppable-sleep-sleeps',
  'waitq_sleep_timeout',
  'kernel/generic/src/synch/waitq.c',
  'sleeps',
  (k, t) => sleepOn(k, t, k.op(t).queue, K_SECTION_END),
);

export const K_SECTION_END = lane(
  'k-stoppable-sleep-end',
  'udebug_stoppable_end',
  UDEBUG,
  'ends the section',
  (k, t) => enterHook(k, t, STOPPABLE_END, K_SECTION_DONE),
);

export const K_SECTION_DONE = lane(
  'k-stoppable-sleep-done',
  '',
  '',
  "returns the sleep's result",
  (k, t) => done(k, t, k.get(t, RC), 0),
);

/** ipc_wait_for_call() itself: what comes is not looked at by any system call. */
export const IPC_WAIT_FOR_CALL = handler('ipc_wait_for_call', (k, t) => receive(k, t));

function receive(k: Kernel, t: number): void {
  const { timeout, flags } = k.op(t);
  waitForCall(k, t, timeout, flags, K_RECEIVED);
}

export const K_RECEIVED = step({
  name: 'k-received',
  fn: 'ipc_wait_for_call',
  file: 'kernel/generic/src/ipc/ipc.c',
  says: 'returns what came, and frees it if it is an answer',
  mode: 'kernel',
  run(k, t) {
    if (k.get(t, RC) === ANSWER && !freeAnswer(k, messageOf(k, t))) return panic(k, t);
    k.goto(t, EXIT);
  },
});

WAITERS.set(K_RECEIVED, receive);
