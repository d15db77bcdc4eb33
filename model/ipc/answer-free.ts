/**
 * Sending an answer: _ipc_answer_free_call of kernel/generic/src/ipc/ipc.c, both revisions.
 *
 *     2026: forgotten -> drop it; still active -> off the sender's list
 *     ANSWERED; callerbox: append to answers; wake callerbox.wq
 *
 * Appending and waking are two steps, as they are two holds of two locks.
 */
import {
  FREED,
  IN_ANSWERS,
  IPC,
  appendTo,
  flagged,
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
import { messageOf, takeRetCall } from './thread.ts';
import { ACTIVE, ANSWERED, FORGET, BUFFER } from '../record/layout.ts';
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
  appendTo(k, IN_ANSWERS, box, m);
  wakeFirst(k, t, k.program.boxes[box].queue, takeRetCall(k, t));
}
