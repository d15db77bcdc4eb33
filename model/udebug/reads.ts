/**
 * Requests that look: udebug_thread_read() and its like of kernel/generic/src/udebug/udebug_ops.c,
 * and what udebug_ipc.c answers, both revisions.
 *
 *     THREAD_READ   T: not ACTIVE: EINVAL (2012: its buffer stays allocated)
 *     NAME_READ     nothing is locked and nothing asked
 *     AREAS_READ    the address space is locked; no session is asked for
 *     ARGS_READ     T, then t: no GO, else EINVAL; in a SYSCALL event, else EINVAL
 *     REGS_READ     T, then t: no GO, else EINVAL; uspace_state is set, else EBUSY
 *     MEM_READ      T: not ACTIVE: EBUSY; copies with T held: where the page is not there, the kbox
 *                   thread faults, locks its address space and, if a pager has the page (2026), begins
 *                   a stoppable section, which takes T again: an assertion of the mutex (D15)
 *
 * An answer brings a buffer, which the debugger's kernel copies out. 2012 allocates those of ARGS_READ
 * and REGS_READ before it looks at the thread, and loses them where it fails (N13).
 */
import { isHook, sessionOf } from '../proc/debugged.ts';
import {
  type DebugMethod,
  debugMethodOf,
  EVENT_SYSCALL_B,
  EVENT_SYSCALL_E,
} from '../ipc/debug-methods.ts';
import { panic, raiseFlag } from '../record/ipc-objects.ts';
import {
  BUFFER,
  CUR_EVENT,
  DT_ACTIVE,
  DT_STATE,
  HAS_FRAME,
  IS_UNSTOPPABLE,
  WQ,
} from '../record/layout.ts';
import { NONE } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import { lockTaken } from '../record/ghosts.ts';
import { ANSWER_EBUSY, ANSWER_EINVAL, ANSWER_EOK } from '../record/values.ts';
import { lockMutex, unlockMutex } from '../synch/mutex.ts';
import { reply, requestOf, REQUESTS } from './kbox.ts';
import { canFindThread, threadFor } from './requests.ts';
import {
  leaks,
  lockSession,
  readRunning,
  sessionFree,
  UDEBUG_IPC,
  UDEBUG_OPS,
  unlockSession,
} from './session.ts';

/** EOK and a buffer. */
function replyWith(k: Kernel, t: number): void {
  raiseFlag(k, requestOf(k, t), BUFFER);
  reply(k, t, ANSWER_EOK);
}

/** A step that serves a request under T. */
function serveUnder(
  method: DebugMethod,
  fn: string,
  says: string,
  run: (k: Kernel, t: number) => void,
  enabled = sessionFree,
): number {
  const number = step({
    name: fn,
    fn,
    file: UDEBUG_OPS,
    says,
    mode: 'kernel',
    enabled,
    run,
  });
  REQUESTS[debugMethodOf(method)] = (k, t) => k.goto(t, number);
  return number;
}

const isActive = (k: Kernel, t: number): boolean =>
  k.session(sessionOf(k, t), DT_STATE) === DT_ACTIVE;

export const SERVE_THREADS = serveUnder(
  'THREAD_READ',
  'udebug_thread_read',
  'reads which threads the task has',
  (k, t) => {
    if (isActive(k, t)) return replyWith(k, t);
    if (k.old) leaks(k, sessionOf(k, t));
    reply(k, t, ANSWER_EINVAL);
  },
);

/** A thread that fails to be looked at takes the buffer of 2012 with it. */
function threadToRead(k: Kernel, t: number): number {
  const thread = threadFor(k, t, false);
  if (thread < 0 && k.old) leaks(k, sessionOf(k, t));
  return thread;
}

export const SERVE_ARGS = serveUnder(
  'ARGS_READ',
  'udebug_args_read',
  'reads the arguments of the system call that the thread was stopped in',
  (k, t) => {
    const thread = threadToRead(k, t);
    if (thread < 0) return;
    const event = k.hook(thread, CUR_EVENT);
    if (event === EVENT_SYSCALL_B || event === EVENT_SYSCALL_E) return replyWith(k, t);
    if (k.old) leaks(k, sessionOf(k, t));
    reply(k, t, ANSWER_EINVAL);
  },
  canFindThread,
);

export const SERVE_REGS = serveUnder(
  'REGS_READ',
  'udebug_regs_read',
  'reads the registers that the thread had in user mode, if there is a frame',
  (k, t) => {
    const thread = threadToRead(k, t);
    if (thread < 0) return;
    if (isHook(k, thread, HAS_FRAME)) {
      if (isRunning(k, thread)) readRunning(k, sessionOf(k, t));
      return replyWith(k, t);
    }
    if (k.old) leaks(k, sessionOf(k, t));
    reply(k, t, ANSWER_EBUSY);
  },
  canFindThread,
);

/** It is not stopped: neither stoppable nor, in an event, on its way to wait for GO. */
function isRunning(k: Kernel, thread: number): boolean {
  return isHook(k, thread, IS_UNSTOPPABLE) && k.get(thread, WQ) !== k.program.goQueues[thread];
}

REQUESTS[debugMethodOf('NAME_READ')] = replyWith;

// --- the address space ----------------------------------------------------------------------

const asLock = (k: Kernel, t: number): number => k.program.asLocks[k.program.lanes[t].task];

REQUESTS[debugMethodOf('AREAS_READ')] = (k, t) => {
  if (asLock(k, t) === NONE) replyWith(k, t);
  else lockMutex(k, t, asLock(k, t), AREAS_LOCKED);
};

export const AREAS_LOCKED = step({
  name: 'as_get_area_info',
  fn: 'as_get_area_info',
  file: 'kernel/generic/src/mm/as.c',
  says: 'has the address space: lists its areas',
  mode: 'kernel',
  run(k, t) {
    lockTaken(k, t);
    unlockMutex(k, t, asLock(k, t), AREAS_READ);
  },
});

export const AREAS_READ = step({
  name: 'udebug-areas-read',
  fn: 'udebug_receive_areas_read',
  file: UDEBUG_IPC,
  says: 'answers with the areas',
  mode: 'kernel',
  run: replyWith,
});

export const SERVE_MEMORY = serveUnder(
  'MEM_READ',
  'udebug_mem_read',
  'begins to copy memory of the task, with its udebug structure locked',
  (k, t) => {
    if (!isActive(k, t)) return reply(k, t, ANSWER_EBUSY);
    const isAbsent = k.program.messages[requestOf(k, t)].argument !== 0;
    if (!isAbsent || asLock(k, t) === NONE) return replyWith(k, t);
    lockSession(k, sessionOf(k, t), t);
    lockMutex(k, t, asLock(k, t), MEMORY_FAULT);
  },
);

/** 2012 has no pagers in user space: the page comes. */
export const MEMORY_FAULT = step({
  name: 'udebug_mem_read-fault',
  fn: 'as_page_fault',
  file: 'kernel/generic/src/mm/as.c',
  says: 'faults on a page that is not there, and has its address space',
  mode: 'kernel',
  run(k, t) {
    lockTaken(k, t);
    if (!k.old) return panic(k, t);
    unlockMutex(k, t, asLock(k, t), MEMORY_READ);
  },
});

export const MEMORY_READ = step({
  name: 'udebug_mem_read-copied',
  fn: 'udebug_mem_read',
  file: UDEBUG_OPS,
  says: 'has copied, and unlocks the udebug structure',
  mode: 'kernel',
  run(k, t) {
    unlockSession(k, sessionOf(k, t));
    replyWith(k, t);
  },
});
