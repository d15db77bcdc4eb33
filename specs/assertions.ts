/**
 * The assertions R1 ... R17 (design.md §1) over states of the model, each with its witness.
 *
 * `holds` looks at one state: in every state (always) or in every end (finally). R9, R11 and R15
 * compare sets of outcomes instead; `compare.ts` has them. A witness is a situation without which
 * the assertion would hold because nothing happened: if no state shows it, the result is VACUOUS.
 */
import { isHeld, isInKernel, mayKick } from '../model/environment.ts';
import { DELAY, DELAY_POLL } from '../model/sleep-calls.ts';
import { arrivalsAt, ledger, taken } from '../model/ghosts.ts';
import {
  DISPATCHED,
  FREED,
  GAVE_ANSWER,
  GAVE_REQUEST,
  IN_ANSWERS,
  OUT_OF_ORDER,
  SENDING,
} from '../model/ipc.ts';
import { isAsleep } from '../model/kernel-lanes.ts';
import {
  ABORT,
  AWAY,
  BOOKED,
  CLOCK_PC,
  DELIVERED,
  DUE,
  EARLY,
  ENV_OP,
  FIRST,
  KICK,
  LINK,
  LOCAL,
  NOW,
  PC,
  RESTARTED,
  RET,
  TOKEN,
  WAKE_LOST,
  WHERE,
  WOKEN,
  WROTE,
} from '../model/layout.ts';
import { FUTEX, NONE } from '../model/program.ts';
import type { Kernel } from '../model/state.ts';
import { STEPS } from '../model/step.ts';
import { HELD, RESTART } from '../model/syscall.ts';
import { EINTR, ERESTART, INTERRUPTED_2012 } from '../model/values.ts';
import { heldForRestart } from './kernel-view.ts';

export interface Assertion {
  readonly id: string;
  readonly says: string;
  /** Where it comes from. */
  readonly source: string;
  readonly kind: 'always' | 'finally' | 'outcomes';
  holds(k: Kernel): boolean;
  /** What must have been seen for the assertion to mean something. */
  readonly witness: string;
  witnessed(k: Kernel): boolean;
  /** Why it cannot apply to this program at all, or null. */
  unsupported?(k: Kernel): string | null;
}

/** Is it so of some thread? The tests are closed functions: nothing is allocated per state. */
function some(k: Kernel, test: (k: Kernel, t: number) => boolean): boolean {
  for (let t = 0; t < k.threads; t++) if (test(k, t)) return true;
  return false;
}

/** Is it so of every thread? */
function every(k: Kernel, test: (k: Kernel, t: number) => boolean): boolean {
  for (let t = 0; t < k.threads; t++) if (!test(k, t)) return false;
  return true;
}

const isRestarted = (k: Kernel, t: number): boolean => k.ghost(t, RESTARTED);
const hasBoxes = (k: Kernel): boolean => k.program.boxes.length > 0;

// --- R1, R3: the ledgers ----------------------------------------------------------------------

/** Every wakeup posted is used, taken and about to be used, or in the queue's counter. */
function ledgerBalances(k: Kernel, q: number): boolean {
  return k.balance(q) === ledger(k, q) - taken(k, q);
}

function noWakeupLost(k: Kernel): boolean {
  for (let q = 0; q < k.program.queues.length; q++) {
    if (!ledgerBalances(k, q) && !k.closed(q)) return false;
    const abandoned = k.destroyed(q) && k.sleepers(q) > 0;
    if (abandoned || (k.balance(q) > 0 && presentSleepers(k, q) > 0)) return false;
  }
  return !some(k, sleepsBesideMessages) && noMessageLost(k);
}

function presentSleepers(k: Kernel, q: number): number {
  let present = 0;
  for (let i = 0; i < k.sleepers(q); i++) if (!k.has(k.sleeper(q, i), AWAY)) present++;
  return present;
}

