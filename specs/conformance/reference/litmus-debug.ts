/** Debug sessions of a litmus: who has hooks, where a thread of user code can be stopped, what is asked. */
import type { Steps } from './coroutine.ts';
import { Call } from './ipc-objects.ts';
import { kboxThread } from './kbox.ts';
import type { Kernel } from './kernel.ts';
import { type CallCell, nameAt, numberAt } from './call-args.ts';
import type { LaneState } from './litmus-lane.ts';
import type { LitmusWorld } from './litmus-world.ts';
import type { Thread } from './thread.ts';
import * as sys2012 from './sysipc-2012.ts';
import * as sys2026 from './sysipc-2026.ts';
import { Hooks, Session } from './udebug-objects.ts';

/** Requests of a debugger by the names of their calls. */
export const REQUESTS: Readonly<Record<string, string>> = {
  udebug_begin: 'BEGIN',
  udebug_end: 'END',
  udebug_set_evmask: 'SET_EVMASK',
  udebug_go: 'GO',
  udebug_stop: 'STOP',
  udebug_args_read: 'ARGS_READ',
  udebug_regs_read: 'REGS_READ',
  udebug_thread_read: 'THREAD_READ',
  udebug_name_read: 'NAME_READ',
};

/** A session for every task that a phone of `Debugs=` leads to. */
export function openSessions(world: LitmusWorld): void {
  const { init, meta } = world.litmus;
  for (const it of init) {
    if (it.is !== 'object' || it.link === null || !meta.debugs.includes(it.name)) continue;
    const task = world.taskNamed(it.link.to);
    task.udebug ??= new Session(world.kernel, task);
  }
}

/** Past its start: counted, and not stoppable; the kbox's own thread is neither. */
export function addHooks(kernel: Kernel, { cells, thread }: LaneState, session: Session): void {
  thread.udebug = new Hooks(kernel);
  thread.isUser = !cells.some((cell) => cell.is === 'call' && cell.call === 'kbox_thread');
  if (!thread.isUser) {
    session.kboxThread = thread;
    return;
  }
  thread.udebug.stoppable = false;
  session.notStoppable++;
}

/** Its debugger waits for it: a thread of user code must come to a stop point sooner or later. */
export function mustStop({ thread }: LaneState): boolean {
  const { udebug, task } = thread;
  if (udebug === null || !udebug.active) return false;
  return task.udebug?.state === 'beginning' || !udebug.go;
}

/**
 * exc_dispatch() inside a call: it takes the interrupt's frame for that of user space, and leaves none
 * behind. Only a thread that runs is interrupted.
 */
export function* interruptible<T>(
  { cpu }: Kernel,
  { udebug, thread }: Target,
  call: Steps<T>,
): Steps<T> {
  for (;;) {
    const step = call.next();
    if (step.done === true) return step.value;
    if (thread.state === 'ready' && cpu.random.chance(0.05)) udebug.hasFrame = false;
    yield;
  }
}

interface Target {
  readonly udebug: Hooks;
  readonly thread: Thread;
}

/** clock(): what was preempted in user mode is stoppable for a moment, with the interrupt's frame. */
export function* preemptedInUserMode(kernel: Kernel): Steps {
  const { thread } = kernel;
  const { udebug } = thread;
  if (udebug === null) return;
  udebug.hasFrame = true;
  yield* interruptible(kernel, { udebug, thread }, preempted(kernel));
  udebug.hasFrame = false;
}

/** Stoppable for a moment: whoever is to be stopped stops here. */
export function* preempted(kernel: Kernel): Steps {
  yield* kernel.stoppableBegin();
  yield* kernel.stoppableEnd();
}

/** Null: it is no call of a debugger, nor of a kbox. */
export function debugCall(
  world: LitmusWorld,
  state: LaneState,
  cell: CallCell,
): (() => Steps<string>) | null {
  if (cell.call === 'kbox_thread') {
    return function* () {
      world.recorder.enter(state);
      yield* kboxThread(world.kernel);
      return 'ok';
    };
  }
  const request = REQUESTS[cell.call];
  return request === undefined ? null : () => ask(world, state, cell, request);
}

function* ask(
  world: LitmusWorld,
  state: LaneState,
  { args }: CallCell,
  request: string,
): Steps<string> {
  const { kernel } = world;
  const sender = kernel.is2012 ? state.thread.task : null;
  const call = new Call(kernel, `${state.lane.name}.${state.at}`, 'DEBUG', sender);
  const target = world.lanes.find(({ lane }) => lane.name === nameAt(args, 1));
  call.debug = { request, thread: target?.thread, mask: numberAt(args, 1) };
  const phone = world.phones.get(nameAt(args, 0));
  const number = phone?.number ?? 0;
  const rc = kernel.is2012
    ? yield* sys2012.callAsync(kernel, sys2012.phoneGet(kernel, number), call)
    : yield* sys2026.callAsync(kernel, number, call);
  return rc === 'sent' ? 'EOK' : rc;
}
