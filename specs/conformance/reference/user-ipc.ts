/** Calls of the litmus language that send, receive and answer messages. */
import type { Arg } from '../../litmus/litmus.ts';
import type { Steps } from './coroutine.ts';
import { Call, type Phone } from './ipc-objects.ts';
import type { Held, LaneState } from './litmus-lane.ts';
import type { LitmusWorld } from './litmus-world.ts';
import {
  eventNotify,
  eventSubscribe,
  eventUnmask,
  type Interrupt,
  irqSendMsg,
  irqSubscribe,
  type Notifier,
} from './notifications.ts';
import { pageIn } from './page-in.ts';
import type { CopyIn } from './sysipc.ts';
import * as sys2012 from './sysipc-2012.ts';
import * as sys2026 from './sysipc-2026.ts';
import { type CallCell, flagsAt, nameAt, namesAt, numberAt } from './call-args.ts';
import { sleepFlags } from './restart-flags.ts';
import { usecOf } from './timeout.ts';

/** A method or an answer: a number of the user's, or a name of the system's. */
function textAt(args: readonly Arg[], i: number): string {
  return args[i]?.is === 'integer' ? String(numberAt(args, i)) : nameAt(args, i);
}

/** The phone of a name in the slots of 2012, its handle in 2026. */
function phoneOf(world: LitmusWorld, name: string): { phone: Phone | null; handle: number } {
  const declared = world.phones.get(name);
  return { phone: declared?.task.phones[declared.number] ?? null, handle: declared?.number ?? 0 };
}

export function* ipcCall(world: LitmusWorld, state: LaneState, cell: CallCell): Steps<string> {
  const { kernel } = world;
  const { args, call } = cell;
  const copyIn = copyInOf(world, cell);
  const { phone, handle } = phoneOf(world, nameAt(args, call.startsWith('ipc_forward') ? 1 : 0));
  switch (call) {
    case 'ipc_call_async':
    case 'ipc_call_async_slow':
      return yield* callAsync(world, state, cell);
    case 'ipc_call_sync':
    case 'ipc_call_sync_slow':
      return yield* callSync(world, state, cell);
    case 'ipc_wait':
      return yield* wait(world, state, cell);
    case 'ipc_answer':
    case 'ipc_answer_slow': {
      const it = heldIn(world, state, nameAt(args, 0));
      if (it === null) return 'ENOENT';
      const retval = args[1].is === 'integer' ? answerOf(numberAt(args, 1)) : nameAt(args, 1);
      if (kernel.is2012) return yield* sys2012.answer(kernel, it.call, retval, copyIn);
      return yield* sys2026.answer(kernel, it.handle, retval, copyIn);
    }
    case 'ipc_forward':
    case 'ipc_forward_slow': {
      const it = heldIn(world, state, nameAt(args, 0));
      if (it === null) return 'ENOENT';
      const { method } = it.call;
      if (!kernel.is2012) return yield* sys2026.forward(kernel, it.handle, handle, method, copyIn);
      const isFromMe = namesAt(args, 2).includes('ROUTE_FROM_ME');
      return yield* sys2012.forward(kernel, it.call, phone, method, isFromMe, copyIn);
    }
    case 'ipc_hangup': {
      if (!kernel.is2012) return yield* sys2026.hangup(kernel, handle);
      // -1 is ENOENT to user space.
      const rc = yield* sys2012.hangup(kernel, phone, state.lane.name);
      return rc === 'FAILED' ? 'ENOENT' : rc;
    }
    case 'ipc_poke':
      yield* kernel.is2012 ? sys2012.poke(kernel) : sys2026.poke(kernel);
      return 'EOK';
    case 'event_subscribe':
      return yield* eventSubscribe(kernel, eventOf(world, args), textAt(args, 1));
    case 'event_unmask':
      return yield* eventUnmask(eventOf(world, args));
    case 'event_notify':
      return yield* eventNotify(kernel, eventOf(world, args), nameAt(args, 1) === 'MASK');
    case 'ipc_irq_subscribe':
      return yield* irqSubscribe(kernel, interruptOf(world, args), textAt(args, 1));
    case 'ipc_irq_send_msg':
      return yield* irqSendMsg(kernel, interruptOf(world, args));
    case 'page_in': {
      const { frame } = state;
      const request = frame.sent ?? makeCall(world, state, 'PAGE_IN');
      const rc = yield* pageIn(kernel, handle, request);
      frame.sent = rc === 'ABORTED' ? request : null;
      return rc === 'EOK' ? pagedIn(request) : rc;
    }
    default:
      throw new Error(`no call ${call}`);
  }
}

