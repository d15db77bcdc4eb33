/** The operations of recorded programs on debug sessions: hooks of a thread, requests, the kbox thread. */
import type { Steps } from './coroutine.ts';
import { kboxThread } from './kbox.ts';
import { Call } from './ipc-objects.ts';
import { threadOf } from './recorded-args.ts';
import type { LaneState, RecordedOp, RecordedWorld } from './recorded.ts';
import * as sys2012 from './sysipc-2012.ts';
import * as sys2026 from './sysipc-2026.ts';
import { syscallEvent, threadExitEvent } from './udebug.ts';
import { Hooks, Session } from './udebug-objects.ts';

/** Gives the task that is debugged a session, and each of its threads hooks, past its start. */
export function openSessions(world: RecordedWorld): void {
  const names = (world.program.objects?.tasks ?? []) as string[];
  const at = names.findIndex((name) => name.includes('(debuggee)'));
  if (at < 0) return;
  const task = world.tasks[at];
  const session = new Session(world.kernel, task);
  task.udebug = session;
  for (const { lane, thread } of world.lanes) {
    if (thread.task !== task) continue;
    thread.udebug = new Hooks(world.kernel);
    thread.isUser = !lane.ops.some(({ op }) => op === 'kbox_thread');
    if (!thread.isUser) {
      session.kboxThread = thread;
      continue;
    }
    thread.udebug.stoppable = false;
    session.notStoppable++;
  }
}

export function* operateOnSession(
  world: RecordedWorld,
  lane: LaneState,
  op: RecordedOp,
): Steps<unknown> {
  const { kernel } = world;
  switch (op.op) {
    case 'nop':
      yield;
      return 'ok';
    case 'stop_point':
      yield* kernel.stoppableBegin();
      yield* kernel.stoppableEnd();
      return 'ok';
    case 'blocking_section': {
      yield* kernel.stoppableBegin();
      const rc = yield* kernel.ops.sleep(world.queues[0], 0, { interruptible: true });
      yield* kernel.stoppableEnd();
      return rc;
    }
    case 'syscall':
      yield* emptySyscall(world, lane);
      return 'ok';
    case 'exit':
      yield* threadExitEvent(kernel);
      yield* kernel.stoppableBegin();
      return 'ok';
    case 'kbox_thread':
      yield* kboxThread(kernel);
      return 'ok';
    case 'debug':
      return yield* debug(world, lane, op);
    default:
      throw new Error(`operation ${op.op}`);
  }
}

/** The frame of a system call with nothing in it (syscall/syscall.c). */
function* emptySyscall({ kernel }: RecordedWorld, { thread }: LaneState): Steps {
  yield;
  if (thread.udebug?.active === true) yield* syscallEvent(kernel, 'SYSCALL_B');
  yield;
  if (thread.udebug?.active !== true) return;
  yield* syscallEvent(kernel, 'SYSCALL_E');
  yield* kernel.stoppableBegin();
  yield* kernel.stoppableEnd();
}

/** An asynchronous request to the kbox. */
function* debug(world: RecordedWorld, lane: LaneState, op: RecordedOp): Steps<string> {
  const { kernel } = world;
  const sender = kernel.is2012 ? lane.thread.task : null;
  const call = new Call(kernel, `${lane.lane.thread}.${lane.results.length}`, 'DEBUG', sender);
  call.debug = {
    request: String(op.method),
    ...(op.thread === undefined ? {} : { thread: threadOf(world, op.thread) }),
    ...(op.mask === undefined ? {} : { mask: Number(op.mask) }),
  };
  const phone = Number(op.phone ?? 0);
  if (!kernel.is2012) return yield* sys2026.callAsync(kernel, phone + 1, call);
  return yield* sys2012.callAsync(kernel, sys2012.phoneGet(kernel, phone), call);
}
