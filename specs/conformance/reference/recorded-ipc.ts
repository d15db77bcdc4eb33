/** The operations of recorded programs on messages: what a lane sends, receives and answers. */
import type { Steps } from './coroutine.ts';
import { ipcCleanup2012 } from './ipc-cleanup-2012.ts';
import { ipcCleanup2026 } from './ipc-cleanup-2026.ts';
import { Call, Phone } from './ipc-objects.ts';
import { flagsOf, mayRestart, usecOfOp } from './recorded-args.ts';
import type { LaneState, RecordedOp, RecordedWorld } from './recorded.ts';
import * as sys2012 from './sysipc-2012.ts';
import { requestInternal } from './page-in.ts';
import * as sys2026 from './sysipc-2026.ts';
import type { Task } from './task.ts';

/** What an operation has received, by its name: a request, and its handle in 2026. */
export type Mailbox = Map<string, { readonly call: Call; readonly handle: number }>;

interface RecordedPhone {
  readonly task: string;
  readonly phone: number;
  readonly to: string;
}

/** The phones that are connected when a program begins. */
export function connectPhones(world: RecordedWorld): void {
  const phones = (world.program.objects?.connected_phones ?? []) as RecordedPhone[];
  const taskOf = (name: string): Task => {
    const task = world.tasks.find((it) => it.name === name);
    if (task === undefined) throw new Error(`no task ${name}`);
    return task;
  };
  phones.forEach(({ task, phone, to }, i) => {
    const [callee, kbox] = to.split('.');
    const owner = taskOf(task);
    const session = taskOf(callee).udebug;
    const box = kbox === 'kbox' && session !== null ? session.kbox : taskOf(callee).answerbox;
    connect(world, owner, phone, i).callee = box;
    const it = phoneAt(owner, phone);
    it?.link.append(box.connectedPhones);
  });
}

function connect(world: RecordedWorld, owner: Task, number: number, i: number): Phone {
  const { kernel } = world;
  if (kernel.is2012) {
    owner.phones[number].state = 'connected';
    return owner.phones[number];
  }
  const phone = new Phone(kernel, owner, number + 1);
  phone.state = 'connected';
  phone.refs = 2;
  phone.hangupCall = new Call(kernel, `hangup${i}`, 'PHONE_HUNGUP', null);
  owner.caps.table.set(number + 1, { type: 'phone', it: phone });
  return phone;
}

function phoneAt(owner: Task, number: number): Phone | undefined {
  const object = owner.caps.table.get(number + 1);
  return object?.type === 'phone' ? object.it : owner.phones[number];
}

/** The handle of a phone by its number. */
const handleOf = (phone: unknown): number => Number(phone) + 1;

export function* operateOnMail(
  world: RecordedWorld,
  lane: LaneState,
  op: RecordedOp,
): Steps<unknown> {
  const { kernel } = world;
  const name = `${lane.lane.thread}.${lane.results.length}`;
  const make = (): Call => {
    const sender = kernel.is2012 ? lane.thread.task : null;
    return new Call(kernel, name, String(op.method), sender);
  };
  const phone = kernel.is2012 ? sys2012.phoneGet(kernel, Number(op.phone ?? 0)) : null;
  switch (op.op) {
    case 'call':
      if (kernel.is2012) return yield* sys2012.callAsync(kernel, phone, make());
      return yield* sys2026.callAsync(kernel, handleOf(op.phone), make());
    case 'wait':
      return yield* wait(world, lane, op, name);
    case 'answer':
      return yield* answer(world, op);
    case 'forward':
      return yield* forward(world, op);
    case 'hangup':
      if (kernel.is2012) return yield* sys2012.hangup(kernel, phone, name);
      return yield* sys2026.hangup(kernel, handleOf(op.phone));
    case 'poke':
      yield* kernel.is2012 ? sys2012.poke(kernel) : sys2026.poke(kernel);
      return 'ok';
    case 'cleanup':
      yield* kernel.is2012 ? ipcCleanup2012(kernel, name) : ipcCleanup2026(kernel);
      return 'ok';
    case 'call_sync':
      return yield* callSync(world, lane, phone, make);
    case 'kernel_sync_call': {
      const call = make();
      const rc = yield* requestInternal(kernel, handleOf(op.phone), call);
      return rc === 'EOK' ? { retval: call.retval } : rc;
    }
    default:
      return yield* operateOnWaitqObject(world, lane, op);
  }
}

