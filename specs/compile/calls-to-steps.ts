/**
 * How each call of the litmus language starts on the model: its first step, its system call
 * handler, and the user-mode step that takes its result. By call, and by revision where it differs.
 */
import { SYS_IPC_HANGUP } from '../../model/ipc/hangup.ts';
import {
  DOWN,
  DOWN_RETURNED,
  SYS_FUTEX_SLEEP,
  SYS_FUTEX_WAKEUP,
  SYS_WAITQ_DESTROY,
  SYS_WAITQ_SLEEP,
  SYS_WAITQ_WAKEUP,
  TRYDOWN,
  UP,
} from '../../model/syscall/futex.ts';
import { SYS_IPC_ANSWER, SYS_IPC_POKE } from '../../model/ipc/answer.ts';
import { IPC_CLEANUP } from '../../model/ipc/cleanup/cleanup.ts';
import { EVENT_NOTIFY, SYS_EVENT_SUBSCRIBE, SYS_EVENT_UNMASK } from '../../model/ipc/events.ts';
import { SYS_IPC_FORWARD } from '../../model/ipc/forward.ts';
import { LIBC_CALL_SYNC, LIBC_RETURNED } from '../../model/ipc/sync-call/libc.ts';
import { IPC_REQ_INTERNAL, SYS_PAGE_IN } from '../../model/ipc/sync-call/page-in.ts';
import { SYS_IPC_CALL_ASYNC } from '../../model/ipc/send.ts';
import { SYS_IPC_CALL_SYNC } from '../../model/ipc/sync-call/sync.ts';
import { SYS_IPC_WAIT } from '../../model/ipc/wait.ts';
import * as lanes from '../../model/syscall/kernel-lanes.ts';
import * as locks from '../../model/syscall/kernel-locks.ts';
import { NONE } from '../../model/record/program.ts';
import { SYS_THREAD_UDELAY, SYS_THREAD_USLEEP } from '../../model/syscall/sleep-calls.ts';
import type { Policies } from '../../model/designs/policies.ts';
import { ASSIGN, K_CALL, SYS_THREAD_EXIT, TRAP } from '../../model/syscall/syscall.ts';

export interface Start {
  readonly entry: number;
  readonly handler: number;
  readonly sleeps: boolean;
  readonly after: number;
  readonly returns: 'rc' | 'zero';
}

/** System calls that wait for a wakeup (thread_usleep waits for time alone). */
const SLEEPERS: ReadonlySet<number> = new Set([
  SYS_FUTEX_SLEEP,
  SYS_WAITQ_SLEEP,
  SYS_IPC_WAIT,
  SYS_IPC_CALL_SYNC,
  LIBC_CALL_SYNC,
]);

function syscall(handler: number): Start {
  return { entry: TRAP, handler, sleeps: SLEEPERS.has(handler), after: 0, returns: 'rc' };
}

/** libc code around a system call. */
function wrapped(entry: number, handler: number, after = 0): Start {
  return { entry, handler, sleeps: SLEEPERS.has(handler), after, returns: 'rc' };
}

function kernel(entry: number): Start {
  return { entry, handler: NONE, sleeps: false, after: 0, returns: 'rc' };
}

/** A lane of a kernel table that calls the function of a system call. */
function called(handler: number): Start {
  return { ...kernel(K_CALL), handler, sleeps: SLEEPERS.has(handler) };
}

const BOTH: Readonly<Record<string, Start>> = {
  thread_usleep: { ...syscall(SYS_THREAD_USLEEP), returns: 'zero' },
  thread_udelay: { ...syscall(SYS_THREAD_UDELAY), returns: 'zero' },
  thread_exit: syscall(SYS_THREAD_EXIT),
  ipc_call_async: syscall(SYS_IPC_CALL_ASYNC),
  ipc_call_async_slow: syscall(SYS_IPC_CALL_ASYNC),
  ipc_wait: syscall(SYS_IPC_WAIT),
  ipc_answer: syscall(SYS_IPC_ANSWER),
  ipc_answer_slow: syscall(SYS_IPC_ANSWER),
  ipc_forward: syscall(SYS_IPC_FORWARD),
  ipc_forward_slow: syscall(SYS_IPC_FORWARD),
  ipc_hangup: syscall(SYS_IPC_HANGUP),
  event_subscribe: syscall(SYS_EVENT_SUBSCRIBE),
  event_unmask: syscall(SYS_EVENT_UNMASK),
  event_notify: syscall(EVENT_NOTIFY),
  ipc_irq_subscribe: syscall(SYS_EVENT_SUBSCRIBE),
  ipc_irq_send_msg: syscall(EVENT_NOTIFY),
  ipc_poke: syscall(SYS_IPC_POKE),
  '=': kernel(ASSIGN),
  '+=': kernel(ASSIGN),
};

const SYSCALLS_2012: Readonly<Record<string, Start>> = {
  ...BOTH,
  futex_down: wrapped(DOWN, SYS_FUTEX_SLEEP),
  futex_up: wrapped(UP, SYS_FUTEX_WAKEUP),
  futex_trydown: wrapped(TRYDOWN, NONE),
  futex_sleep: syscall(SYS_FUTEX_SLEEP),
  futex_wakeup: syscall(SYS_FUTEX_WAKEUP),
  ipc_call_sync: syscall(SYS_IPC_CALL_SYNC),
  ipc_call_sync_slow: syscall(SYS_IPC_CALL_SYNC),
};

