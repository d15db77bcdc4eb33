/** The operations of recorded programs on wait queues, locks and futexes. */
import type { Steps } from './coroutine.ts';
import { condvarSignal, condvarWait, type Mutex } from './mutex.ts';
import { flagsOf, mayRestart, numberOf, threadOf, usecOfOp } from './recorded-args.ts';
import { operateOnMail } from './recorded-ipc.ts';
import { operateOnSession } from './recorded-udebug.ts';
import type { LaneState, RecordedOp, RecordedWorld } from './recorded.ts';
import type { Thread } from './thread.ts';
import { isGood, type Waitq } from './waitq.ts';

/** What an operation of a lane comes to, as recorded. */
export function* operate(world: RecordedWorld, lane: LaneState, op: RecordedOp): Steps<unknown> {
  const { kernel } = world;
  switch (op.op) {
    case 'sleep':
      return yield* sleep(world, lane, world.queues[numberOf(op.queue)], op);
    case 'tick':
      for (let i = 0; i < Number(op.count); i++) {
        yield;
        yield* kernel.ops.clock.tick();
      }
      return 'ok';
    case 'interrupt':
      yield* interrupt(world, threadOf(world, op.thread), String(op.mode));
      return 'ok';
    case 'await_asleep': {
      const thread = threadOf(world, op.thread);
      yield* lane.thread.poll(() => thread.state === 'sleeping');
      return 'ok';
    }
    case 'futex_down':
      return yield* futexDown(world, lane, op);
    case 'futex_up':
      yield* futexUp(world, numberOf(op.queue));
      return 'ok';
    case 'mutex_lock':
      return yield* lockOf(world, world.mutexes[numberOf(op.mutex)], op);
    case 'sem_down':
      return yield* lockOf(world, world.semaphores[numberOf(op.semaphore)], op);
    case 'mutex_unlock':
      yield* world.mutexes[numberOf(op.mutex)].unlock();
      return 'ok';
    case 'sem_up':
      yield* world.semaphores[numberOf(op.semaphore)].unlock();
      return 'ok';
    case 'cv_wait': {
      const mutex = world.mutexes[numberOf(op.mutex)];
      const cv = world.condvars[numberOf(op.condvar)];
      return yield* condvarWait(kernel.ops, cv, mutex, usecOfOp(op), flagsOf(op));
    }
    case 'cv_signal':
      yield* condvarSignal(kernel.ops, world.condvars[numberOf(op.condvar)]);
      return 'ok';
    case 'enter':
      yield;
      return ++world.inside;
    case 'leave':
      yield;
      world.inside--;
      return 'ok';
    case 'inc': {
      yield;
      const before = world.shared;
      yield;
      world.shared = before + 1;
      return before;
    }
  }
  const queue = yield* operateOnQueue(world, op);
  if (queue !== undefined) return queue;
  return (yield* operateOnMail(world, lane, op)) ?? (yield* operateOnSession(world, lane, op));
}

function* operateOnQueue(world: RecordedWorld, op: RecordedOp): Steps<unknown> {
  const { kernel } = world;
  const wq = world.queues[numberOf(op.queue)];
  switch (op.op) {
    case 'wake_one':
      yield* kernel.ops.wakeFirst(wq);
      return 'ok';
    case 'wake_all':
      yield* kernel.ops.wakeAll(wq);
      return 'ok';
    case 'signal':
      yield* kernel.waitq2026.signal(wq);
      return 'ok';
    case 'close':
      yield* kernel.waitq2026.close(wq);
      return 'ok';
    case 'unsleep':
      yield* kernel.waitq2012.unsleep(wq);
      return 'ok';
    case 'count_get':
      return yield* kernel.waitq2012.countGet(wq);
    case 'count_set':
      yield* kernel.waitq2012.countSet(wq, Number(op.value));
      return 'ok';
    default:
      return undefined;
  }
}

function* sleep(world: RecordedWorld, lane: LaneState, wq: Waitq, op: RecordedOp): Steps<string> {
  for (;;) {
    const result = yield* world.kernel.ops.sleep(wq, usecOfOp(op), flagsOf(op));
    if (result !== 'INTERRUPTED' && result !== 'EINTR') return result;
    yield;
    if (!mayRestart(lane)) return result;
    yield;
    lane.thread.interrupted = false;
  }
}

function* futexDown(world: RecordedWorld, lane: LaneState, op: RecordedOp): Steps<string> {
  const at = numberOf(op.queue);
  yield;
  if (world.counters[at]-- > 0) return 'UNCONTENDED';
  const result = yield* sleep(world, lane, world.queues[at], op);
  if (!isGood(result) && op.on_failure === 'up') yield* futexUp(world, at);
  return result;
}

function* futexUp(world: RecordedWorld, at: number): Steps {
  yield;
  if (world.counters[at]++ < 0) yield* world.kernel.ops.wakeFirst(world.queues[at]);
}

/** Locks of 2026 know one flag. */
function* lockOf(world: RecordedWorld, lock: Mutex, op: RecordedOp): Steps<string> {
  const flags = flagsOf(op);
  const known = world.kernel.is2012 ? flags : { nonBlocking: flags.nonBlocking };
  return yield* lock.lock(usecOfOp(op), known);
}

/** `flag` sets the flag and kicks, `bare` only kicks, `kill` is a flag that ends restarting. */
function* interrupt(world: RecordedWorld, thread: Thread, mode: string): Steps {
  const lane = world.lanes.find((it) => it.thread === thread);
  if (lane === undefined) return;
  yield;
  if (mode === 'kill') lane.isKilled = true;
  else lane.noted = true;
  if (mode === 'bare') yield* world.kernel.ops.interruptSleep(thread);
  else yield* world.kernel.ops.kill(thread);
}
