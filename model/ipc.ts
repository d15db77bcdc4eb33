/**
 * Asynchronous IPC: kernel/generic/src/ipc/ipc.c and sysipc.c, both revisions.
 *
 *     send     lock phone; connected? active_calls++; box: append to calls; wake box.wq; unlock
 *     answer   box: unlink; ANSWERED; callerbox: append to answers; wake callerbox.wq
 *     wait     sleep on box.wq; box: an answer, else a call (-> dispatched), else nothing:
 *              2012 sleeps again, 2026 returns ENOENT; DISCARD_ANSWER: free it and wait again
 *     hangup   lock phone; send PHONE_HUNGUP with DISCARD_ANSWER; HUNGUP; unlock
 *     poke     2012: unsleep the first sleeper of the own box; 2026: wake_one
 *
 * Appending and waking are two steps, as they are two holds of two locks. The phone's lock is a
 * sleeping mutex and is modelled as one. Merged: atomic counters and fields of a call that nobody
 * else can reach yet, with the step before them; the lists of a sender's active calls (2026),
 * which only forgetting reads.
 * Left out: notifications, system methods other than PHONE_HUNGUP, forwarding, buffers, cleanup
 * of a task, capabilities' lack (cap_alloc does not fail).
 */
import { usedToken } from './ghosts.ts';
import {
  DELIVERED,
  FIRST,
  HANDLE,
  HANDLE_FREE,
  LOCAL,
  PANIC,
  RC,
  RETVAL,
  SERIAL,
  WHERE,
  WROTE,
} from './layout.ts';
import { INTERRUPTIBLE, NONE } from './program.ts';
import type { Kernel } from './state.ts';
import { step } from './step.ts';
import {
  EXIT,
  abortable,
  abortedAfterWakeup,
  abortsIn,
  handler,
  parkedInPlace,
  syscallExit,
  wakeFirst,
} from './syscall.ts';
import {
  ANSWER,
  EINVAL,
  ELIMIT,
  ENOENT,
  EOK,
  ERESTART,
  NOTHING,
  REFUSED,
  REQUEST,
  TEMPORARY,
  succeeded,
} from './values.ts';
import { SLEEP, UNSLEEP } from './wait-queue-2012.ts';
import { SLEEP_ENTER } from './wait-queue-2026.ts';

const IPC = 'kernel/generic/src/ipc/ipc.c';
const SYSIPC = 'kernel/generic/src/ipc/sysipc.c';

/** Message WHERE: free, on its sender's stack, in one of a box's lists, received, freed. */
export const SENDING = 1;
export const IN_CALLS = 2;
export const DISPATCHED = 3;
export const ANSWERING = 4;
export const IN_ANSWERS = 5;
export const ON_STACK = 6;
export const FREED = 7;

/** Message DELIVERED, ghost bits: the request, the answer, received after a later one. */
export const GAVE_REQUEST = 1;
export const GAVE_ANSWER = 2;
export const OUT_OF_ORDER = 4;

/** Phone states, as in ipc.h. */
export const CONNECTED = 2;
export const HUNGUP = 3;
export const SLAMMED = 4;

/** IPC_MAX_ASYNC_CALLS */
const CALLS_MAX_2012 = 4;
const CALLS_MAX_2026 = 64;
/** Answer values of errors that the kernel itself answers with; printed as names. */
export const ANSWER_EHANGUP = 254;
export const ANSWER_ENOENT = 253;

function phoneAt(k: Kernel, phone: number): number {
  return k.at + k.layout.phones + phone * 2;
}

function callsAt(k: Kernel, box: number): number {
  return k.at + k.layout.boxes + box * k.layout.boxSize;
}

function dispatchedAt(k: Kernel, box: number): number {
  return callsAt(k, box) + k.layout.dispatched;
}

function answersAt(k: Kernel, box: number): number {
  return callsAt(k, box) + k.layout.answers;
}

/** mutex_lock(phone->lock): sleeps until it has it, then continues at step `ret`. */
function lockPhone(k: Kernel, t: number, ret: number): void {
  const { lock } = k.program.phones[k.op(t).phone];
  k.sleepOn(t, k.old ? SLEEP : SLEEP_ENTER, lock, 0, 0, ret);
}

function unlockPhone(k: Kernel, t: number, ret: number): void {
  wakeFirst(k, t, k.program.phones[k.op(t).phone].lock, ret);
}

