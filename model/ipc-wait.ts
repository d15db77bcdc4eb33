/**
 * Receiving: ipc_wait_for_call of kernel/generic/src/ipc/ipc.c and its system call in sysipc.c.
 *
 *     wait     sleep on box.wq; box: an answer, else a call (-> dispatched), else nothing:
 *              2012 sleeps again, 2026 returns ENOENT; DISCARD_ANSWER: free it and wait again
 *
 * From its box to the return to user space, only this thread's kernel stack knows the message: the
 * windows `dequeued` and `written`. Merged: 2026's cap_alloc with the copy to user memory.
 */
import { usedToken } from './ghosts.ts';
import {
  DISPATCHED,
  FREED,
  GAVE_ANSWER,
  GAVE_REQUEST,
  IN_ANSWERS,
  IN_CALLS,
  IPC,
  ON_STACK,
  OUT_OF_ORDER,
  answersAt,
  callWithHandle,
  callsAt,
  dispatchedAt,
  phoneAt,
} from './ipc-objects.ts';
import {
  DELIVERED,
  FIRST,
  HANDLE,
  HANDLE_FREE,
  LOCAL,
  RC,
  SERIAL,
  WHERE,
  WROTE,
} from './layout.ts';
import { INTERRUPTIBLE } from './program.ts';
import type { Kernel } from './state.ts';
import { step } from './step.ts';
import { abortable, abortsIn, parkedInPlace } from './boundary.ts';
import { EXIT, abortedAfterWakeup, handler, syscallExit, wakeFirst } from './syscall.ts';
import { ANSWER, ENOENT, ERESTART, NOTHING, REQUEST, succeeded } from './values.ts';
import { SLEEP } from './wait-queue-2012.ts';
import { SLEEP_ENTER } from './wait-queue-2026.ts';

const SYSIPC = 'kernel/generic/src/ipc/sysipc.c';

/** ipc_wait's first sleep, and every later one of its loops. */
function waitOnBox(k: Kernel, t: number): void {
  const { box, timeout, flags, policies } = k.op(t);
  const all = flags | INTERRUPTIBLE | abortable(policies);
  const { queue } = k.program.boxes[box];
  k.sleepOn(t, k.old ? SLEEP : SLEEP_ENTER, queue, timeout, all, DEQUEUE);
}

/** An internal loop of ipc_wait: with the timeout in full, or what is left of the first. */
function waitAgain(k: Kernel, t: number): void {
  if (k.op(t).policies.loops === 'full-timeout') k.set(t, FIRST, 0);
  waitOnBox(k, t);
}

export const SYS_IPC_WAIT = handler(waitOnBox);

export const DEQUEUE = step({
  name: 'ipc_wait_for_call-dequeue',
  fn: 'ipc_wait_for_call',
  file: IPC,
  says: 'takes an answer, else a call, off its box',
  mode: 'kernel',
  run(k, t) {
    const rc = k.get(t, RC);
    if (!succeeded(rc)) return waitFailed(k, t, rc);
    if (abortedAfterWakeup(k, t)) return;
    usedToken(k, t);
    const { box } = k.op(t);
    if (k.bytes[answersAt(k, box)] > 0) takeAnswer(k, t, box);
    else if (k.bytes[callsAt(k, box)] > 0) takeCall(k, t, box);
    else if (k.old) waitAgain(k, t);
    else {
      k.set(t, RC, ENOENT);
      k.goto(t, EXIT);
    }
  },
});

/** 2012 returns 0 for every failure. */
function waitFailed(k: Kernel, t: number, rc: number): void {
  if (k.old && rc !== ERESTART) {
    usedToken(k, t);
    k.set(t, RC, NOTHING);
  }
  k.goto(t, EXIT);
}

function takeAnswer(k: Kernel, t: number, box: number): void {
  const message = k.bytes[answersAt(k, box) + 1];
  k.removeFrom(answersAt(k, box), message);
  k.bytes[phoneAt(k, k.program.messages[message].phone) + 1]--;
  k.setMessage(message, WHERE, ON_STACK);
  k.set(t, LOCAL, message + 1);
  k.set(t, RC, ANSWER);
  k.goto(t, PROCESS);
}