function* operateOnWaitqObject(
  world: RecordedWorld,
  lane: LaneState,
  op: RecordedOp,
): Steps<unknown> {
  const handle = Number(op.waitq) + 1;
  switch (op.op) {
    case 'waitq_sleep':
      for (;;) {
        const rc = yield* world.syswaitq.sleep(handle, usecOfOp(op), flagsOf(op));
        if (rc !== 'EINTR' || !mayRestart(lane)) return rc;
        yield;
        lane.thread.interrupted = false;
      }
    case 'waitq_wakeup':
      return yield* world.syswaitq.wakeup(handle);
    case 'waitq_destroy':
      return yield* world.syswaitq.destroy(handle);
    default:
      return undefined;
  }
}

function* callSync(
  world: RecordedWorld,
  lane: LaneState,
  phone: Phone | null,
  make: () => Call,
): Steps<unknown> {
  for (;;) {
    const call = make();
    lane.noted = false;
    const rc = yield* sys2012.callSync(world.kernel, phone, call);
    if (rc === 'EOK') return { retval: call.retval };
    yield;
    if (rc !== 'EINTR' || !mayRestart(lane)) return rc;
    lane.thread.interrupted = false;
  }
}

function* wait(
  world: RecordedWorld,
  lane: LaneState,
  op: RecordedOp,
  name: string,
): Steps<unknown> {
  const { kernel } = world;
  const options = {
    usec: usecOfOp(op),
    flags: flagsOf(op),
    isBadBuffer: op.buffer === 'bad-pointer',
  };
  for (;;) {
    const got = kernel.is2012
      ? yield* sys2012.waitForCall(kernel, options)
      : yield* sys2026.waitForCall(kernel, options);
    const { call, rc, is } = got;
    if (call !== null && is === 'request') {
      const handle = (got as sys2026.Received2026).handle ?? 0;
      world.mail.set(name, { call, handle });
      return { request: call.name, method: call.method };
    }
    if (call !== null) {
      const event = call.event === null ? {} : { event: call.event };
      return { answer_to: call.name, retval: call.retval, ...event };
    }
    yield;
    if (!mustWaitAgain(world, lane, rc)) return kernel.is2012 ? 'none' : rc;
    lane.thread.interrupted = false;
    lane.noted = false;
  }
}

/** README.md of kernel-outcomes: a wait of 2012 is issued again only where an abort was noted. */
function mustWaitAgain({ kernel }: RecordedWorld, lane: LaneState, rc: string): boolean {
  if (!mayRestart(lane)) return false;
  return kernel.is2012 ? rc === 'INTERRUPTED' && lane.noted : rc === 'EINTR';
}

function* answer(world: RecordedWorld, op: RecordedOp): Steps<string> {
  const { kernel } = world;
  const got = world.mail.get(String(op.request_received_by));
  if (got === undefined) return 'skipped';
  const retval = op.retval as string;
  if (kernel.is2012) return yield* sys2012.answer(kernel, got.call, retval);
  return yield* sys2026.answer(kernel, got.handle, retval);
}

function* forward(world: RecordedWorld, op: RecordedOp): Steps<string> {
  const { kernel } = world;
  const got = world.mail.get(String(op.request_received_by));
  if (got === undefined) return 'skipped';
  if (!kernel.is2012) {
    return yield* sys2026.forward(kernel, got.handle, handleOf(op.phone), 'm7');
  }
  const phone = sys2012.phoneGet(kernel, Number(op.phone));
  return yield* sys2012.forward(kernel, got.call, phone, 'm7', op.route_from_me === true);
}
