/**
 * Answering and poking: kernel/generic/src/ipc/ipc.c and sysipc.c, both revisions.
 *
 *     answer   box: unlink; ANSWERED; callerbox: append to answers; wake callerbox.wq
 *     poke     2012: unsleep the first sleeper of the own box; 2026: wake_one
 *
 * Unlinking, appending and waking are three steps: the callee's box, the caller's box and its wait
 * queue have each a lock. 2026 frees the call's handle after that.
 */
import {
  ANSWERING,
  DISPATCHED,
  IN_ANSWERS,
  IPC,
  answersAt,
  callWithHandle,
  dispatchedAt,
  phoneAt,
} from './ipc-objects.ts';
import { HANDLE, HANDLE_FREE, LOCAL, PANIC, RC, RETVAL, WHERE } from './layout.ts';
import { NONE } from './program.ts';
import type { Kernel } from './state.ts';
import { step } from './step.ts';
import { EXIT, handler, wakeFirst } from './syscall.ts';
import { ENOENT, EOK, REQUEST } from './values.ts';
import { UNSLEEP } from './wait-queue-2012.ts';

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
