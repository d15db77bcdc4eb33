/** The calls of the litmus language: system calls of either revision, and what libc does around them. */
import type { WaitqObject } from './cap.ts';
import type { Steps } from './coroutine.ts';
import { ipcCall } from './user-ipc.ts';
import { debugCall } from './litmus-debug.ts';
import type { LaneState } from './litmus-lane.ts';
import type { Futex, LitmusWorld } from './litmus-world.ts';
import { mayDie, ThreadExit, trap } from './trap.ts';
import { type CallCell, flagsAt, nameAt, numberAt } from './call-args.ts';
import { sleepFlags } from './restart-flags.ts';
import { usecOf } from './timeout.ts';
import type { Task } from './task.ts';
import { isGood, isOver, overSince, type SleepFlags, Waitq } from './waitq.ts';

/** Calls of libc: user code (or a kernel thread's), which enters the kernel by itself where it must. */
const LIBC = new Set([
  'kbox_thread',
  'futex_down',
  'futex_up',
  'futex_trydown',
  'futex_down_timeout',
]);

export const isLibc = (call: string): boolean => LIBC.has(call);

/** A timeout that has passed is 1 us for libc of 2026, since 0 would be none. */
const PASSED_USEC = 1;

/** The code of a call: from its first step in user mode, or from its handler on. */
export function callFor(world: LitmusWorld, state: LaneState, cell: CallCell): () => Steps<string> {
  const { args, call } = cell;
  const ticks = (i: number): number => usecOf(numberAt(args, i));
  const futex = world.futexes.get(nameAt(args, 0));
  switch (call) {
    case 'thread_usleep':
      return () => usleep(world, state, ticks(0));
    case 'thread_udelay':
      return () => udelay(world, state, numberAt(args, 0));
    case 'thread_exit':
      return exit;
    case 'klog':
    case 'kio_read':
      return () => answerNow(String(numberAt(args, 0)));
    case 'waitq_sleep':
      return () => waitqSleep(world, state, nameAt(args, 0), ticks(1), flagsAt(args, 2));
    case 'waitq_wakeup':
      return () => world.syswaitq.wakeup(world.waitqs.get(nameAt(args, 0))?.handle ?? 0);
    case 'waitq_destroy':
      return () => world.syswaitq.destroy(world.waitqs.get(nameAt(args, 0))?.handle ?? 0);
    case 'futex_sleep':
      return () => futexSleep(world, state, futex as Futex);
    case 'futex_wakeup':
      return () => futexWakeup(world, futex as Futex);
    case 'futex_down':
      return () => futexDown(world, state, futex as Futex, 0);
    case 'futex_down_timeout':
      return () => futexDown(world, state, futex as Futex, ticks(1));
    case 'futex_trydown':
      return () => futexTrydown(world, state, futex as Futex);
    case 'futex_up':
      return () => futexUp(world, state, futex as Futex, state.store);
    default:
      return debugCall(world, state, cell) ?? (() => ipcCall(world, state, cell));
  }
}

function* exit(): Steps<string> {
  yield;
  throw new ThreadExit();
}

function* answerNow(result: string): Steps<string> {
  yield;
  return result;
}

/** sys_thread_usleep(): a wait queue of its own that nobody wakes; 0 to user space in any case. */
function* usleep(world: LitmusWorld, state: LaneState, usec: number): Steps<string> {
  const { kernel } = world;
  const wq = new Waitq(kernel.cpu, 0, 'timer');
  const flags = sleepFlags(world, state, usec, { nonBlocking: true });
  const rc = yield* kernel.ops.sleep(wq, usec, flags);
  return rc === 'ABORTED' ? rc : 'EOK';
}

/** sys_thread_udelay(): spins; the restart mechanism has it look for a request. */
function* udelay(world: LitmusWorld, state: LaneState, ticks: number): Steps<string> {
  const { kernel, restart } = world;
  const { thread } = state;
  const { clock } = kernel.ops;
  if (ticks === 0) return 'EOK';
  thread.noteArmed(clock.now);
  // It spins for that long and no longer: it need not wait for a tick more.
  state.frame.deadline ??= { tick: clock.now + ticks - 1 };
  const { deadline } = state.frame;
  const isPast = (): boolean => isOver(deadline, clock.now);
  yield* thread.poll(() => isPast() || (restart.takesAborts && thread.abortRequested));
  if (isPast()) {
    thread.readyAt = overSince(deadline, thread);
    return 'EOK';
  }
  return 'ABORTED';
}