function sleepsBesideMessages(k: Kernel, t: number): boolean {
  if (!isInKernel(k, t) || !isAsleep(k, t) || k.op(t).call !== 'ipc_wait') return false;
  const at = k.at + k.layout.boxes + k.op(t).box * k.layout.boxSize;
  return k.bytes[at] > 0 || k.bytes[at + k.layout.answers] > 0;
}

/** Each request that left its queue, and each answer, was given to user space. */
function noMessageLost(k: Kernel): boolean {
  for (let m = 0; m < k.program.messages.length; m++) {
    const where = k.message(m, WHERE);
    const given = k.message(m, DELIVERED);
    if (where === DISPATCHED && (given & GAVE_REQUEST) === 0) return false;
    const discarded = k.program.messages[m].hangup;
    if (where === FREED && (given & GAVE_ANSWER) === 0 && !discarded) return false;
  }
  return true;
}

/** A thread that will issue its call again has left no debt behind. */
const leftNoDebt = (k: Kernel, t: number): boolean => !k.ghost(t, BOOKED) || !heldForRestart(k, t);

// --- R2: time ---------------------------------------------------------------------------------

function deadlineHolds(k: Kernel, t: number): boolean {
  if (k.ghost(t, EARLY)) return false;
  const due = k.optional(t, DUE);
  if (due === 0 || k.global(CLOCK_PC) !== 0 || k.global(NOW) < due) return true;
  if (!isInKernel(k, t) || isHeld(k, t)) return true;
  return !isAsleep(k, t) && !stillSpins(k, t);
}

/** In the delay loop, and not at its end. */
function stillSpins(k: Kernel, t: number): boolean {
  const pc = k.get(t, PC);
  return (pc === DELAY || pc === DELAY_POLL) && k.ticks() < k.get(t, FIRST) - 1;
}

// --- R7: bounded ------------------------------------------------------------------------------

/** No kernel code can run, and yet a thread with a request is not at a boundary. */
function reachesBoundary(k: Kernel): boolean {
  if (!some(k, isStuck)) return true;
  return anyKernelStep(k);
}

function isStuck(k: Kernel, t: number): boolean {
  return k.has(t, ABORT) && !k.has(t, KICK) && isInKernel(k, t) && !isHeld(k, t);
}

function anyKernelStep(k: Kernel): boolean {
  if (k.global(CLOCK_PC) !== 0) return true;
  return some(k, (_, t) => {
    if (mayKick(k, t)) return true;
    const step = STEPS[k.get(t, PC)];
    return step.mode === 'kernel' && (step.enabled === undefined || step.enabled(k, t));
  });
}

// --- R12, R13, R14, R17 -----------------------------------------------------------------------

function noKernelStatus(k: Kernel): boolean {
  const { registers } = k.program;
  for (let r = 0; r < registers.length; r++) {
    const code = k.registerCode(r);
    if (code === ERESTART) return false;
    if (code !== EINTR && code !== INTERRUPTED_2012) continue;
    const { ops } = k.program.lanes[registers[r].lane];
    if (!ops.some((op) => op.register === r && op.policies.result === 'eintr')) return false;
  }
  return true;
}

const wroteNothing = (k: Kernel, t: number): boolean => !k.ghost(t, WROTE) || !heldForRestart(k, t);

const wakeStands = (k: Kernel, t: number): boolean =>
  !k.ghost(t, WAKE_LOST) && !(k.ghost(t, WOKEN) && heldForRestart(k, t));

/** A stopped thread's registers, user memory and declared record are all there is of it. */
function isComplete(k: Kernel, t: number): boolean {
  if (!isHeld(k, t)) return true;
  const holds = k.get(t, TOKEN) !== 0 || k.get(t, LOCAL) !== 0;
  if (k.get(t, PC) !== HELD) return !holds || k.op(t).policies.stop === 'points';
  if (k.get(t, RET) !== RESTART) return true;
  return !holds && (k.op(t).policies.progress !== 'hidden' || k.get(t, FIRST) === 0);
}

function countsMatch(k: Kernel): boolean {
  return (
    noMessageLost(k) &&
    k.program.phones.every((_, phone) => {
      const active = k.bytes[k.at + k.layout.phones + phone * 2 + 1];
      return active === outstanding(k, phone);
    })
  );
}

