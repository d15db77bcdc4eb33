/**
 * Messages of a group in flight: requests in a queue, calls with a receiver, answers, notifications.
 *
 * Both ends of every call are of the group (compile-checkpoints.ts), so an image has each call once,
 * in the list that it is in, and a restored kernel links it there again. A call is known to two:
 * to its sender by its list of outgoing calls, to its receiver by the lists of its box. An image that
 * takes either for all of it loses calls, or has them twice.
 */
import {
  appendTo,
  DISPATCHED,
  FREED,
  IN_ANSWERS,
  IN_CALLS,
  IN_NOTIFS,
  isIn,
  listLength,
  messageAt,
  raiseFlag,
  takeOff,
} from '../record/ipc-objects.ts';
import { HANDLE, PHONE_HANDLE, RENAMED } from '../record/layout.ts';
import type { Group } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';

/** Reads what is in flight, as the design has it. */
export function saveMessages(k: Kernel, { boxes, policies }: Group): void {
  for (const box of boxes) {
    if (policies.messages === 'drop') leaveBehind(k, box);
    if (policies.messages === 'double') queueAgain(k, box);
  }
}

/** messages=drop: what nobody in user space has is not in the image. */
function leaveBehind(k: Kernel, box: number): void {
  for (const list of [IN_CALLS, IN_ANSWERS, IN_NOTIFS]) {
    while (listLength(k, list, box) > 0) takeOff(k, messageAt(k, list, box, 1), FREED);
  }
}

/** messages=double: a call that has a receiver comes back from its sender's list, to be received. */
function queueAgain(k: Kernel, box: number): void {
  for (let m = 0; m < k.program.messages.length; m++) {
    if (!isIn(k, m, DISPATCHED, box)) continue;
    takeOff(k, m, FREED);
    appendTo(k, IN_CALLS, box, m);
    const { queue } = k.program.boxes[box];
    k.setBalance(queue, k.balance(queue) + 1);
  }
}

/**
 * names=raw: a receiver knows its calls by their address (2012), of which none is the same any more,
 * or by a handle (2026), of which the lowest that the task's phones leave are given out anew.
 */
export function renameCalls(k: Kernel, { boxes }: Group, isOld: boolean): void {
  for (const box of boxes) {
    if (k.program.boxes[box].isPrivate) continue;
    for (let place = 1; place <= listLength(k, DISPATCHED, box); place++) {
      const m = messageAt(k, DISPATCHED, box, place);
      if (isOld) raiseFlag(k, m, RENAMED);
      else k.setMessage(m, HANDLE, handleFor(k, box, place));
    }
  }
}

/** names=raw, on the other revision: what a receiver has is an address, or a handle, of none there. */
export function loseNames(k: Kernel, { boxes }: Group): void {
  for (let m = 0; m < k.program.messages.length; m++) {
    if (boxes.some((box) => isIn(k, m, DISPATCHED, box))) raiseFlag(k, m, RENAMED);
  }
}

/** The handle of the call at this place, where phones have theirs and calls follow. */
function handleFor(k: Kernel, box: number, place: number): number {
  const { task } = k.program.boxes[box];
  let handle = 0;
  for (let left = place; left > 0;) {
    handle++;
    if (!isOfPhone(k, task, handle)) left--;
  }
  return handle;
}

function isOfPhone(k: Kernel, task: number, handle: number): boolean {
  return k.program.phones.some(
    (phone, p) => phone.task === task && k.phone(p, PHONE_HANDLE) === handle,
  );
}
