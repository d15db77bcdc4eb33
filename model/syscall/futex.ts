/**
 * Futexes (2012) and wait queue capabilities (2026): the system calls and libc's half of them.
 *
 *     2012 synch/futex.c, libc futex.c:      down: counter-- ; was <= 0 -> SYS_FUTEX_SLEEP
 *                                            up: counter++ ; was < 0 -> SYS_FUTEX_WAKEUP
 *                                            trydown: CAS 1 -> 0
 *     2026 synch/syswaitq.c, libc private/futex.h: the same down and up over SYS_WAITQ_SLEEP with
 *         FUTEX and SYS_WAITQ_WAKEUP; a down that fails is followed by an up; trydown is a down
 *         with a deadline that has passed (1 usec)
 *
 * 2012: the kernel's half of a futex is made when a task first looks it up and freed, with what is
 * banked in it, when the last task that did so dies (futex_cleanup).
 *
 * The user counter is one atomic access a step. Futex lookup (page table, hash table, B+tree) is
 * under sleeping locks that are held for bounded code only and no page is unmapped here: merged
 * with the trap. A destroyed wait queue is found by nobody any more, but its sleepers stay.
 */
import { HAS_HANDLE, INTERRUPTED, RC } from '../record/layout.ts';
import { INTERRUPTIBLE } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import { areArgumentsLost, userFlags, userTimeout } from '../proc/arguments.ts';
import { abortable, endCall } from '../proc/boundary.ts';
import { handler } from '../proc/handlers.ts';
import { SLEEPS, SLEPT, sleepStoppably } from './stoppable-sleep.ts';
import { EXIT, TRAP, wakeFirst } from './syscall.ts';
import { threadExit } from '../proc/thread-exit.ts';
import { ENOENT, EOK, INTEGER, succeeded } from '../record/values.ts';
import { SLEEP } from '../synch/wait-queue-2012.ts';
import { SLEEP_ENTER, WAKE_ONE } from '../synch/wait-queue-2026.ts';

export const SYS_FUTEX_SLEEP = handler('sys_futex_sleep', (k, t) => {
  // futex_initialize() finds no page at address 0.
  if (areArgumentsLost(k, t)) return fail(k, t);
  k.knowFutex(k.op(t).queue, k.program.lanes[t].task);
  sleepStoppably(k, t);
});

SLEPT[SYS_FUTEX_SLEEP] = EXIT;
SLEEPS[SYS_FUTEX_SLEEP] = (k, t, ret) => {
  const { queue, policies } = k.op(t);
  k.sleepOn(t, SLEEP, queue, 0, INTERRUPTIBLE | abortable(policies), ret);
};

export const SYS_FUTEX_WAKEUP = handler('sys_futex_wakeup', (k, t) => {
  k.knowFutex(k.op(t).queue, k.program.lanes[t].task);
  k.set(t, RC, EOK);
  wakeFirst(k, t, k.op(t).queue, EXIT);
});

export const SYS_WAITQ_SLEEP = handler('sys_waitq_sleep', (k, t) => {
  const { queue } = k.op(t);
  // The ticket, handle=keep: the record's reference, which the attempt takes back, is enough.
  const isKept = k.has(t, HAS_HANDLE);
  k.lower(t, HAS_HANDLE);
  // No capability has the handle 0.
  if ((k.destroyed(queue) || areArgumentsLost(k, t)) && !isKept) return fail(k, t);
  sleepStoppably(k, t);
});

SLEPT[SYS_WAITQ_SLEEP] = EXIT;
SLEEPS[SYS_WAITQ_SLEEP] = (k, t, ret) => {
  const { queue, policies } = k.op(t);
  // INTERRUPTIBLE is always implied; of the flags of the user only the ticket's is looked at.
  const flags = userFlags(k, t) | INTERRUPTIBLE | abortable(policies);
  k.sleepOn(t, SLEEP_ENTER, queue, userTimeout(k, t), flags, ret);
};