/** Calls that were sent on the phone and whose answers nobody has picked up. */
function outstanding(k: Kernel, phone: number): number {
  return k.program.messages.filter((message, m) => {
    const where = k.message(m, WHERE);
    return message.phone === phone && where >= SENDING && where <= IN_ANSWERS;
  }).length;
}

/** No request was taken after a later one of its phone. */
function inOrderOfSending(k: Kernel): boolean {
  for (let m = 0; m < k.program.messages.length; m++) {
    if ((k.message(m, DELIVERED) & OUT_OF_ORDER) !== 0) return false;
  }
  return true;
}

/** The sleepers stand in the order in which they first came. */
function inOrderOfArrival(k: Kernel): boolean {
  return k.program.queues.every((_, q) => {
    const at = arrivalsAt(k, q);
    let place = 0;
    for (let i = 0; i < k.sleepers(q); i++) {
      while (place < k.bytes[at] && k.bytes[at + 1 + place] !== k.sleeper(q, i)) place++;
      if (place === k.bytes[at]) return false;
    }
    return true;
  });
}

function placesMatter(k: Kernel): boolean {
  return some(k, (_, t) => {
    const q = k.get(t, LINK) - 1;
    return isRestarted(k, t) && q >= 0 && q < k.program.queues.length && k.sleepers(q) > 1;
  });
}

const writes = (k: Kernel, t: number): boolean => k.op(t).call === 'ipc_wait';
const delivered = (k: Kernel, m: number): boolean => (k.message(m, DELIVERED) & GAVE_REQUEST) !== 0;