const SYSCALLS_2026: Readonly<Record<string, Start>> = {
  ...BOTH,
  futex_down: wrapped(DOWN, SYS_WAITQ_SLEEP, DOWN_RETURNED),
  futex_down_timeout: wrapped(DOWN, SYS_WAITQ_SLEEP, DOWN_RETURNED),
  futex_trydown: wrapped(DOWN, SYS_WAITQ_SLEEP, DOWN_RETURNED),
  futex_up: wrapped(UP, SYS_WAITQ_WAKEUP),
  waitq_sleep: syscall(SYS_WAITQ_SLEEP),
  waitq_wakeup: syscall(SYS_WAITQ_WAKEUP),
  waitq_destroy: syscall(SYS_WAITQ_DESTROY),
  page_in: syscall(SYS_PAGE_IN),
};

const KERNEL_BOTH: Readonly<Record<string, Start>> = {
  waitq_sleep_timeout: kernel(lanes.K_SLEEP),
  semaphore_down: kernel(lanes.K_SLEEP),
  mutex_lock: kernel(locks.K_LOCK),
  mutex_unlock: kernel(locks.K_UNLOCK),
  condvar_wait: kernel(locks.K_CV_WAIT),
  futex_down: kernel(locks.K_DOWN),
  futex_down_repaid: kernel(locks.K_DOWN),
  futex_up: kernel(locks.K_UP),
  enter: kernel(locks.K_ENTER),
  leave: kernel(locks.K_LEAVE),
  increment: kernel(locks.K_INCREMENT),
  await_asleep: kernel(lanes.K_AWAIT),
  tick: kernel(lanes.K_TICK),
  ipc_call_async: called(SYS_IPC_CALL_ASYNC),
  ipc_wait: called(SYS_IPC_WAIT),
  ipc_answer: called(SYS_IPC_ANSWER),
  ipc_forward: called(SYS_IPC_FORWARD),
  ipc_hangup: called(SYS_IPC_HANGUP),
  ipc_poke: called(SYS_IPC_POKE),
  ipc_cleanup: called(IPC_CLEANUP),
};

const KERNEL_2012: Readonly<Record<string, Start>> = {
  ...KERNEL_BOTH,
  waitq_wakeup_first: kernel(lanes.K_WAKE_FIRST),
  waitq_wakeup_all: kernel(lanes.K_WAKE_ALL_2012),
  waitq_unsleep: kernel(lanes.K_UNSLEEP),
  waitq_count_get: kernel(lanes.K_COUNT_GET),
  waitq_count_set: kernel(lanes.K_COUNT_SET),
  waitq_interrupt_sleep: kernel(lanes.K_KICK_2012),
  thread_interrupt: kernel(lanes.K_FLAG_2012),
  thread_kill: kernel(lanes.K_FLAG_2012),
  semaphore_up: kernel(lanes.K_WAKE_FIRST),
  condvar_signal: kernel(lanes.K_WAKE_FIRST),
  condvar_broadcast: kernel(lanes.K_WAKE_ALL_2012),
  ipc_call_sync: called(SYS_IPC_CALL_SYNC),
};

const KERNEL_2026: Readonly<Record<string, Start>> = {
  ...KERNEL_BOTH,
  waitq_wake_one: kernel(lanes.K_WAKE_ONE),
  waitq_wake_all: kernel(lanes.K_WAKE_ALL),
  waitq_signal: kernel(lanes.K_SIGNAL),
  waitq_close: kernel(lanes.K_CLOSE),
  thread_wakeup: kernel(lanes.K_KICK_2026),
  thread_interrupt: kernel(lanes.K_FLAG_2026),
  thread_kill: kernel(lanes.K_FLAG_2026),
  semaphore_up: kernel(lanes.K_WAKE_ONE),
  condvar_signal: kernel(lanes.K_SIGNAL),
  condvar_broadcast: kernel(lanes.K_WAKE_ALL),
  ipc_req_internal: called(IPC_REQ_INTERNAL),
  waitq_sleep: called(SYS_WAITQ_SLEEP),
  waitq_wakeup: called(SYS_WAITQ_WAKEUP),
  waitq_destroy: called(SYS_WAITQ_DESTROY),
};

/** syncCall=libc: the system call is gone, user space does what it did. */
const IN_LIBC: Start = wrapped(TRAP, LIBC_CALL_SYNC, LIBC_RETURNED);

/** @throws Error for a call that the validator should have refused. */
export function startOf(
  call: string,
  old: boolean,
  kernelLevel: boolean,
  policies: Policies,
): Start {
  if (!kernelLevel && call.startsWith('ipc_call_sync') && policies.syncCall === 'libc') {
    return IN_LIBC;
  }
  const table = kernelLevel
    ? old
      ? KERNEL_2012
      : KERNEL_2026
    : old
      ? SYSCALLS_2012
      : SYSCALLS_2026;
  if (!Object.hasOwn(table, call)) throw new Error(`${call} has no steps on this revision`);
  return table[call];
}