export const SYS_WAITQ_WAKEUP = handler('sys_waitq_wakeup', (k, t) => {
  const { queue } = k.op(t);
  if (k.destroyed(queue)) return fail(k, t);
  k.set(t, RC, EOK);
  k.callOn(t, WAKE_ONE, queue, EXIT);
});

export const SYS_WAITQ_DESTROY = handler('sys_waitq_destroy', (k, t) => k.goto(t, DESTROY));

function fail(k: Kernel, t: number): void {
  k.set(t, RC, ENOENT);
  k.goto(t, EXIT);
}

export const DESTROY = step({
  name: 'waitq_destroy',
  fn: 'sys_waitq_destroy',
  file: 'kernel/generic/src/synch/syswaitq.c',
  says: 'takes the queue out of the capability table; its sleepers sleep on',
  mode: 'kernel',
  run(k, t) {
    const { queue } = k.op(t);
    k.set(t, RC, k.destroyed(queue) ? ENOENT : EOK);
    k.setDestroyed(queue);
    k.goto(t, EXIT);
  },
});

export const DOWN = step({
  name: 'futex_down-counter',
  fn: '',
  file: '',
  says: 'takes one from the user counter',
  mode: 'user',
  run(k, t) {
    const { word } = k.op(t);
    const old = k.word(word);
    k.setWord(word, old - 1);
    if (old > 0) endDown(k, t, EOK);
    else k.goto(t, TRAP);
  },
});

export const TRYDOWN = step({
  name: 'futex_trydown-counter',
  fn: '',
  file: '',
  says: 'takes one from the user counter if it is 1 (2012)',
  mode: 'user',
  run(k, t) {
    const { word } = k.op(t);
    const free = k.word(word) === 1;
    if (free) k.setWord(word, 0);
    endCall(k, t, INTEGER, free ? 1 : 0);
  },
});

export const UP = step({
  name: 'futex_up-counter',
  fn: '',
  file: '',
  says: 'adds one to the user counter',
  mode: 'user',
  run(k, t) {
    const { word } = k.op(t);
    const old = k.word(word);
    k.setWord(word, old + 1);
    if (old < 0) k.goto(t, TRAP);
    else endCall(k, t, EOK, 0);
  },
});

/** 2026: what libc's futex_down_timeout does with the result of its sleep. */
export const DOWN_RETURNED = step({
  name: 'futex_down-returned',
  fn: '',
  file: '',
  says: 'returns; a failure is repaid with futex_up first',
  mode: 'user',
  run(k, t) {
    const { word } = k.op(t);
    const rc = k.get(t, RC);
    if (succeeded(rc)) return endDown(k, t, rc);
    const old = k.word(word);
    k.setWord(word, old + 1);
    if (old < 0) k.goto(t, REPAY_TRAP);
    else endDown(k, t, rc);
  },
});

/** The repaying futex_up found sleepers, or the debt of the failed sleep: SYS_WAITQ_WAKEUP. */
export const REPAY_TRAP = step({
  name: 'futex_up-trap',
  fn: 'sys_waitq_wakeup',
  file: 'kernel/generic/src/synch/syswaitq.c',
  says: 'enters the kernel to repay',
  mode: 'user',
  run: (k, t) => k.callOn(t, WAKE_ONE, k.op(t).queue, REPAID),
});

export const REPAID = step({
  name: 'futex_up-return',
  fn: 'syscall_handler',
  file: 'kernel/generic/src/syscall/syscall.c',
  says: 'returns from repaying',
  mode: 'kernel',
  run: (k, t) => (k.has(t, INTERRUPTED) ? threadExit(k, t) : endDown(k, t, k.get(t, RC))),
});

/** futex_trydown of 2026 makes a truth value of it. */
function endDown(k: Kernel, t: number, rc: number): void {
  if (k.op(t).call === 'futex_trydown') endCall(k, t, INTEGER, succeeded(rc) ? 1 : 0);
  else endCall(k, t, rc, 0);
}
