/**
 * Sending an answer: _ipc_answer_free_call of kernel/generic/src/ipc/ipc.c, both revisions.
 *
 *     2026: forgotten -> drop it; still active -> off the sender's list
 *     ANSWERED; callerbox: append to answers; wake callerbox.wq
 *     (2026's clean-up: without the lock, if callerbox is its own)
 *
 * Appending and waking are two steps, as they are two holds of two locks.
 */
import {
  FREED,
  IN_ANSWERS,
  IPC,
  appendTo,
  flagged,
  misused,
  panic,
  raiseFlag,
  removeActive,
  takeOff,
  lowerFlag,
  isLoose,
} from '../record/ipc-objects.ts';
import { isGone } from '../proc/thread-dead.ts';
import { putCall } from './caps.ts';
import { boxFree } from './phones.ts';
import { messageOf, ownBox, takeRetCall } from './thread.ts';
import { ACTIVE, ANSWERED, FORGET, BUFFER, CHANGED_TOGETHER, EXITING } from '../record/layout.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import { wakeFirst } from '../syscall/syscall.ts';

/** _ipc_answer_free_call(); continues at RET_CALL. */
export function answerFree(k: Kernel, t: number): void {
  k.goto(t, k.old ? ANSWER_APPEND : ANSWER_FORGOTTEN);
}

export const ANSWER_FORGOTTEN = step({
  name: 'ipc_answer-forgotten',
  fn: '_ipc_answer_free_call',
  file: IPC,
  says: 'looks whether its sender has forgotten the call',
  mode: 'kernel',
  run(k, t) {
    const m = messageOf(k, t);
    if (flagged(k, m, FORGET)) {
      putCall(k, m);
      return k.goto(t, takeRetCall(k, t));
    }
    // Answered in a way of its own: nobody has taken it off the list.
    if (flagged(k, m, ACTIVE)) removeActive(k, m);
    k.goto(t, takesNoLock(k, t, m) ? ANSWER_UNLOCKED : ANSWER_APPEND);
  },
});

/**
 * `selflocked`, which ipc_cleanup_call_list() of 2026 says although it has unlocked its box: a call
 * of the task to itself goes into its box's answers without the lock.
 */
function takesNoLock(k: Kernel, t: number, m: number): boolean {
  const isInCleanup = k.has(t, EXITING) && !k.program.kernelLevel;
  return isInCleanup && k.program.messages[m].callerBox === ownBox(k, t);
}

/** list_append() without the lock: a server that answers meanwhile writes the same links. */
export const ANSWER_UNLOCKED = step({
  name: 'ipc_answer-unlocked',
  fn: '_ipc_answer_free_call',
  file: IPC,
  says: "begins to append the answer to its own box's, without the lock",
  mode: 'kernel',
  run(k, t) {
    k.beginChange(k.program.boxes[ownBox(k, t)].queue);
    k.goto(t, ANSWER_APPEND_UNLOCKED);
  },
});

export const ANSWER_APPEND_UNLOCKED = step({
  name: 'ipc_answer-append-unlocked',
  fn: '_ipc_answer_free_call',
  file: IPC,
  says: 'has appended it',
  mode: 'kernel',
  run(k, t) {
    if (k.endChange(k.program.boxes[ownBox(k, t)].queue)) misused(k, t, CHANGED_TOGETHER);
    appendAnswer(k, t);
  },
});

/** Also the end of a send on a phone that is not connected: the call answers itself. */
export const ANSWER_APPEND = step({
  name: 'ipc_answer-append',
  fn: '_ipc_answer_free_call',
  file: IPC,
  says: "appends the answer to the caller's box",
  mode: 'kernel',
  enabled: (k, t) => boxFree(k, k.program.messages[messageOf(k, t)].callerBox),
  run: (k, t) => appendAnswer(k, t),
});

/** Under callerbox->lock; then callerbox->wq is woken, and t continues at RET_CALL. */
export function appendAnswer(k: Kernel, t: number): void {
  const m = messageOf(k, t);
  // 2012: a second answer to a call that was freed, or is in a list already.
  if (!isLoose(k, m)) return panic(k, t);
  // syncCall=forget-resend brings 2026's forgetting to 2012.
  if (k.old && flagged(k, m, FORGET)) {
    lowerFlag(k, m, BUFFER);
    takeOff(k, m, FREED);
    return k.goto(t, takeRetCall(k, t));
  }
  raiseFlag(k, m, ANSWERED);
  if (k.layout.via >= 0) k.setMessage(m, k.layout.via, 0);
  const box = k.program.messages[m].callerBox;
  if (isGone(k, box)) return panic(k, t);
  if (!k.old) k.changes(k.program.boxes[box].queue);
  appendTo(k, IN_ANSWERS, box, m);
  wakeFirst(k, t, k.program.boxes[box].queue, takeRetCall(k, t));
}
