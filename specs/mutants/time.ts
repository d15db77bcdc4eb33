/**
 * Mutants of time: time/clock.c and time/timeout.c of both revisions, sleeps and delay loops.
 */
import type { Mutant } from './mutant.ts';

const CLOCK = 'model/synch/clock.ts';
const TIMEOUTS = 'model/record/timeout-list.ts';
const CALLS = 'model/syscall/sleep-calls.ts';
const OLD = 'helenos-2012';
const NEW = 'helenos-2026';

export const TIME: readonly Mutant[] = [
  {
    id: 'clock-fires-early-2012',
    file: CLOCK,
    find: 'k.old ? deadline > tick :',
    replace: 'k.old ? deadline > tick + 1 :',
    says: 'a timeout of 2012 fires one decrement before its count is down',
    killer: { litmus: 'SLEEP+abort', revision: OLD, falls: 'R2' },
  },
  {
    id: 'clock-fires-early-2026',
    file: CLOCK,
    find: ': deadline >= tick)',
    replace: ': deadline > tick)',
    says: 'a timeout of 2026 fires at its deadline and not after it',
    killer: { litmus: 'WQ+timeout+wake', revision: NEW, falls: 'R2' },
  },
  {
    id: 'clock-fires-late-2026',
    file: CLOCK,
    find: ': deadline >= tick)',
    replace: ': deadline + 1 >= tick)',
    says: 'a timeout of 2026 fires one tick late',
    killer: { litmus: 'FUTEX+trydown+blocks', revision: NEW, falls: 'R2' },
  },
  {
    id: 'clock-runs-one-handler',
    file: CLOCK,
    find: `    sleepTimedOut(k, handled(k, actor));
    setHandled(k, actor, -1);
    goto(k, actor, SCAN);`,
    replace: `    sleepTimedOut(k, handled(k, actor));
    setHandled(k, actor, -1);
    k.setGlobal(BASE, k.global(BASE) + 1);
    if (isClock(k, actor)) k.setGlobal(CLOCK_PC, 0);
    else k.endOfCall(actor);`,
    says: 'a clock interrupt of 2012 runs one handler, though more timeouts are due',
    killer: { litmus: 'SLEEP+SLEEP', revision: OLD, falls: 'R2' },
  },
  {
    id: 'clock-handler-without-lock',
    file: CLOCK,
    find: 'enabled: (k, actor) => mayInterruptSleep(k, handled(k, actor), actor),',
    replace: '',
    says: 'waitq_sleep_timed_out takes neither threads_lock nor wq->lock',
    killer: { litmus: 'K2012+wakeup_all+tick', revision: OLD, falls: 'condition' },
  },
  {
    id: '2012-armed-inside-interrupt',
    file: 'model/record/timeout-list.ts',
    find: 'return k.program.kernelLevel || k.global(CLOCK_PC) === 0;',
    replace: 'return true;',
    says: 'the CPU whose clock is in its interrupt arms a timeout meanwhile',
    killer: { litmus: 'CPUS+sleep+even', revision: OLD, falls: 'R2' },
  },
  {
    id: 'clock-handler-wakes-nobody',
    file: CLOCK,
    find: 'threadWakeup(k, thread);',
    replace: '',
    says: 'the callback of a timeout of 2026 forgets thread_wakeup',
    killer: { litmus: 'FUTEX+trydown+blocks', revision: NEW, falls: 'R2' },
  },
  {
    id: 'clock-finished-before-handler',
    file: CLOCK,
    find: 'goto(k, actor, k.old ? HANDLER_2012 : HANDLER_2026);',
    replace: `if (!k.old) k.set(thread, TIMER, TIMER_FINISHED);
    goto(k, actor, k.old ? HANDLER_2012 : HANDLER_2026);`,
    says: 'the clock signals that a handler has finished before it runs it',
    killer: { litmus: 'SLEEP+twice', revision: NEW, falls: 'R2' },
  },
  {
    id: 'clock-finished-not-signalled',
    file: CLOCK,
    find: 'k.set(handled(k, actor), TIMER, TIMER_FINISHED);',
    replace: '',
    says: 'the clock does not signal that a handler has finished',
    killer: { litmus: 'FUTEX+trydown+blocks', revision: NEW, falls: 'condition' },
  },
  {
    id: 'clock-tick-not-counted-2012',
    file: CLOCK,
    find: 'if (k.old) k.setGlobal(BASE, k.global(BASE) + 1);',
    replace: '',
    says: 'a clock interrupt of 2012 does not decrement the head of the list',
    killer: { litmus: 'UDELAY+abort', revision: OLD, falls: 'R2' },
  },
  {
    id: 'timeout-at-head-of-list',
    file: TIMEOUTS,
    find: 'k.insertAt(list, i, t);',
    replace: 'k.insertAt(list, 0, t);',
    says: 'timeout_register puts every timeout first, whatever is due before it',
    killer: { litmus: 'SLEEP+SLEEP+one', revision: OLD, falls: 'R2' },
  },
  {
    id: 'timeout-before-equals',
    file: TIMEOUTS,
    find: '<= deadline + 1) i++;',
    replace: '< deadline + 1) i++;',
    says: 'of two timeouts with one deadline the later one fires first',
    killer: { litmus: 'K2012+timeouts+order', revision: OLD, falls: 'condition' },
  },
  {
    id: 'timeout-fired-and-unregistered',
    file: TIMEOUTS,
    find: 'if (k.get(t, TIMER) !== TIMER_ARMED) return false;',
    replace: 'if (k.get(t, TIMER) === TIMER_IDLE) return false;',
    says: 'timeout_unregister takes a timeout for idle whose handler is about to run',
    killer: { litmus: 'FUTEX+trydown+blocks', revision: NEW, falls: 'condition' },
  },
  {
    id: 'deadline-not-kept',
    file: TIMEOUTS,
    find: 'if (k.get(t, FIRST) === 0) {',
    replace: 'if (true) {',
    says: 'every attempt of a call computes a deadline of its own',
    killer: { litmus: 'SLEEP+abort', revision: OLD, falls: 'R2' },
  },
  {
    id: 'deadline-one-early',
    file: TIMEOUTS,
    find: 'k.set(t, FIRST, localTicks(k, t) + ticks + 1);',
    replace: 'k.set(t, FIRST, localTicks(k, t) + ticks);',
    says: 'the deadline of a call is one tick short',
    killer: { litmus: 'WQ+timeout+wake', revision: NEW, falls: 'R2' },
  },
  {
    id: 'deadline-passed-early',
    file: TIMEOUTS,
    find: 'localTicks(k, t) > k.get(t, FIRST) - 1;',
    replace: 'localTicks(k, t) >= k.get(t, FIRST) - 1;',
    says: 'a restarted call takes a deadline that is now for one that is over',
    killer: { litmus: 'SLEEP+held', revision: NEW, falls: 'R2' },
  },
  {
    id: 'usleep-not-abortable',
    file: CALLS,
    find: 'const flags = NON_BLOCKING | abortable(k.op(t).policies);',
    replace: 'const flags = NON_BLOCKING;',
    says: 'thread_usleep does not mark its sleep as one that an abort may end',
    killer: { litmus: 'SLEEP+abort', revision: OLD, falls: 'R7' },
  },
  {
    id: 'udelay-starts-anew',
    file: CALLS,
    find: 'if (k.get(t, FIRST) === 0) {',
    replace: 'if (true) {',
    says: 'a restarted delay loop spins for the whole time again',
    killer: { litmus: 'UDELAY+abort', revision: NEW, falls: 'R2' },
  },
  {
    id: 'udelay-ends-early',
    file: CALLS,
    find: 'localTicks(k, t) >= k.get(t, FIRST) - 1;',
    replace: 'localTicks(k, t) >= k.get(t, FIRST) - 2;',
    says: 'the delay loop ends a tick early',
    killer: { litmus: 'UDELAY+abort', revision: NEW, falls: 'R2' },
  },
  {
    id: 'udelay-request-beats-end',
    file: CALLS,
    find: 'k.set(t, RC, over ? EOK : ERESTART);',
    replace: 'k.set(t, RC, k.has(t, ABORT) ? ERESTART : EOK);',
    says: 'a delay loop that is over and finds a request restarts instead of completing',
    survivor:
      'the loop that is issued again finds its end passed and returns at once; that it was aborted rather than completed is not observable',
    nearest: { litmus: 'UDELAY+abort', revision: NEW },
  },
  {
    id: 'udelay-request-taken-for-end',
    file: CALLS,
    find: 'k.set(t, RC, over ? EOK : ERESTART);',
    replace: 'k.set(t, RC, EOK);',
    says: 'a delay loop that finds a request returns as if its time were over',
    killer: { litmus: 'UDELAY+abort', revision: NEW, falls: 'R2' },
  },
];
