/**
 * Hooks of debugged threads, as footprints: model/udebug/stoppable.ts, events.ts, hold.ts, births.ts,
 * deferred.ts, fault.ts and preempted.ts, of today's kernels and of the ticket's alike.
 */
import { messageOf, ownBox } from '../ipc/thread.ts';
import { HELD_AFTER } from '../proc/boundary.ts';
import { UNBORN } from '../proc/thread-dead.ts';
import type { Kernel } from '../record/state.ts';
import { SECTION_END, SECTION_SLEEP } from '../syscall/stoppable-sleep.ts';
import { LEAVE_SYSCALL } from '../syscall/syscall.ts';
import { SLEEP } from '../synch/wait-queue-2012.ts';
import { SYS_THREAD_CREATE, THREAD_B, THREAD_B_ANSWERED, THREAD_START } from '../udebug/births.ts';
import { DEFERRED_UNLINK, HOOK_ANSWERED } from '../udebug/deferred.ts';
import {
  EVENT_B,
  EVENT_B_ANSWERED,
  EVENT_E,
  EVENT_E_ANSWERED,
  THREAD_E,
  THREAD_E_ANSWERED,
} from '../udebug/events.ts';
import { FAULT, FAULT_LEFT, FAULT_WAIT } from '../udebug/fault.ts';
import { EXIT_ANSWERED, EXIT_HELD, HELD_BY_DEBUGGER, HOLD, HOLD_ANSWERED } from '../udebug/hold.ts';
import { PREEMPTION_OVER } from '../udebug/preempted.ts';
import {
  EVENT_OVER,
  POINT_ANSWERED,
  POINT_BEGIN,
  STOPPABLE_BEGIN,
  STOPPABLE_END,
  WAIT_FOR_GO,
} from '../udebug/stoppable.ts';
import { declarationOf, declare, declareEntering } from './declared.ts';
import type { Declaring } from './declaring.ts';
import { listOf, message } from './ipc-verbs.ts';
import { returns } from './kernel-tables.ts';
import { leaving } from './leaving.ts';
import { hook, ownHook, session } from './sessions.ts';
import { sessionOf } from '../proc/debugged.ts';

declare(
  [
    STOPPABLE_BEGIN,
    STOPPABLE_END,
    POINT_BEGIN,
    POINT_ANSWERED,
    EVENT_B,
    EVENT_B_ANSWERED,
    EVENT_E,
    EVENT_E_ANSWERED,
    THREAD_E,
    THREAD_E_ANSWERED,
    HOLD,
    HOLD_ANSWERED,
    HELD_BY_DEBUGGER,
    EXIT_HELD,
    EXIT_ANSWERED,
    THREAD_B_ANSWERED,
  ],
  (d, k, t) => {
    ownHook(d, k, t);
    over(d, k, t);
  },
);

/** The end of a hook: in a kernel table it may be all of an op. */
function over(d: Declaring, k: Kernel, t: number): void {
  if (k.program.kernelLevel) returns(d, k, t);
}

declare([HOOK_ANSWERED], (d, k, t) => {
  session(d, sessionOf(k, t));
  over(d, k, t);
});

declare([EVENT_OVER], over);
declare([UNBORN, SECTION_SLEEP, SECTION_END], () => {});
declare([WAIT_FOR_GO], (d, k, t) => declarationOf(SLEEP)(d, k, t));

/** Under the lock of the task's ordinary answerbox (D12). */
declare([DEFERRED_UNLINK], (d, k, t) => {
  const m = messageOf(k, t);
  message(d, m);
  listOf(d, k, m);
  d.footprint.reads(d.objects.of.dispatched[ownBox(k, t)]);
});

/** Its session or its frame; how far it is. */
function frame(d: Declaring, _: Kernel, t: number): void {
  hook(d, t);
  d.footprint.has(d.objects.place + t);
}

declare([PREEMPTION_OVER, HELD_AFTER], frame);
declare([LEAVE_SYSCALL], leaving);

// --- threads that come, and that have faulted -----------------------------------------------

declareEntering([SYS_THREAD_CREATE, FAULT], () => {});

declare([THREAD_B], (d, k, t) => {
  ownHook(d, k, t);
  hook(d, k.op(t).target);
});

declare([THREAD_START], (d, k, t) => {
  const { target } = k.op(t);
  const { footprint, objects } = d;
  footprint.has(objects.own + target);
  footprint.has(objects.place + target);
  footprint.has(objects.living + k.program.lanes[target].task);
});

declare([FAULT_WAIT, FAULT_LEFT], frame);
