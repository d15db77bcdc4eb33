/**
 * A synchronous call made in user space (syncCall=libc): what libc does since the system call is
 * gone (uspace/lib/c/generic/async.c after 6c34f587dc): an asynchronous call, and a wait for its
 * answer that keeps what is meant for others.
 *
 *     send   ipc_call_async; an error is the result
 *     wait   until the own answer is there: ipc_wait; any other answer is kept (reply_received);
 *            a thread that waits for it is poked, as a fibril that waits is made ready; anything
 *            else (a poke, a spurious return) is ignored
 *
 * What libc keeps in user memory is RECORD, the call that it has sent, and the mark IN_USER of an
 * answer that a thread has received for another. So that all of it is in user memory or in the
 * kernel's own objects, nothing is left to be a restart record. Left out: fibrils; a task that
 * calls in this way receives no requests.
 */
import { endCall, toUser } from '../../proc/boundary.ts';
import { HANDLERS, handler } from '../../proc/handlers.ts';
import { SYS_IPC_POKE } from '../answer.ts';
import { flagged, lowerFlag, raiseFlag } from '../../record/ipc-objects.ts';
import { SYS_IPC_CALL_ASYNC } from '../send.ts';
import { SYS_IPC_WAIT } from '../wait.ts';
import { IN_USER, LOCAL, RC, RECORD } from '../../record/layout.ts';
import type { Kernel } from '../../record/state.ts';
import { step } from '../../record/step.ts';
import { TRAP } from '../../syscall/syscall.ts';
import { ANSWER, EOK } from '../../record/values.ts';

/** In RECORD: an answer for another thread has come, and the poke for it is still due. */
const POKE_DUE = 0x80;

/** The system call that is next: the send, the wait, or the poke. */
export const LIBC_CALL_SYNC = handler('libc ipc_call_sync', (k, t) => {
  const record = k.get(t, RECORD);
  const next = record === 0 ? SYS_IPC_CALL_ASYNC : waitOrPoke(record);
  HANDLERS[next](k, t);
});

function waitOrPoke(record: number): number {
  return (record & POKE_DUE) === 0 ? SYS_IPC_WAIT : SYS_IPC_POKE;
}

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
    } else if ((record & POKE_DUE) !== 0) k.set(t, RECORD, record & ~POKE_DUE);
    else if (rc === ANSWER && m === record - 1) return endCall(k, t, ANSWER, m);
    else if (rc === ANSWER) {
      raiseFlag(k, m, IN_USER);
      if (isWaitedFor(k, m)) {
        k.set(t, RECORD, record | POKE_DUE);
        return toUser(k, t, TRAP);
      }
    }
    toUser(k, t, LIBC_CHECK);
  },
});

/** Some thread is in the wait for this answer: nobody is, for that to an asynchronous call. */
function isWaitedFor(k: Kernel, m: number): boolean {
  for (let t = 0; t < k.threads; t++) if ((k.get(t, RECORD) & ~POKE_DUE) === m + 1) return true;
  return false;
}

export const LIBC_CHECK = step({
  name: 'libc-check',
  fn: '',
  file: '',
  says: 'looks whether another thread has received its answer, else waits',
  mode: 'user',
  run(k, t) {
    const m = k.get(t, RECORD) - 1;
    if (!flagged(k, m, IN_USER)) return toUser(k, t, TRAP);
    lowerFlag(k, m, IN_USER);
    endCall(k, t, ANSWER, m);
  },
});
