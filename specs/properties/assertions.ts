/**
 * The assertions R1 ... R18 (docs/assertions.md) over states of the model, each with its witness.
 *
 * `holds` looks at one state: in every state (always) or in every end (finally); what it looks for
 * is in the `assert-*.ts` files. R9, R11 and R15 compare sets of outcomes instead;
 * `check/assertion-verdicts.ts` has them. A witness is a situation without which the assertion would hold because
 * nothing happened: if no state shows it, the result is VACUOUS.
 */
import { isHeld, isInKernel } from '../../model/environment.ts';
import { ABORT, DUE, ENV_OP, NOW, PC, TOKEN, WOKEN } from '../../model/record/layout.ts';
import { FUTEX, NONE } from '../../model/record/program.ts';
import { HELD } from '../../model/proc/boundary.ts';
import { isAsleep } from '../../model/proc/scheduler.ts';
import { isIssuedAgain } from '../../model/proc/retried.ts';
import { isAsSeen, isSeen } from '../../model/proc/seen.ts';
import { isOfHeld } from '../../model/syscall/examine.ts';
import type { Kernel } from '../../model/record/state.ts';
import {
  isComplete,
  noKernelStatus,
  waitsForGo,
  wakeStands,
  wroteNothing,
} from './assert-boundary.ts';
import { leftNoDebt, noWakeupLost } from './assert-ledgers.ts';
import {
  delivered,
  inOrderOfArrival,
  inOrderOfSending,
  isRestarted,
  placesMatter,
} from './assert-order.ts';
import { deadlineHolds, reachesBoundary } from './assert-time.ts';
import { deliveredOnce, someAnswerGiven } from './assert-ipc.ts';
import { nothingLeft, someCallMade } from './assert-leftovers.ts';
import { everyAssertHolds, maySomebodyStay, somethingAsserted } from './assert-user.ts';
import { requestsAnswered, someRequestAnswered } from './assert-debug.ts';
import { everyThread, someThread } from './every-thread.ts';
import { heldForAnother } from './kernel-view.ts';

export interface Assertion {
  readonly id: string;
  readonly says: string;
  /** Citations of papers in docs/, with commas between. */
  readonly source: string;
  /** traps: it is asked of the whole graph (livelock/traps.ts). */
  readonly kind: 'always' | 'finally' | 'outcomes' | 'traps';
  holds(k: Kernel): boolean;
  /** What must have been seen for the assertion to mean something. */
  readonly witness: string;
  witnessed(k: Kernel): boolean;
  /** Why it cannot apply to this program at all, or null. */
  unsupported?(k: Kernel): string | null;
}

/** R18: nothing but what is held can be looked at or set, and it stays as it was seen or set. */
const isAsItWasSet = (k: Kernel, t: number): boolean =>
  !isSeen(k, t) || (k.get(t, PC) === HELD && isAsSeen(k, t));

/** Ends of a program that a debugger has changed are those of another program. */
function setsThreads({ program: { env, handles } }: Kernel): string | null {
  if (handles !== null) return 'a handler runs only where a thread is held';
  const sets = env.some((action) => isOfHeld(action) && action.is !== 'examine');
  return sets ? 'what a debugger sets of a thread is what its outcomes come from' : null;
}

const hasBoxes = (k: Kernel): boolean => k.program.boxes.length > 0;

/** Without aborts the E lane does not wait for any, so a kill may come at another time. */
function killsAfterWaiting({ program: { env } }: Kernel): string | null {
  const waits = env.findIndex(({ is }) => is === 'await');
  const isLater = waits >= 0 && env.slice(waits).some(({ is }) => is === 'kill');
  return isLater ? 'the E lane waits before it kills, and without aborts it would not' : null;
}

/** Its results go to user memory. */
const writes = (k: Kernel, t: number): boolean =>
  k.op(t).waits === 'message' || k.op(t).waits === 'answer';

