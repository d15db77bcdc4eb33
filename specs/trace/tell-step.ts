/**
 * What a step did, where its name alone leaves it open: a sleep that took a banked wakeup or joined
 * the queue, a wakeup that woke somebody, was banked or repaid a debt. Read off the two states.
 */
import { PRE_START } from '../../model/ipc/answer-preprocess.ts';
import { DEQUEUE } from '../../model/ipc/receive.ts';
import { PROCESS, RETURN } from '../../model/ipc/wait.ts';
import { DEADLINE, LINK, PC, RC, RET, STATE, WQ } from '../../model/record/layout.ts';
import type { Kernel } from '../../model/record/state.ts';
import { STEPS } from '../../model/record/step.ts';
import { HELD, PARKED } from '../../model/proc/boundary.ts';
import { FUTEX } from '../../model/linux/futex.ts';
import { RETRY } from '../../model/syscall/retry.ts';
import { ASSIGN, CLEAR, EXIT, REISSUE, RESTART } from '../../model/syscall/syscall.ts';
import { DEAD } from '../../model/proc/thread-dead.ts';
import {
  ANSWER,
  EINTR,
  EOK,
  ERESTART,
  ETIMEOUT,
  INTERRUPTED_2012,
  OK_ATOMIC,
  NOTIFICATION,
  REQUEST,
  succeeded,
  TIMEOUT_2012,
  WOULD_BLOCK,
} from '../../model/record/values.ts';
import { SLEEP, WAKEUP_FIRST } from '../../model/synch/wait-queue-2012.ts';
import { ASLEEP } from '../../model/proc/scheduler.ts';
import { RELOCK, SLEEP_ENTER, WAIT, WAKE_ONE } from '../../model/synch/wait-queue-2026.ts';
import { IPC_TELLINGS, misuseBy } from './tell-ipc.ts';
import { tellFutex, tellRetry, userText } from './tell-user.ts';
import { UDEBUG_TELLINGS } from './tell-udebug.ts';
import type { Look } from './telling.ts';

/** What thread t's step did between the two states; the step's own words where they say it all. */
export function tellStep(step: number, t: number, before: Look, after: Look): string {
  const misuse = misuseBy(before, after);
  if (misuse !== null) return misuse;
  const telling = IPC_TELLINGS.get(step) ?? UDEBUG_TELLINGS.get(step);
  if (telling !== undefined) return telling(t, before, after);
  if (step === FUTEX) return tellFutex(t, before, after);
  if (step === RETRY) return tellRetry(t, after);
  if (step === ASSIGN) return userText(t, before) ?? STEPS[step].says;
  if (step === SLEEP || step === SLEEP_ENTER) return sleepBegun(t, after);
  if (step === WAIT) return switchedOut(t, before, after);
  if (step === RELOCK) return sleepEnded(t, before, after);
  if (step === WAKEUP_FIRST || step === WAKE_ONE) return wakeup(t, before, after);
  if (step === EXIT) return left(t, before, after);
  if (step === DEQUEUE) return dequeued(t, after);
  if (step === PROCESS) return processed(t, before, after);
  return STEPS[step].says;
}

function switchedOut(t: number, before: Look, after: Look): string {
  if (after((k) => k.get(t, STATE)) !== ASLEEP) return 'was woken already: does not sleep';
  const isTimed = before((k) => k.get(t, DEADLINE)) !== 0;
  return isTimed ? 'arms its timeout and goes to sleep' : 'goes to sleep';
}

function processed(t: number, before: Look, after: Look): string {
  const pc = after((k) => k.get(t, PC));
  if (pc === PARKED) return 'waits inside the kernel, with the message that it took';
  if (pc === RETURN) return 'copies the message to user memory';
  if (after((k) => k.get(t, RC)) === ERESTART) return 'sees the request: lets go of the message';
  if (pc === PRE_START) return "answers the request in its receiver's place";
  return before((k) => k.get(t, RC)) === ANSWER
    ? 'discards the answer to a hang-up: waits again'
    : 'keeps the request from user space, and waits again';
}

function sleepBegun(t: number, after: Look): string {
  if (after((k) => k.get(t, LINK)) !== 0) return 'no wakeup is banked: joins the queue';
  return ended(
    after((k) => k.get(t, RC)),
    'takes a banked wakeup',
  );
}

function sleepEnded(t: number, before: Look, after: Look): string {
  if (after((k) => k.get(t, LINK)) !== 0) return 'still listed: was woken for nothing, waits on';
  const rc = after((k) => k.get(t, RC));
  const wasTakenOff = before((k) => k.get(t, LINK)) === 0;
  if (rc === ERESTART && wasTakenOff) return 'was woken, but sees the request: unwinds';
  return ended(rc, 'no longer listed: was woken');
}

function ended(rc: number, success: string): string {
  if (rc === EOK || rc === OK_ATOMIC) return success;
  if (rc === ERESTART) return 'sees the request: unwinds';
  if (rc === EINTR || rc === INTERRUPTED_2012) return 'is interrupted';
  if (rc === WOULD_BLOCK) return 'would block: returns at once';
  if (rc === ETIMEOUT || rc === TIMEOUT_2012) return 'its time is over';
  return success;
}

function wakeup(t: number, before: Look, after: Look): string {
  const q = before((k) => k.get(t, WQ));
  const sleepers = (k: Kernel): number[] =>
    Array.from({ length: k.sleepers(q) }, (_, i) => k.sleeper(q, i));
  const remaining = after(sleepers);
  const woken = before(sleepers).find((sleeper) => !remaining.includes(sleeper));
  if (woken !== undefined) return `wakes ${before((k) => k.program.lanes[woken].name)}`;
  const [old, now] = [before((k) => k.balance(q)), after((k) => k.balance(q))];
  if (old === now) return 'the queue is closed: nothing to wake';
  return old < 0 ? 'repays a debt: wakes nobody' : 'nobody sleeps: banks the wakeup';
}

function left(t: number, before: Look, after: Look): string {
  const pc = after((k) => k.get(t, PC));
  if (pc === HELD) {
    const next = after((k) => k.get(t, RET));
    if (next === RETRY) return 'is out of its call and held at the boundary, where libc will go on';
    const again = next === RESTART;
    return again ? 'is out of its call and held at the boundary' : 'has its result and is held';
  }
  if (pc === PARKED) return 'waits inside the kernel, with the wakeup that it took';
  if (pc === CLEAR) return 'sees no request';
  if (pc === REISSUE) return 'has the result of its call';
  if (pc === DEAD) return 'dies on its way out';
  if (pc === EXIT) return 'sees the request: forgets the wakeup that it took';
  if (pc === WAKEUP_FIRST || pc === WAKE_ONE) return 'sees the request: gives its wakeup back';
  return before((k) => k.get(t, RC)) === ERESTART ? 'returns a failure' : 'returns to user space';
}

function dequeued(t: number, after: Look): string {
  const rc = after((k) => k.get(t, RC));
  if (rc === ANSWER) return 'takes an answer off its box';
  if (rc === REQUEST) return 'takes a request off its box';
  if (rc === NOTIFICATION) return 'takes a notification off its box';
  const pc = after((k) => k.get(t, PC));
  if (pc === SLEEP) return 'finds its box empty: sleeps again';
  if (rc === ERESTART) return pc === EXIT ? 'sees the request: unwinds' : 'gives its wakeup back';
  return succeeded(rc) ? STEPS[DEQUEUE].says : 'its sleep failed: returns';
}