/** Of a slow form: its arguments are in user memory, which may be bad, or not mapped yet. */
function copyInOf({ words }: LitmusWorld, { args, call }: CallCell): CopyIn | undefined {
  if (!call.endsWith('_slow')) return undefined;
  const flags = namesAt(args, 2);
  return function* () {
    yield;
    return (
      !flags.includes('BAD_BUFFER') && !(flags.includes('MAPPED') && words.get('mapped') === 0)
    );
  };
}

const eventOf = ({ kernel }: LitmusWorld, args: readonly Arg[]): Notifier =>
  kernel.events.get(nameAt(args, 0)) as Notifier;

const interruptOf = ({ kernel }: LitmusWorld, args: readonly Arg[]): Interrupt =>
  kernel.interrupts.get(nameAt(args, 0)) as Interrupt;

const answerOf = (value: number): string | number => (value === 0 ? 'EOK' : value);

function pagedIn({ retval }: Call): string {
  return typeof retval === 'number' ? `ans:${retval}` : retval;
}

/** The request in a register: of this lane, or of one other lane of its task. */
function heldIn(world: LitmusWorld, state: LaneState, register: string): Held | null {
  const isOwn = state.cells.some((it) => it.is === 'call' && it.register === register);
  if (isOwn) return state.held.get(register) ?? null;
  const other = world.lanes.find((it) => {
    return it !== state && it.thread.task === state.thread.task && it.held.has(register);
  });
  return other?.held.get(register) ?? null;
}

function makeCall(world: LitmusWorld, state: LaneState, method: string): Call {
  const { kernel } = world;
  const name = `${state.lane.name}.${state.at}`;
  return new Call(kernel, name, method, kernel.is2012 ? state.thread.task : null);
}

function* callAsync(world: LitmusWorld, state: LaneState, cell: CallCell): Steps<string> {
  const { args } = cell;
  const copyIn = copyInOf(world, cell);
  const { kernel } = world;
  const { phone, handle } = phoneOf(world, nameAt(args, 0));
  const call = makeCall(world, state, textAt(args, 1));
  if (!kernel.is2012) {
    const rc = yield* sys2026.callAsync(kernel, handle, call, copyIn);
    return rc === 'sent' ? 'EOK' : rc;
  }
  const rc = yield* sys2012.callAsync(kernel, phone, call, copyIn);
  return rc === 'sent' ? 'EOK' : rc;
}

/** sys_ipc_call_sync_fast(): where its request has been sent, a restart goes on to the wait. */
function* callSync(world: LitmusWorld, state: LaneState, cell: CallCell): Steps<string> {
  const { args } = cell;
  const { kernel } = world;
  const { frame } = state;
  const { phone } = phoneOf(world, nameAt(args, 0));
  const call = frame.sent ?? makeCall(world, state, textAt(args, 1));
  const flags = sleepFlags(world, state, 0, {});
  const rc = yield* sys2012.callSync(kernel, phone, call, flags, copyInOf(world, cell));
  if (rc === 'ABORTED') frame.sent = call;
  return rc === 'EOK' ? answerText(call) : rc;
}

function* wait(world: LitmusWorld, state: LaneState, { args, register }: CallCell): Steps<string> {
  const { kernel } = world;
  const usec = usecOf(numberAt(args, 0));
  const options = {
    usec,
    flags: sleepFlags(world, state, usec, flagsAt(args, 1)),
    isBadBuffer: namesAt(args, 1).includes('BAD_BUFFER'),
  };
  const got = kernel.is2012
    ? yield* sys2012.waitForCall(kernel, options)
    : yield* sys2026.waitForCall(kernel, options);
  const { call, is, rc } = got;
  if (call === null) return failed(world, rc);
  if (is === 'answer') return answerText(call);
  if (is === 'notification') return `ntf:${call.method}`;
  const handle = (got as sys2026.Received2026).handle ?? 0;
  if (register !== null) state.held.set(register, { call, handle });
  return `req:${methodText(call.method)}`;
}

function failed({ kernel }: LitmusWorld, rc: string): string {
  if (rc === 'ABORTED') return rc;
  if (!kernel.is2012) return rc === 'ok' ? 'EOK' : rc;
  return 'none';
}

function methodText(method: string): string {
  return method === 'PHONE_HUNGUP' ? '0' : method;
}

/** `ans:5`, an event of a debug session, or the name of an error. */
export function answerText({ event, retval }: Call): string {
  if (event !== null) return event;
  if (retval === 'EOK') return 'ans:0';
  return typeof retval === 'number' ? `ans:${retval}` : retval;
}