function* waitqSleep(
  world: LitmusWorld,
  state: LaneState,
  name: string,
  usec: number,
  flags: SleepFlags,
): Steps<string> {
  const handle = world.waitqs.get(name)?.handle ?? 0;
  yield;
  return yield* world.syswaitq.sleep(handle, usec, sleepFlags(world, state, usec, flags));
}

/** sys_futex_sleep() of 2012: no timeout, and interruptible. */
function* futexSleep(world: LitmusWorld, state: LaneState, futex: Futex): Steps<string> {
  const { kernel } = world;
  const { waitq } = yield* futexFind(world, futex);
  yield* kernel.stoppableBegin();
  const flags = sleepFlags(world, state, 0, { interruptible: true });
  const rc = yield* kernel.ops.sleep(waitq, 0, flags);
  yield* kernel.stoppableEnd();
  return rc;
}

/** sys_futex_wakeup() of 2012 */
function* futexWakeup(world: LitmusWorld, futex: Futex): Steps<string> {
  const { waitq } = yield* futexFind(world, futex);
  yield* world.kernel.ops.wakeFirst(waitq);
  return 'EOK';
}

/** futex_find() of 2012: it is made where no task has it. */
function* futexFind(world: LitmusWorld, futex: Futex): Steps<WaitqObject> {
  yield;
  futex.users.add(world.kernel.task);
  return futex.object;
}

/** futex_cleanup() of 2012: what the last task has looked up goes with it, banked wakeups and all. */
export function* futexCleanup(world: LitmusWorld, task: Task): Steps {
  for (const [name, futex] of world.futexes) {
    yield;
    if (!futex.users.delete(task) || futex.users.size > 0) continue;
    futex.object = { waitq: new Waitq(world.kernel.cpu, 0, name), refs: 1 };
  }
}

/** futex_down() of libc of 2012; futex_down_timeout() of 2026, which gives back where the sleep fails. */
function* futexDown(
  world: LitmusWorld,
  state: LaneState,
  futex: Futex,
  usec: number,
): Steps<string> {
  const { kernel } = world;
  yield;
  if (futex.counter-- > 0) return 'EOK';
  yield* mayDie(world, state);
  if (kernel.is2012) {
    const how = { store: state.store, sys: 'futex_sleep' };
    return yield* trap(world, state, () => futexSleep(world, state, futex), how);
  }
  const sleep = function* (): Steps<string> {
    yield;
    const flags = sleepFlags(world, state, usec, { futex: true });
    return yield* world.syswaitq.sleep(futex.handle, usec, flags);
  };
  const rc = yield* trap(world, state, sleep, { sys: 'waitq_sleep', usec });
  yield* mayDie(world, state);
  if (!isGood(rc)) yield* futexUp(world, state, futex);
  return rc;
}

/** futex_trydown() of libc: 2012 looks only, 2026 sleeps for as short as it can. */
function* futexTrydown(world: LitmusWorld, state: LaneState, futex: Futex): Steps<string> {
  if (!world.kernel.is2012) {
    return isGood(yield* futexDown(world, state, futex, PASSED_USEC)) ? '1' : '0';
  }
  yield;
  if (futex.counter !== 1) return '0';
  futex.counter = 0;
  return '1';
}

/** futex_up() of libc */
function* futexUp(
  world: LitmusWorld,
  state: LaneState,
  futex: Futex,
  store?: (result: string) => void,
): Steps<string> {
  yield;
  if (futex.counter++ >= 0) return 'EOK';
  yield* mayDie(world, state);
  const { kernel, syswaitq } = world;
  const wakeup = (): Steps<string> =>
    kernel.is2012 ? futexWakeup(world, futex) : syswaitq.wakeup(futex.handle);
  const sys = kernel.is2012 ? 'futex_wakeup' : 'waitq_wakeup';
  return yield* trap(world, state, wakeup, { store, sys });
}