export const ASSERTIONS: readonly Assertion[] = [
  {
    id: 'R1',
    says: 'no wakeup is lost: each wakes one sleeper, is kept for the next, or pays a debt of a sleep that returned an error to user space; nobody sleeps for ever while one, or a message, is there',
    source: 'assertions.md#R1, kernel.md#I1',
    kind: 'finally',
    holds: noWakeupLost,
    unsupported: (k) =>
      k.program.kernelLevel ? 'kernel tables keep no ledger of the wakeups posted' : null,
    witness: 'somebody took a wakeup that was posted, or slept for ever',
    witnessed: (k) =>
      someThread(k, (_, t) => k.get(t, TOKEN) !== 0 || (isInKernel(k, t) && isAsleep(k, t))),
  },
  {
    id: 'R2',
    says: 'a timed call becomes ready at its first deadline, whatever the number of aborts',
    source: 'assertions.md#R2, kernel.md#1.1, kernel.md#1.4, kernel.md#I7',
    kind: 'always',
    holds: (k) => everyThread(k, deadlineHolds),
    witness: 'a deadline passed',
    witnessed: (k) =>
      someThread(k, (_, t) => k.optional(t, DUE) !== 0 && k.global(NOW) >= k.optional(t, DUE)),
  },
  {
    id: 'R3',
    says: 'an abort that is restarted books no wakeup debt',
    source: 'assertions.md#R3, kernel.md#1.19 (HelenOS b59318e5ac)',
    kind: 'always',
    holds: (k) => everyThread(k, leftNoDebt),
    witness: 'a composable sleep was aborted',
    witnessed: (k) =>
      someThread(k, (_, t) => heldForAnother(k, t) && (k.op(t).flags & FUTEX) !== 0),
    unsupported: (k) => (k.old ? 'the wait queues of 2012 know no debt' : restartsNothing(k)),
  },
  {
    id: 'R4',
    says: 'an aborted attempt writes no user memory',
    source: 'assertions.md#R4',
    kind: 'always',
    holds: (k) => everyThread(k, wroteNothing),
    witness: 'an attempt of a call that writes memory was aborted',
    witnessed: (k) => someThread(k, (_, t) => heldForAnother(k, t) && writes(k, t)),
    unsupported: restartsNothing,
  },
  {
    id: 'R5',
    says: 'a synchronous call has its request received at most once; no answer is lost or reaches another call',
    source: 'assertions.md#R5, kernel.md#1.11, kernel.md#1.17, bugs.md#21, bugs.md#26, bugs.md#27',
    kind: 'always',
    holds: deliveredOnce,
    witness: 'a receiver has answered a call, and its sender got the answer',
    witnessed: someAnswerGiven,
    unsupported: (k) => (hasBoxes(k) ? null : 'there is no IPC in this test'),
  },
  {
    id: 'R6',
    says: 'wake beats abort: a sleep that was woken completes with success',
    source: 'assertions.md#R6',
    kind: 'always',
    holds: (k) => everyThread(k, wakeStands),
    witness: 'a request found a thread that had been woken and had not run yet',
    witnessed: (k) =>
      someThread(k, (_, t) => k.has(t, ABORT) && k.ghost(t, WOKEN) && k.get(t, TOKEN) !== 0),
  },
  {
    id: 'R7',
    says: 'a thread with an abort request reaches a boundary in a bounded number of steps',
    source: 'assertions.md#R7, kernel.md#I9',
    kind: 'always',
    holds: reachesBoundary,
    witness: 'a request was made of a thread inside the kernel',
    witnessed: (k) => someThread(k, (_, t) => k.has(t, ABORT) && isInKernel(k, t)),
    unsupported: ({ program: { sessions, kernelLevel, holdsAtBoundary } }) =>
      sessions.length > 0 && !kernelLevel && !holdsAtBoundary
        ? 'a debugger of today asks no thread to leave its call'
        : null,
  },
  {
    id: 'R8',
    says: 'requests of one sender over one phone are received in the order in which they were sent',
    source: 'assertions.md#R8, kernel.md#I6',
    kind: 'always',
    holds: inOrderOfSending,
    witness: 'two requests of one phone were received',
    witnessed: (k) =>
      k.program.messages.some((message, m) =>
        k.program.messages.some(
          (other, n) =>
            n > m && other.phone === message.phone && delivered(k, m) && delivered(k, n),
        ),
      ),
  },
  {
    id: 'R9',
    says: 'aborts cannot prevent completion: who ends without aborts ends with them',
    source: 'assertions.md#R9',
    kind: 'outcomes',
    holds: () => true,
    unsupported: (k) => killsAfterWaiting(k) ?? setsThreads(k),
    witness: 'an abort took a thread to the boundary',
    witnessed: (k) => someThread(k, isHeld),
  },
  {
    id: 'R10',
    says: 'a group that is saved and restored ends as one that is held and let go',
    source: 'assertions.md#R10, kernel.md#1.18, bugs.md#41, bugs.md#L14',
    kind: 'outcomes',
    holds: () => true,
    unsupported: (k) => (isMoved(k) ? null : 'nobody is saved in this test'),
    witness: 'a group was restored',
    witnessed: wasRestored,
  },
  {
    id: 'R11',
    says: 'k aborts give only outcomes that one abort gives',
    source: 'assertions.md#R11',
    kind: 'outcomes',
    holds: () => true,
    witness: 'two aborts were requested in one run',
    witnessed: (k) => abortsUsed(k) >= 2,
    unsupported: (k) =>
      setsThreads(k) ??
      (k.program.budgets.every(({ op }) => op !== NONE) && k.program.budgets.length === 1
        ? restartsNothing(k)
        : null),
  },
  {
    id: 'R12',
    says: "the kernel's own status codes reach user space only where the design says so",
    source: 'assertions.md#R12, bugs.md#34',
    kind: 'always',
    holds: noKernelStatus,
    witness: 'an aborted thread reached the boundary',
    witnessed: (k) => someThread(k, isHeld),
  },
  {
    id: 'R13',
    says: 'a stopped thread owns nothing that only its kernel stack knows',
    source: 'assertions.md#R13, kernel.md#1.15, kernel.md#I8',
    kind: 'always',
    holds: (k) => everyThread(k, isComplete),
    witness: 'a thread was stopped',
    witnessed: (k) => someThread(k, (_, t) => isHeld(k, t) || waitsForGo(k, t)),
  },
  {
    id: 'R14',
    says: 'at the end no call, phone, buffer or box is leaked, every counter fits, no assertion failed',
    source: 'assertions.md#R14, kernel.md#I5',
    kind: 'finally',
    holds: nothingLeft,
    witness: 'a call was made, or a notification sent',
    witnessed: someCallMade,
    unsupported: (k) => (hasBoxes(k) ? null : 'there is no IPC in this test'),
  },
  {
    id: 'R15',
    says: 'transparency: the outcomes with aborts are among those without',
    source: 'assertions.md#R15, kernel.md#I10',
    kind: 'outcomes',
    holds: () => true,
    unsupported: (k) => killsAfterWaiting(k) ?? setsThreads(k),
    witness: 'an abort took a thread out of a call, and the thread went on',
    witnessed: (k) => someThread(k, isRestarted) || someThread(k, isHeld),
  },
  {
    id: 'R16',
    says: 'what a debugger asks for, BEGIN, GO, STOP and END, is each answered once',
    source: 'assertions.md#R16, kernel.md#1.15',
    kind: 'finally',
    holds: requestsAnswered,
    witness: 'a debugger was given an answer',
    witnessed: someRequestAnswered,
    unsupported: (k) => (k.program.sessions.length > 0 ? null : 'nobody debugs in this test'),
  },
  {
    id: 'R17',
    says: 'a restarted sleeper keeps its place among the sleepers',
    source: 'assertions.md#R17, bugs.md#L18',
    kind: 'always',
    holds: inOrderOfArrival,
    witness: 'a restarted sleeper stood in a queue with another',
    witnessed: placesMatter,
    unsupported: restartsNothing,
  },
  {
    id: 'R18',
    says: 'a held thread is what a debugger has seen of it, and has set: looking changes nothing, what is set is what it runs on, by no restart record of another call',
    source: 'assertions.md#R18, kernel.md#1.15',
    kind: 'always',
    holds: (k) => everyThread(k, isAsItWasSet),
    witness: 'a held thread was looked at, or set',
    witnessed: (k) => someThread(k, isSeen),
    unsupported: (k) => (k.program.examines === null ? 'nobody is examined or set' : null),
  },
  {
    id: 'U1',
    says: 'every assert of user code holds, and no section has more threads in it than it may',
    source: 'assertions.md#U1, litmus.md#user-code',
    kind: 'always',
    holds: everyAssertHolds,
    witness: 'an assert was evaluated, or a section entered that another lane may enter too',
    witnessed: somethingAsserted,
  },
  {
    id: 'U2',
    says: 'an end can be reached from everywhere: no lane goes round for ever',
    source: 'assertions.md#U2, litmus.md#user-code',
    kind: 'traps',
    holds: () => true,
    witness: 'a lane was in a loop, at an until, or in a call that waits',
    witnessed: maySomebodyStay,
  },
];

function restartsNothing(k: Kernel): string | null {
  const all = k.program.lanes.flatMap(({ ops }) => ops);
  const restarts = all.some((op) => isIssuedAgain(op, k.old));
  return restarts ? null : 'this design issues no call again';
}

const isMoved = ({ program }: Kernel): boolean => program.env.some(({ is }) => is === 'checkpoint');

/** The E lane is behind a restore. */
function wasRestored(k: Kernel): boolean {
  return k.program.env.some(({ is }, i) => is === 'restore' && i < k.global(ENV_OP));
}

/** What was drawn from the budgets, and the aborts of the E lane that none of them covers. */
function abortsUsed(k: Kernel): number {
  const { budgets, env } = k.program;
  const isCovered = (t: number, op: number): boolean =>
    budgets.some(
      (budget) =>
        (budget.thread === NONE || budget.thread === t) &&
        (budget.op === NONE || (op >= budget.op && op <= budget.last)),
    );
  const past = env.slice(0, k.global(ENV_OP));
  const free = past.filter((a) => a.is === 'abort' && !isCovered(a.thread, a.op)).length;
  return budgets.reduce(
    (used, { most }, b) => used + most - k.bytes[k.at + k.layout.budgets + b],
    free,
  );
}
