/**
 * Mutants of the boundary: requests, holding, restarting, and the lists of sleepers.
 */
import type { Mutant } from './mutant.ts';

const BOUNDARY_FILE = 'model/proc/boundary.ts';
const RECORDS = 'model/proc/restart-record.ts';
const SYSCALL = 'model/syscall/syscall.ts';
const ENVIRONMENT = 'model/environment.ts';
const TIME = 'model/time.ts';
const QUEUE = 'model/record/queue.ts';
const STATE = 'model/record/state.ts';
const SCHEDULER = 'model/proc/scheduler.ts';
const OLD = 'helenos-2012';
const NEW = 'helenos-2026';

export const BOUNDARY: readonly Mutant[] = [
  {
    id: 'request-survives-boundary',
    file: BOUNDARY_FILE,
    find: '  answered(k, t);\n  k.set(t, RET, next);',
    replace: '  k.set(t, RET, next);',
    says: 'a thread that is held at the boundary keeps its request and is held again at the next',
    killer: { litmus: 'FUTEX+next', revision: NEW, falls: 'condition' },
  },
  {
    id: 'request-not-answered-at-boundary',
    file: BOUNDARY_FILE,
    find: 'if (!k.has(t, ABORT)) return k.goto(t, next);',
    replace: 'return k.goto(t, next);',
    says: 'a call that completes takes its thread past the boundary, request or not',
    killer: { litmus: 'FUTEX+next', revision: NEW, falls: 'condition' },
  },
  {
    id: 'deadline-left-to-next-call',
    file: BOUNDARY_FILE,
    find: 'k.set(t, FIRST, 0);',
    replace: '',
    says: 'the deadline that was kept for a call is used for the next one',
    killer: {
      litmus: 'SLEEP+next',
      revision: NEW,
      design: 'deadlineAt=first-sleep',
      falls: 'condition',
    },
  },
  {
    id: 'place-not-given-up',
    file: BOUNDARY_FILE,
    find: 'giveUpPlace(k, t);',
    replace: '',
    says: 'a restarted call that ends without sleeping keeps its place in the queue',
    killer: { litmus: 'WQ+two+queues', revision: NEW, design: 'place=keep', falls: 'condition' },
  },
  {
    id: 'restart-completes-instead',
    file: SYSCALL,
    find: "if (isSet(policies, 'result=restart')) {",
    replace: "if (isSet(policies, 'result=restart')) return completed(k, t, EOK);\n  if (false) {",
    says: 'a call that was taken out returns to user space as if it had succeeded',
    killer: { litmus: 'UDELAY+abort', revision: OLD, falls: 'R2' },
  },
  {
    id: 'restart-keeps-request',
    file: SYSCALL,
    find: '  answered(k, t);\n  if (!isAsked) return holdUnasked(k, t);',
    replace: '  if (!isAsked) return holdUnasked(k, t);',
    says: 'a thread that was taken out of a call keeps its request and is taken out of the restart too',
    killer: { litmus: 'SLEEP+abort', revision: NEW, falls: 'R9' },
  },
  {
    id: 'restart-forgets-deadline',
    file: RECORDS,
    find: "if (k.get(t, FIRST) === 0 || isSet(policies, 'timeout=deadline')) return;",
    replace: "if (isSet(policies, 'timeout=deadline')) return k.set(t, FIRST, 0);",
    says: 'the restart record is not written: the first deadline is lost with the kernel stack',
    killer: { litmus: 'UDELAY+abort', revision: NEW, falls: 'R2' },
  },
  {
    id: 'status-leaks',
    file: SYSCALL,
    find: 'if (k.get(t, RC) === ERESTART) return unwound(k, t);',
    replace: '',
    says: 'the internal status of an aborted sleep is what the call returns',
    killer: { litmus: 'BUG34+erestart-leaks', revision: NEW, falls: 'R12' },
  },
  {
    id: 'kick-left-out',
    file: ENVIRONMENT,
    find: `  if (k.old) abortSleep(k, t);
  else threadWakeup(k, t);
}`,
    replace: '}',
    says: 'a request sets its flag and does not wake the thread',
    killer: { litmus: 'WQ+request', revision: NEW, falls: 'R7' },
  },
  {
    id: 'flag-left-out',
    file: BOUNDARY_FILE,
    find: 'k.raise(t, ABORT | KICK);',
    replace: 'k.raise(t, KICK);',
    says: 'a request wakes the thread and does not set its flag',
    killer: { litmus: 'WQ+request', revision: NEW, falls: 'condition' },
  },
  {
    id: 'tick-with-interrupts-off',
    file: TIME,
    find: 'return k.global(CLOCK_PC) === 0 && !interruptsAreOff(k);',
    replace: 'return k.global(CLOCK_PC) === 0;',
    says: 'the clock ticks between the computing and the arming of a deadline of 2026',
    killer: { litmus: 'SLEEP+SLEEP+one', revision: NEW, falls: 'R2' },
  },
  {
    id: 'sleeper-at-head-of-queue',
    file: STATE,
    find: 'this.append(this.queueAt(q) + LENGTH, t);',
    replace: 'this.insertAt(this.queueAt(q) + LENGTH, 0, t);',
    says: 'a new sleeper is put before the others',
    killer: { program: 'fifo_signal', revision: NEW, falls: 'agree' },
  },
  {
    id: 'away-sleeper-woken',
    file: QUEUE,
    find: 'if (isPresent(k, q, t)) return t;',
    replace: 'return t;',
    says: 'a wakeup goes to a sleeper that keeps its place and is not there',
    killer: { litmus: 'WQ+held+wake', revision: NEW, design: 'place=keep', falls: 'R9' },
  },
  {
    id: 'place-of-another-queue',
    file: QUEUE,
    find: 'if (k.has(t, AWAY) && isListed(k, q, t)) k.lower(t, AWAY);',
    replace: 'if (k.has(t, AWAY)) k.lower(t, AWAY);',
    says: 'a place that was kept in one queue is taken for one in another',
    killer: { litmus: 'PAGE+2threads', revision: NEW, design: 'place=keep', falls: 'R15' },
  },
  {
    id: 'kept-handle-looked-up',
    file: 'model/syscall/futex.ts',
    find: 'const isKept = k.has(t, HAS_HANDLE);',
    replace: 'const isKept = false;',
    says: 'a restarted sleep does not use the reference that its record keeps',
    killer: { litmus: 'WQ+destroy+held.2026', revision: NEW, design: 'handle=keep', falls: 'R15' },
  },
  {
    id: 'hold-ends-with-deadline',
    file: TIME,
    find: 'return mayOutlastDeadline(k);',
    replace: 'return false;',
    says: 'no thread is held across its deadline',
    killer: { litmus: 'SLEEP+outlasted', revision: NEW, falls: 'condition' },
  },
  {
    id: 'place-kept-twice',
    file: QUEUE,
    find: 'if (k.has(t, AWAY) && isListed(k, q, t)) k.lower(t, AWAY);\n  else k.enqueue(q, t);',
    replace: 'k.lower(t, AWAY);\n  k.enqueue(q, t);',
    says: 'a sleeper that kept its place joins the list a second time',
    killer: { litmus: 'WQ+fifo', revision: NEW, design: 'place=keep', falls: 'R17' },
  },
  {
    id: 'wakeup-of-waking-thread-lost',
    file: SCHEDULER,
    find: 'if (k.get(thread, LINK) !== 0) k.set(thread, STATE, WOKE);',
    replace: 'if (k.get(thread, STATE) === ASLEEP) k.set(thread, STATE, WOKE);',
    says: 'thread_wakeup of 2026 leaves no trace in a thread that is about to sleep',
    killer: { litmus: 'WQ+request', revision: NEW, falls: 'R7' },
  },
  {
    id: 'handler-runs-anywhere',
    file: 'model/proc/handling.ts',
    find: 'return on === NONE || hasBegun(k, t) || isHeldToRestart(k, on);',
    replace: 'return on === NONE || on >= 0;',
    says: 'a handler runs though its thread is not held',
    killer: { litmus: 'HANDLER+returns', revision: NEW, falls: 'condition' },
  },
  {
    id: 'handler-frame-let-go',
    file: 'model/proc/handling.ts',
    find: 'return isHeldUnasked(k, t) || isHandling(k, t);',
    replace: 'return isHeldUnasked(k, t);',
    says: 'a thread is let go while its handler has not returned',
    killer: { litmus: 'HANDLER+returns', revision: NEW, falls: 'condition' },
  },
];
