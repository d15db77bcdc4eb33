/**
 * thread_usleep and thread_udelay: kernel/generic/src/proc/thread.c, time/delay.c, both revisions.
 *
 *     thread_usleep: a wait queue on the own stack, waitq_sleep_timeout(usec, NON_BLOCKING)
 *     thread_udelay: asm_delay_loop(usec * loops per usec), preemptible
 *
 * Neither is interruptible, and user space ignores what they return (always 0). The delay loop is
 * not a sleep: its thread keeps a CPU and cannot be woken. It ends between d and d + 1 clock
 * interrupts after its start, later if it was preempted; here, at any time from d on. With
 * udelay=poll the loop looks for an abort request each time round.
 */
import { armed, loopWasOver } from '../record/ghosts.ts';
import { ABORT, FIRST, FIRST_BY, NOW, RC, RUNS_ON } from '../record/layout.ts';
import { NON_BLOCKING, PRIVATE_QUEUE } from '../record/program.ts';
import { step } from '../record/step.ts';
import { mustFit } from '../record/timeout-list.ts';
import { userTimeout } from '../proc/arguments.ts';
import { abortable } from '../proc/boundary.ts';
import { cpuOf, localTicks, setCpu } from '../record/cpus.ts';
import type { Kernel } from '../record/state.ts';
import { handler } from '../proc/handlers.ts';
import { EXIT } from './syscall.ts';
import { EOK, ERESTART } from '../record/values.ts';
import { SLEEP } from '../synch/wait-queue-2012.ts';
import { SLEEP_ENTER } from '../synch/wait-queue-2026.ts';

export const SYS_THREAD_USLEEP = handler('sys_thread_usleep', (k, t) => {
  const flags = NON_BLOCKING | abortable(k.op(t).policies);
  k.sleepOn(t, k.old ? SLEEP : SLEEP_ENTER, PRIVATE_QUEUE, userTimeout(k, t), flags, EXIT);
});

export const SYS_THREAD_UDELAY = handler('sys_thread_udelay', (k, t) => {
  const { policies } = k.op(t);
  const timeout = userTimeout(k, t);
  // A restarted delay keeps its end: policies.timeout decides what RESTART has left in FIRST.
  if (k.get(t, FIRST) === 0) {
    // An interrupt that has begun has interrupted the loop on no CPU.
    const begun = k.global(NOW) - k.ticks();
    if (timeout !== 0) armed(k, t, begun + timeout - 2);
    // A delay of nothing is over at once, in an interrupt as well.
    k.set(t, FIRST, localTicks(k, t) + (timeout === 0 ? 1 : begun + timeout));
    setCpu(k, t, FIRST_BY, cpuOf(k, t, RUNS_ON));
  }
  mustFit(k, t, 'delay', endOf(k, t));
  k.goto(t, policies.udelay === 'poll' && abortable(policies) !== 0 ? DELAY_POLL : DELAY);
});

/** When the loop is over, in clock interrupts. */
const endOf = (k: Kernel, t: number): number =>
  k.get(t, FIRST) - 1 - (localTicks(k, t) - k.ticks());

/** Enough clock interrupts have come since the loop began. */
const isOver = (k: Kernel, t: number): boolean => localTicks(k, t) >= k.get(t, FIRST) - 1;

export const DELAY = step({
  name: 'delay',
  fn: 'delay',
  file: 'kernel/generic/src/time/delay.c',
  says: 'spins to the end of its delay',
  mode: 'kernel',
  enabled: isOver,
  run(k, t) {
    loopWasOver(k, t, endOf(k, t));
    k.set(t, RC, EOK);
    k.goto(t, EXIT);
  },
});

export const DELAY_POLL = step({
  name: 'delay-poll',
  fn: 'delay',
  file: 'kernel/generic/src/time/delay.c',
  says: 'spins to the end of its delay, or to an abort request',
  mode: 'kernel',
  enabled: (k, t) => isOver(k, t) || k.has(t, ABORT),
  run(k, t) {
    const over = isOver(k, t);
    if (over) loopWasOver(k, t, endOf(k, t));
    k.set(t, RC, over ? EOK : ERESTART);
    k.goto(t, EXIT);
  },
});