/** 2026: in the phone's state byte, its capability is gone (cap_unpublish in sys_ipc_hangup). */
const UNPUBLISHED = 0x80;

function phoneState(k: Kernel, phone: number): number {
  return k.bytes[phoneAt(k, phone)] & ~UNPUBLISHED;
}

function setPhoneState(k: Kernel, phone: number, state: number): void {
  const at = phoneAt(k, phone);
  k.bytes[at] = (k.bytes[at] & UNPUBLISHED) | state;
}

/** 2026 kobject_get(): a system call on a phone whose handle is gone ends with ENOENT. */
function hasNoHandle(k: Kernel, t: number): boolean {
  if ((k.bytes[phoneAt(k, k.op(t).phone)] & UNPUBLISHED) === 0) return false;
  k.set(t, RC, ENOENT);
  k.goto(t, EXIT);
  return true;
}

export const SYS_IPC_CALL_ASYNC = handler((k, t) => {
  if (hasNoHandle(k, t)) return;
  const active = k.bytes[phoneAt(k, k.op(t).phone) + 1];
  if (active >= (k.old ? CALLS_MAX_2012 : CALLS_MAX_2026)) {
    k.set(t, RC, k.old ? TEMPORARY : ELIMIT);
    return k.goto(t, EXIT);
  }
  lockPhone(k, t, SEND_LOCKED);
});

export const SEND_LOCKED = step({
  name: 'ipc_call-locked',
  fn: 'ipc_call',
  file: IPC,
  says: 'has the phone: counts the call, or finds the phone not connected',
  mode: 'kernel',
  run(k, t) {
    usedToken(k, t);
    const { phone, message } = k.op(t);
    k.setMessage(message, WHERE, SENDING);
    const state = phoneState(k, phone);
    if (state === CONNECTED) {
      k.bytes[phoneAt(k, phone) + 1]++;
      noteOrder(k, phone, message);
      return k.goto(t, SEND_APPEND);
    }
    // The state is read again after unlocking; nothing here connects a phone, so it is the same.
    k.setMessage(message, RETVAL, state === HUNGUP ? ANSWER_EHANGUP : ANSWER_ENOENT);
    unlockPhone(k, t, ANSWER_APPEND);
  },
});

/** Ghost: the messages of one phone are numbered in the order in which they were sent. */
function noteOrder(k: Kernel, phone: number, message: number): void {
  if (!k.program.ghosts.order) return;
  let last = 0;
  for (let m = 0; m < k.program.messages.length; m++) {
    if (k.program.messages[m].phone === phone) last = Math.max(last, k.message(m, SERIAL));
  }
  k.setMessage(message, SERIAL, last + 1);
}

export const SEND_APPEND = step({
  name: 'ipc_call-append',
  fn: '_ipc_call',
  file: IPC,
  says: "appends the call to the callee's box",
  mode: 'kernel',
  run(k, t) {
    const { box, message } = k.op(t);
    k.append(callsAt(k, box), message);
    k.setMessage(message, WHERE, IN_CALLS);
    wakeFirst(k, t, k.program.boxes[box].queue, SEND_UNLOCK);
  },
});

export const SEND_UNLOCK = step({
  name: 'ipc_call-unlock',
  fn: 'ipc_call',
  file: IPC,
  says: 'unlocks the phone',
  mode: 'kernel',
  run(k, t) {
    const { message, phone } = k.op(t);
    if (k.program.messages[message].hangup) setPhoneState(k, phone, HUNGUP);
    k.set(t, RC, EOK);
    unlockPhone(k, t, EXIT);
  },
});

export const SYS_IPC_HANGUP = handler((k, t) => {
  if (hasNoHandle(k, t)) return;
  if (!k.old) k.bytes[phoneAt(k, k.op(t).phone)] |= UNPUBLISHED;
  lockPhone(k, t, HANGUP_LOCKED);
});

export const HANGUP_LOCKED = step({
  name: 'ipc_phone_hangup-locked',
  fn: 'ipc_phone_hangup',
  file: IPC,
  says: 'has the phone: leaves the box, prepares the hang-up call',
  mode: 'kernel',
  run(k, t) {
    usedToken(k, t);
    const { phone, message } = k.op(t);
    const at = phoneAt(k, phone);
    if (phoneState(k, phone) !== CONNECTED) {
      k.set(t, RC, k.old ? REFUSED : EINVAL);
      return unlockPhone(k, t, EXIT);
    }
    k.setMessage(message, WHERE, SENDING);
    k.bytes[at + 1]++;
    noteOrder(k, phone, message);
    k.goto(t, SEND_APPEND);
  },
});

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

