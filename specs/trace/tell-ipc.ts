/**
 * What a step of IPC, of a timeout or of a page-in did, where its kernel function can go several
 * ways. Beside tell-step.ts, which has the wait queues and the boundary.
 */
import { PARKED } from '../../model/proc/boundary.ts';
import { SCAN } from '../../model/synch/clock.ts';
import { FORWARDED_CALL } from '../../model/ipc/forward.ts';
import { ANSWERED_CALL } from '../../model/ipc/answer.ts';
import { PRE_START } from '../../model/ipc/answer-preprocess.ts';
import { REQ_WOKE } from '../../model/ipc/sync-call/page-in.ts';
import { CALL_LOCKED } from '../../model/ipc/send.ts';
import { SYNC_WOKE } from '../../model/ipc/sync-call/sync.ts';
import { RETURN } from '../../model/ipc/wait.ts';
import {
  CALL_FLAGS,
  CHANGED_TOGETHER,
  FORGET,
  FORWARDED,
  MISUSE,
  MISUSER,
  PC,
  PHONE_STATE,
  RC,
  READ_FREED,
  TIMERS,
  UNLOCKED_FREED,
} from '../../model/record/layout.ts';
import { CONNECTED } from '../../model/record/ipc-objects.ts';
import { messageOf, phoneOf } from '../../model/ipc/thread.ts';
import type { Kernel } from '../../model/record/state.ts';
import { ANSWER, EOK, ERESTART, REQUEST } from '../../model/record/values.ts';
import type { Look, Telling } from './telling.ts';

/** Steps by their number; what is not here is told by tell-step.ts or by the step's own words. */
export const IPC_TELLINGS: ReadonlyMap<number, Telling> = new Map<number, Telling>([
  [CALL_LOCKED, locked],
  [SYNC_WOKE, syncWoke],
  [REQ_WOKE, pageInWoke],
  [RETURN, returned],
  [ANSWERED_CALL, answered],
  [PRE_START, settled],
  [FORWARDED_CALL, forwarded],
  [SCAN, scanned],
]);

function locked(t: number, before: Look): string {
  // A forwarded call was counted when it was sent first.
  const wasSent = before((k) => (k.message(messageOf(k, t), CALL_FLAGS) & FORWARDED) !== 0);
  if (wasSent) return 'has the lock of the phone';
  return before((k) => k.phone(phoneOf(k, t), PHONE_STATE) === CONNECTED)
    ? 'has the lock of the phone: counts the call'
    : 'has the lock of the phone, which is not connected';
}

function syncWoke(t: number, before: Look, after: Look): string {
  const rc = before((k) => k.get(t, RC));
  if (rc !== ANSWER) return wentOut(rc);
  if (after((k) => k.get(t, PC)) === PARKED) return 'waits inside the kernel, with its answer';
  if (after((k) => k.get(t, RC)) === ERESTART) return ANSWER_IN_HAND;
  return 'has the answer: takes its private box off the list';
}

const ANSWER_IN_HAND = 'sees the request, with its answer in hand: goes out';

function wentOut(rc: number): string {
  const why = rc === ERESTART ? 'sees the request' : 'was interrupted';
  return `${why}: goes out, and leaves the call and its private box behind`;
}

function pageInWoke(t: number, before: Look, after: Look): string {
  const rc = before((k) => k.get(t, RC));
  if (rc === ANSWER) {
    return after((k) => k.get(t, RC)) === ERESTART ? ANSWER_IN_HAND : 'has the answer';
  }
  const m = before((k) => messageOf(k, t));
  const isForgotten = m >= 0 && after((k) => (k.message(m, CALL_FLAGS) & FORGET) !== 0);
  if (isForgotten)
    return `${rc === ERESTART ? 'sees the request' : 'was interrupted'}: forgets the call`;
  if (rc === ERESTART) return wentOut(rc);
  return 'was interrupted, but the answer is on its way: waits for it';
}

function returned(t: number, before: Look, after: Look): string {
  if (after((k) => k.get(t, RC)) === ERESTART) {
    return 'sees the request, after writing: lets go of the message';
  }
  const isRequest = before((k) => k.get(t, RC)) === REQUEST;
  if (!isRequest) return 'returns the answer, and frees the call';
  return before((k) => k.old) ? 'returns the request' : 'returns the request, with a handle for it';
}

function answered(_t: number, before: Look): string {
  return before((k) => k.old)
    ? 'is done with the answer'
    : 'is done with the answer: frees the handle of the call';
}

function settled(t: number, before: Look): string {
  if (before((k) => k.old)) return 'makes the answer ready';
  const isForgotten = before((k) => (k.message(messageOf(k, t), CALL_FLAGS) & FORGET) !== 0);
  if (isForgotten) return 'finds that its sender has forgotten the call';
  return 'makes the answer ready: from now on its sender cannot forget the call';
}

function forwarded(t: number, before: Look): string {
  if (before((k) => k.old)) return 'is done with the forward';
  return before((k) => k.get(t, RC)) === EOK
    ? 'is done with the forward: frees the handle of the call'
    : 'could not send it on: will answer it with EFORWARD';
}

function scanned(_t: number, before: Look, after: Look): string {
  const due = (k: Kernel): number => k.bytes[k.at + TIMERS];
  return before(due) === after(due)
    ? 'no further timeout is due'
    : 'takes the next timeout that is due off the list';
}

/** What a step does with memory that is not what it takes it for (MISUSE). */
const MISUSES: ReadonlyMap<number, string> = new Map([
  [UNLOCKED_FREED, "lets go of the lock of a queue that is freed: writes to another's memory"],
  [READ_FREED, 'reads whose box the phone leads to, which is freed'],
  [CHANGED_TOGETHER, 'has changed a list that another has changed meanwhile: its links are open'],
]);

/** The misuse that this step is the first to make; null: none. */
export function misuseBy(before: Look, after: Look): string | null {
  if (after((k) => k.program.kernelLevel)) return null;
  const misuse = after((k) => k.global(MISUSE));
  if (misuse === before((k) => k.global(MISUSE))) return null;
  return MISUSES.get(misuse & ~MISUSER) ?? null;
}
