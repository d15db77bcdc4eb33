/**
 * A synchronous call made in user space (syncCall=libc): what libc does since the system call is
 * gone (uspace/lib/c/generic/async.c after 6c34f587dc, with ipc.c beside it): an asynchronous call, and
 * a wait for its answer that takes what is meant for others.
 *
 *     send      ipc_call_async. The phone has its most calls outstanding: the call joins queued_calls,
 *               and its fibril waits as if it had been sent; any other error is the result
 *     wait      ipc_wait, until the own answer is there. Any answer is marked (handle_answer,
 *               reply_received), and calls that are queued are tried again (dispatch_queued_calls):
 *               the first of them, then the next as long as they can be sent; anything else (a poke
 *               of another task's doing, a spurious return) is ignored
 *     run       a fibril whose answer is there: the own one, or one of another thread, with which the
 *               two exchange their threads (fibrils.ts); nobody is poked
 *
 * What libc keeps in user memory is RECORD, the call that it has sent, and the mark IN_USER of an
 * answer that a thread has received for another. So that all of it is in user memory or in the
 * kernel's own objects, nothing is left to be a restart record. async_futex is held from the choice of
 * a queued call to the end of its send: other threads of the task stand before their next step
 * meanwhile. Left out: a task that calls in this way receives no requests.
 */
import { endCall, toUser } from '../../proc/boundary.ts';
import { HANDLERS, handler } from '../../proc/handlers.ts';
import { lowerFlag, raiseFlag } from '../../record/ipc-objects.ts';
import { SYS_IPC_CALL_ASYNC } from '../send.ts';
import { SYS_IPC_WAIT } from '../wait.ts';
import { IN_USER, LOCAL, RC, RECORD } from '../../record/layout.ts';
import type { Kernel } from '../../record/state.ts';
import { step } from '../../record/step.ts';
import { TRAP } from '../../syscall/syscall.ts';
import { ANSWER, EOK, TEMPORARY } from '../../record/values.ts';
import {
  awaited,
  DISPATCHING,
  exchange,
  firstQueued,
  firstReady,
  isBeingKilled,
  isDispatched,
  isReady,
  moveUp,
  QUEUED,
  queuedCalls,
} from './fibrils.ts';

/** The system call that is next: the send, or the wait. */
export const LIBC_CALL_SYNC = handler('libc ipc_call_sync', (k, t) => {
  HANDLERS[sends(k, t) ? SYS_IPC_CALL_ASYNC : SYS_IPC_WAIT](k, t);
});

/** Is its system call the send, for the first time or from the queue? */
export function sends(k: Kernel, t: number): boolean {
  const record = k.get(t, RECORD);
  return record === 0 || record === DISPATCHING;
}

/** Nobody else of the task holds async_futex. */
const mayLock = (k: Kernel, t: number): boolean => !isDispatched(k, t);

const mayExchange = (k: Kernel, t: number): boolean => mayLock(k, t) && !isBeingKilled(k, t);

export const LIBC_RETURNED = step({
  name: 'libc-call-sync',
  fn: '',
  file: '',
  says: 'looks at what the system call has returned',
  mode: 'user',
  enabled: mayLock,
  run(k, t) {
    const rc = k.get(t, RC);
    const m = k.get(t, LOCAL) - 1;
    k.set(t, LOCAL, 0);
    k.set(t, RC, 0);
    if (k.get(t, RECORD) === DISPATCHING) return dispatched(k, t, rc, m);
    if (sends(k, t)) return sent(k, t, rc, m);
    if (rc !== ANSWER) return toUser(k, t, LIBC_CHECK);
    const isQueued = firstQueued(k, t) >= 0;
    if (m === awaited(k, t) && !isQueued) return endCall(k, t, ANSWER, m);
    raiseFlag(k, m, IN_USER);
    toUser(k, t, isQueued ? LIBC_DISPATCH : LIBC_CHECK);
  },
});

/** ipc_finish_async() */
function sent(k: Kernel, t: number, rc: number, m: number): void {
  if (rc === TEMPORARY) k.set(t, RECORD, QUEUED + 1 + queuedCalls(k, t));
  else if (rc === EOK) k.set(t, RECORD, m + 1);
  else return endCall(k, t, rc, 0);
  toUser(k, t, LIBC_CHECK);
}

/** A turn of the loop of dispatch_queued_calls(). */
function dispatched(k: Kernel, t: number, rc: number, m: number): void {
  if (rc === TEMPORARY) {
    k.set(t, RECORD, QUEUED + 1);
    return toUser(k, t, LIBC_CHECK);
  }
  // No phone of 2012 refuses a call whose arguments can be read; compile-ipc.ts refuses others.
  if (rc !== EOK) throw new Error(`libc's queued call fails with the code ${rc}`);
  k.set(t, RECORD, m + 1);
  moveUp(k, t);
  toUser(k, t, firstQueued(k, t) >= 0 ? LIBC_DISPATCH : LIBC_CHECK);
}

export const LIBC_DISPATCH = step({
  name: 'libc-dispatch',
  fn: '',
  file: '',
  says: 'takes the first call that is queued, to send it',
  mode: 'user',
  enabled: mayExchange,
  run(k, t) {
    const first = firstQueued(k, t);
    if (first < 0) return toUser(k, t, LIBC_CHECK);
    if (first !== t) exchange(k, t, first);
    k.set(first, RECORD, DISPATCHING);
    toUser(k, first, TRAP);
  },
});

export const LIBC_CHECK = step({
  name: 'libc-check',
  fn: '',
  file: '',
  says: 'looks whether an answer is among those that were kept, else waits',
  mode: 'user',
  enabled: mayExchange,
  run(k, t) {
    const ready = isReady(k, t) ? t : firstReady(k, t);
    if (ready < 0) return toUser(k, t, TRAP);
    if (ready !== t) exchange(k, t, ready);
    const m = awaited(k, ready);
    lowerFlag(k, m, IN_USER);
    endCall(k, ready, ANSWER, m);
  },
});