/** The call received through `box` that has this handle, or -1. */
function callWithHandle(k: Kernel, box: number, handle: number): number {
  const { messages, phones } = k.program;
  for (let m = 0; m < messages.length; m++) {
    if (phones[messages[m].phone].box === box && k.message(m, HANDLE) === handle) return m;
  }
  return -1;
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

export const SYS_IPC_ANSWER = handler((k, t) => {
  const { source } = k.op(t);
  const message = requestIn(k, t, source);
  if (message < 0 || k.message(message, WHERE) !== DISPATCHED) {
    k.set(t, RC, ENOENT);
    return k.goto(t, EXIT);
  }
  // 2026: cap_unpublish, so that nobody else finds the call; 2012: get_call() only looks.
  if (!k.old) k.setMessage(message, WHERE, ANSWERING);
  k.set(t, LOCAL, message + 1);
  k.goto(t, ANSWER_UNLINK);
});

/**
 * The call that user space means by this register, or -1. 2012: the one whose hash it got. 2026:
 * the one that has that handle now, which after an answer may be another.
 */
function requestIn(k: Kernel, t: number, register: number): number {
  if (register === NONE || k.registerCode(register) !== REQUEST) return -1;
  const received = k.registerPayload(register);
  if (k.old) return received;
  const handle = k.message(received, HANDLE) & ~HANDLE_FREE;
  return callWithHandle(k, k.op(t).box, handle);
}

export const ANSWER_UNLINK = step({
  name: 'ipc_answer-unlink',
  fn: 'ipc_answer',
  file: IPC,
  says: 'takes the call off the dispatched ones',
  mode: 'kernel',
  run(k, t) {
    const { box, value } = k.op(t);
    const message = k.get(t, LOCAL) - 1;
    // 2012: a second answer that found the same call unlinks it twice: use after free.
    if (!k.includes(dispatchedAt(k, box), message)) return k.setGlobal(PANIC, t + 1);
    k.removeFrom(dispatchedAt(k, box), message);
    k.setMessage(message, RETVAL, value);
    k.setMessage(message, WHERE, ANSWERING);
    k.goto(t, ANSWER_APPEND);
  },
});

/** Also the end of a send on a phone that is not connected: the call answers itself. */
export const ANSWER_APPEND = step({
  name: 'ipc_answer-append',
  fn: '_ipc_answer_free_call',
  file: IPC,
  says: "appends the answer to the caller's box",
  mode: 'kernel',
  run(k, t) {
    const own = k.op(t).message;
    const message = own === NONE ? k.get(t, LOCAL) - 1 : own;
    // ipc_backsend_err counts the call that it answers itself.
    if (own !== NONE) k.bytes[phoneAt(k, k.op(t).phone) + 1]++;
    const box = k.program.messages[message].callerBox;
    k.append(answersAt(k, box), message);
    k.setMessage(message, WHERE, IN_ANSWERS);
    k.set(t, RC, EOK);
    const freesHandle = !k.old && own === NONE;
    if (!freesHandle) k.set(t, LOCAL, 0);
    wakeFirst(k, t, k.program.boxes[box].queue, freesHandle ? ANSWER_FREE : EXIT);
  },
});

export const ANSWER_FREE = step({
  name: 'ipc_answer-free',
  fn: 'cap_free',
  file: 'kernel/generic/src/cap/cap.c',
  says: "frees the call's handle",
  mode: 'kernel',
  run(k, t) {
    const message = k.get(t, LOCAL) - 1;
    k.setMessage(message, HANDLE, k.message(message, HANDLE) | HANDLE_FREE);
    k.set(t, LOCAL, 0);
    k.goto(t, EXIT);
  },
});

export const SYS_IPC_POKE = handler((k, t) => {
  const { queue } = k.program.boxes[k.op(t).box];
  k.set(t, RC, EOK);
  if (k.old) k.callOn(t, UNSLEEP, queue, EXIT);
  else wakeFirst(k, t, queue, EXIT);
});
