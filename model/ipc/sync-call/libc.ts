/**
 * A synchronous call made in user space (syncCall=libc): what libc does since the system call is
 * gone (uspace/lib/c/generic/async.c after 6c34f587dc): an asynchronous call, and a wait for its
 * answer that keeps what is meant for others.
 *
 *     send   ipc_call_async; an error is the result
 *     wait   until the own answer is there: ipc_wait; any other answer is kept for whoever asks for
 *            it, and nobody is poked (reply_received makes a fibril that waits for it ready, and of
 *            the task's threads this one alone waits); anything else (a poke of another task's
 *            doing, a spurious return) is ignored
 *
 * What libc keeps in user memory is RECORD, the call that it has sent, and the mark IN_USER of an
 * answer that a thread has received for another. So that all of it is in user memory or in the
 * kernel's own objects, nothing is left to be a restart record. Left out: fibrils; a task that
 * calls in this way receives no requests.
 */
import { endCall, toUser } from '../../proc/boundary.ts';
import { HANDLERS, handler } from '../../proc/handlers.ts';
import { flagged, lowerFlag, raiseFlag } from '../../record/ipc-objects.ts';
import { SYS_IPC_CALL_ASYNC } from '../send.ts';
import { SYS_IPC_WAIT } from '../wait.ts';
import { IN_USER, LOCAL, RC, RECORD } from '../../record/layout.ts';
import { step } from '../../record/step.ts';
import { TRAP } from '../../syscall/syscall.ts';
import { ANSWER, EOK } from '../../record/values.ts';

/** The system call that is next: the send, or the wait. */
export const LIBC_CALL_SYNC = handler('libc ipc_call_sync', (k, t) => {
  const record = k.get(t, RECORD);
  HANDLERS[record === 0 ? SYS_IPC_CALL_ASYNC : SYS_IPC_WAIT](k, t);
});

export const LIBC_RETURNED = step({
  name: 'libc-call-sync',
  fn: '',
  file: '',
  says: 'looks at what the system call has returned',
  mode: 'user',
  run(k, t) {
    const record = k.get(t, RECORD);
    const rc = k.get(t, RC);
    const m = k.get(t, LOCAL) - 1;
    k.set(t, LOCAL, 0);
    k.set(t, RC, 0);
    if (record === 0) {
      if (rc !== EOK) return endCall(k, t, rc, 0);
      k.set(t, RECORD, m + 1);
    } else if (rc === ANSWER && m === record - 1) return endCall(k, t, ANSWER, m);
    else if (rc === ANSWER) raiseFlag(k, m, IN_USER);
    toUser(k, t, LIBC_CHECK);
  },
});

export const LIBC_CHECK = step({
  name: 'libc-check',
  fn: '',
  file: '',
  says: 'looks whether its answer is among those that were kept, else waits',
  mode: 'user',
  run(k, t) {
    const m = k.get(t, RECORD) - 1;
    if (!flagged(k, m, IN_USER)) return toUser(k, t, TRAP);
    lowerFlag(k, m, IN_USER);
    endCall(k, t, ANSWER, m);
  },
});