function takeCall(k: Kernel, t: number, box: number): void {
  const message = k.bytes[callsAt(k, box) + 1];
  k.removeFrom(callsAt(k, box), message);
  k.append(dispatchedAt(k, box), message);
  k.setMessage(message, WHERE, DISPATCHED);
  noteReceived(k, message);
  k.set(t, LOCAL, message + 1);
  k.set(t, RC, REQUEST);
  k.goto(t, PROCESS);
}

/** Ghost: has a later message of the same phone been taken before this one? */
function noteReceived(k: Kernel, message: number): void {
  if (!k.program.ghosts.order) return;
  const { phone } = k.program.messages[message];
  const at = k.at + k.layout.orders + phone;
  const serial = k.message(message, SERIAL);
  if (serial < k.bytes[at]) {
    k.setMessage(message, DELIVERED, k.message(message, DELIVERED) | OUT_OF_ORDER);
  }
  k.bytes[at] = Math.max(k.bytes[at], serial);
}

export const PROCESS = step({
  name: 'ipc_wait-copy-out',
  fn: 'sys_ipc_wait_for_call',
  file: SYSIPC,
  says: 'copies the message to user memory, or discards an answer and waits again',
  mode: 'kernel',
  run(k, t) {
    if (parkedInPlace(k, t, PROCESS)) return;
    const message = k.get(t, LOCAL) - 1;
    if (abortsIn(k, t, 'dequeued')) return abortedAfterDequeue(k, t, message);
    if (k.get(t, RC) === ANSWER && k.program.messages[message].hangup) {
      k.setMessage(message, WHERE, FREED);
      k.set(t, LOCAL, 0);
      k.set(t, RC, 0);
      return waitAgain(k, t);
    }
    if (!k.old && k.get(t, RC) === REQUEST) allocateHandle(k, t, message);
    k.raiseGhost(t, WROTE);
    k.goto(t, RETURN);
  },
});

/**
 * 2026 cap_alloc(): the lowest handle that no call of this task has. Phones and wait queues have
 * theirs below; a handle that answering has freed is given out again.
 */
function allocateHandle(k: Kernel, t: number, message: number): void {
  let handle = 1;
  while (callWithHandle(k, k.op(t).box, handle) >= 0) handle++;
  k.setMessage(message, HANDLE, handle);
}

/** W3: the message is on the kernel stack, which is about to be unwound. */
function abortedAfterDequeue(k: Kernel, t: number, message: number): void {
  const { box, policies } = k.op(t);
  const isAnswer = k.get(t, RC) === ANSWER;
  k.set(t, LOCAL, 0);
  k.set(t, RC, ERESTART);
  if (policies.token !== 'repost') {
    // An answer is freed unread; a call stays among the dispatched ones, known to nobody.
    if (isAnswer) k.setMessage(message, WHERE, FREED);
    return k.goto(t, EXIT);
  }
  if (isAnswer) {
    k.append(answersAt(k, box), message);
    k.bytes[phoneAt(k, k.program.messages[message].phone) + 1]++;
    k.setMessage(message, WHERE, IN_ANSWERS);
  } else {
    k.removeFrom(dispatchedAt(k, box), message);
    k.append(callsAt(k, box), message);
    k.setMessage(message, WHERE, IN_CALLS);
  }
  wakeFirst(k, t, k.program.boxes[box].queue, EXIT);
}

export const RETURN = step({
  name: 'ipc_wait-return',
  fn: 'sys_ipc_wait_for_call',
  file: SYSIPC,
  says: 'returns the message (2026: publishes its capability)',
  mode: 'kernel',
  run(k, t) {
    if (abortsIn(k, t, 'written')) {
      const lost = k.get(t, LOCAL) - 1;
      if (k.get(t, RC) === ANSWER) k.setMessage(lost, WHERE, FREED);
      else if (!k.old) k.setMessage(lost, HANDLE, k.message(lost, HANDLE) | HANDLE_FREE);
      k.set(t, LOCAL, 0);
      k.set(t, RC, ERESTART);
      return syscallExit(k, t);
    }
    const message = k.get(t, LOCAL) - 1;
    const isAnswer = k.get(t, RC) === ANSWER;
    if (isAnswer) k.setMessage(message, WHERE, FREED);
    const bit = isAnswer ? GAVE_ANSWER : GAVE_REQUEST;
    k.setMessage(message, DELIVERED, k.message(message, DELIVERED) | bit);
    syscallExit(k, t);
  },
});