export const ASSERTIONS: readonly Assertion[] = [
  {
    id: 'R1',
    says: 'no wakeup is lost: each wakes one sleeper, is banked or repays a debt; nobody sleeps beside one',
    source: 'design.md R1; kernel-facts §1.21 I1',
    kind: 'finally',
    holds: noWakeupLost,
    witness: 'somebody took a wakeup that was posted, or slept for ever',
    witnessed: (k) =>
      some(k, (_, t) => k.get(t, TOKEN) !== 0 || (isInKernel(k, t) && isAsleep(k, t))),
  },
  {
    id: 'R2',
    says: 'a timed call becomes ready at its first deadline, whatever the number of aborts',
    source: 'design.md R2; kernel-facts §1.1, §1.4, I7',
    kind: 'always',
    holds: (k) => every(k, deadlineHolds),
    witness: 'a deadline passed',
    witnessed: (k) =>
      some(k, (_, t) => k.optional(t, DUE) !== 0 && k.global(NOW) >= k.optional(t, DUE)),
  },
  {
    id: 'R3',
    says: 'an abort that is restarted books no wakeup debt',
    source: 'design.md R3; HelenOS b59318e5ac',
    kind: 'always',
    holds: (k) => every(k, leftNoDebt),
    witness: 'a composable sleep was aborted',
    witnessed: (k) => some(k, (_, t) => heldForRestart(k, t) && (k.op(t).flags & FUTEX) !== 0),
    unsupported: (k) => (k.old ? 'the wait queues of 2012 know no debt' : restartsNothing(k)),
  },
  {
    id: 'R4',
    says: 'an aborted attempt writes no user memory',
    source: 'design.md R4',
    kind: 'always',
    holds: (k) => every(k, wroteNothing),
    witness: 'an attempt of a call that writes memory was aborted',
    witnessed: (k) => some(k, (_, t) => heldForRestart(k, t) && writes(k, t)),
    unsupported: restartsNothing,
  },
  {
    id: 'R6',
    says: 'wake beats abort: a sleep that was woken completes with success',
    source: 'design.md R6',
    kind: 'always',
    holds: (k) => every(k, wakeStands),
    witness: 'a request found a thread that had been woken and had not run yet',
    witnessed: (k) =>
      some(k, (_, t) => k.has(t, ABORT) && k.ghost(t, WOKEN) && k.get(t, TOKEN) !== 0),
  },
  {
    id: 'R7',
    says: 'a thread with an abort request reaches a boundary in a bounded number of steps',
    source: 'design.md R7; kernel-facts I9',
    kind: 'always',
    holds: reachesBoundary,
    witness: 'a request was made of a thread inside the kernel',
    witnessed: (k) => some(k, (_, t) => k.has(t, ABORT) && isInKernel(k, t)),
  },
  {
    id: 'R8',
    says: 'requests of one sender over one phone are received in the order in which they were sent',
    source: 'design.md R8; kernel-facts I6',
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
    source: 'design.md R9',
    kind: 'outcomes',
    holds: () => true,
    witness: 'an abort took a thread to the boundary',
    witnessed: (k) => some(k, isHeld),
  },
  {
    id: 'R11',
    says: 'k aborts give only outcomes that one abort gives',
    source: 'design.md R11',
    kind: 'outcomes',
    holds: () => true,
    witness: 'two aborts were requested in one run',
    witnessed: (k) => abortsUsed(k) >= 2,
    unsupported: (k) =>
      k.program.budgets.every(({ op }) => op !== NONE) && k.program.budgets.length === 1
        ? restartsNothing(k)
        : null,
  },
  {
    id: 'R12',
    says: "the kernel's own status codes reach user space only where the design says so",
    source: 'design.md R12; restart-bugs 34',
    kind: 'always',
    holds: noKernelStatus,
    witness: 'an aborted thread reached the boundary',
    witnessed: (k) => some(k, isHeld),
  },
  {
    id: 'R13',
    says: 'a stopped thread owns nothing that only its kernel stack knows',
    source: 'design.md R13; kernel-facts §1.15, I8',
    kind: 'always',
    holds: (k) => every(k, isComplete),
    witness: 'a thread was stopped',
    witnessed: (k) => some(k, (_, t) => isHeld(k, t)),
  },
  {
    id: 'R14',
    says: 'at the end no call is leaked and every counter matches what it counts',
    source: 'design.md R14; kernel-facts I5',
    kind: 'finally',
    holds: countsMatch,
    witness: 'a call went all the way to its answer',
    witnessed: (k) => k.program.messages.some((_, m) => k.message(m, WHERE) === FREED),
    unsupported: (k) => (hasBoxes(k) ? null : 'there is no IPC in this test'),
  },
  {
    id: 'R15',
    says: 'transparency: the outcomes with aborts are among those without',
    source: 'design.md R15; kernel-facts I10',
    kind: 'outcomes',
    holds: () => true,
    witness: 'an abort took a thread out of a call, and the thread went on',
    witnessed: (k) => some(k, isRestarted) || some(k, isHeld),
  },
  {
    id: 'R17',
    says: 'a restarted sleeper keeps its place among the sleepers',
    source: 'design.md R17; restart-bugs L18',
    kind: 'always',
    holds: inOrderOfArrival,
    witness: 'a restarted sleeper stood in a queue with another',
    witnessed: placesMatter,
    unsupported: restartsNothing,
  },
];

function restartsNothing(k: Kernel): string | null {
  const all = k.program.lanes.flatMap(({ ops }) => ops);
  const restarts = all.some(({ policies: p }) => p.result === 'restart' && p.stop === 'boundary');
  return restarts ? null : 'this design issues no call again';
}

function abortsUsed(k: Kernel): number {
  const { budgets, env } = k.program;
  const explicit = env.slice(0, k.global(ENV_OP)).filter(({ is }) => is === 'abort').length;
  return budgets.reduce(
    (used, { most }, b) => used + most - k.bytes[k.at + k.layout.budgets + b],
    explicit,
  );
}

/** @throws Error naming the assertions there are. */
export function assertionOf(id: string): Assertion {
  const found = ASSERTIONS.find((assertion) => assertion.id === id);
  if (found !== undefined) return found;
  throw new Error(`no assertion ${id}; there are ${ASSERTIONS.map((a) => a.id).join(', ')}`);
}
