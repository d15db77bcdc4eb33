/**
 * In whose hands a message is, so that nobody else can come to it before that thread moves.
 *
 * Its sender's, before it is sent and once its answer is taken: it is in no list then, and no other
 * thread has it on its stack. With it nobody else comes to the private box that its answer goes to.
 * What a hang-up sends has no such sender, since others may send it as well.
 */
import { LOCAL, RECORD, RET_CALL, WHERE } from '../record/layout.ts';
import { FREED, ON_STACK, SENDING, UNUSED } from '../record/ipc-objects.ts';
import type { Kernel } from '../record/state.ts';

/** Per message the thread that has it, or -1: it is in a list, or it may be anybody's. */
export function findKeepers(k: Kernel, keepers: Int8Array): void {
  const { messages } = k.program;
  for (let m = 0; m < messages.length; m++) {
    const where = k.message(m, WHERE);
    const isInNoList =
      where === UNUSED || where === SENDING || where === ON_STACK || where === FREED;
    const { hangup, preallocated, thread } = messages[m];
    keepers[m] = isInNoList && !hangup && !preallocated ? thread : -1;
  }
  if (messages.length === 0) return;
  for (let t = 0; t < k.threads; t++) {
    release(keepers, t, k.get(t, LOCAL) - 1);
    if (k.program.depth > RECORD - RET_CALL) release(keepers, t, k.get(t, RECORD) - 1);
  }
}

/** Thread t has message m on its stack, whoever has sent it. */
function release(keepers: Int8Array, t: number, m: number): void {
  if (m >= 0 && m < keepers.length && keepers[m] !== t) keepers[m] = -1;
}
