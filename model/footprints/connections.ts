/**
 * What a call of IPC may come to by the connections that there are: its own phone and the box that it
 * leads to, the messages that can come into its task's box, and of each of those the box that its
 * answer goes to.
 *
 * Where no call of a program makes or ends a connection or forwards, and none is of events, a phone
 * leads all the time where it leads at the start, and a call comes to what its arguments name. In
 * other programs every call of IPC comes to everything; where no phone is connected or slammed, to
 * everything but messages that are in other hands.
 */
import { SYS_IPC_ANSWER, SYS_IPC_POKE } from '../ipc/answer.ts';
import {
  SYS_EVENT_SUBSCRIBE,
  SYS_EVENT_UNMASK,
  SYS_IRQ_SUBSCRIBE,
  EVENT_NOTIFY,
} from '../ipc/events.ts';
import { SYS_IPC_FORWARD } from '../ipc/forward.ts';
import { SYS_IPC_HANGUP } from '../ipc/hangup.ts';
import { IPC_CLEANUP } from '../ipc/cleanup/cleanup.ts';
import { allocates, CLONE_ESTABLISH } from '../ipc/methods.ts';
import { SYS_IPC_CALL_ASYNC } from '../ipc/send.ts';
import { SYS_IPC_WAIT } from '../ipc/wait.ts';
import { LIBC_CALL_SYNC } from '../ipc/sync-call/libc.ts';
import { IPC_REQ_INTERNAL, SYS_PAGE_IN } from '../ipc/sync-call/page-in.ts';
import { SYS_IPC_CALL_SYNC } from '../ipc/sync-call/sync.ts';
import { NONE, type Op, type Program } from '../record/program.ts';
import { WITH_CLEANUP } from '../record/layout.ts';
import { ANSWER_EHANGUP } from '../record/values.ts';
import { SYS_CONNECT_KBOX } from '../udebug/connect.ts';
import { IPC_WAIT_FOR_CALL } from '../udebug/lanes.ts';
import { allForms } from './forms.ts';
import { isIpc, isTimed } from './kinds.ts';
import type { Footprint } from './mask.ts';
import { hasLists, type Objects } from './objects.ts';
import { anyTimeout } from './times.ts';

/** Messages are bits of one word. */
const MESSAGES_MAX = 30;

/** System calls that leave connections as they are. */
const SENDS: ReadonlySet<number> = new Set([
  SYS_IPC_CALL_ASYNC,
  SYS_IPC_CALL_SYNC,
  LIBC_CALL_SYNC,
  SYS_PAGE_IN,
  IPC_REQ_INTERNAL,
]);
const RECEIVES: ReadonlySet<number> = new Set([SYS_IPC_WAIT, LIBC_CALL_SYNC]);
const OTHERS: ReadonlySet<number> = new Set([SYS_IPC_ANSWER, SYS_IPC_POKE]);
/** System calls that do not, though no step of theirs has to do with messages it does not have. */
const CHANGES: ReadonlySet<number> = new Set([
  SYS_IPC_FORWARD,
  SYS_IPC_HANGUP,
  SYS_EVENT_SUBSCRIBE,
  SYS_IRQ_SUBSCRIBE,
  SYS_EVENT_UNMASK,
  EVENT_NOTIFY,
  IPC_CLEANUP,
  IPC_WAIT_FOR_CALL,
  SYS_CONNECT_KBOX,
]);

/** Is this a system call whose steps are declared? */
export function isDeclaredCall(op: Op): boolean {
  const { handler } = op;
  if (!isIpc(op)) return true;
  return [SENDS, RECEIVES, OTHERS, CHANGES].some((known) => known.has(handler));
}

export class Connections {
  /** Do all phones lead all the time where they lead at the start? */
  readonly areFixed: boolean;
  /** Are messages followed from hand to hand? If not, all are everybody's. */
  readonly areFollowed: boolean;
  private readonly program: Program;
  private readonly objects: Objects;

  constructor(program: Program, objects: Objects) {
    this.program = program;
    this.objects = objects;
    const ops = allForms(program);
    // A clean-up, and a kernel table's beside others, comes to all of them.
    this.areFollowed =
      !program.kernelLevel &&
      program.sessions.length === 0 &&
      program.depth < WITH_CLEANUP &&
      program.messages.length <= MESSAGES_MAX &&
      !ops.some(connectsOrSlams);
    this.areFixed = this.areFollowed && ops.every(leavesConnections);
  }

  /** What a call has to do with besides the messages that others have sent. */
  declareCall(footprint: Footprint, op: Op): void {
    const { program, objects } = this;
    if (!this.areFixed) return this.declareAll(footprint);
    const { of } = objects;
    // 2012: who unlocks freed memory.
    if (program.revision === 'helenos-2012') footprint.has(objects.ipc);
    if (op.box !== NONE) footprint.has(of.tasks[program.boxes[op.box].task]);
    if (SENDS.has(op.handler)) this.declareSend(footprint, op);
    if (RECEIVES.has(op.handler) && op.box !== NONE) {
      footprint.has(of.calls[op.box]);
      footprint.has(of.dispatched[op.box]);
      footprint.has(of.answers[op.box]);
      this.declareQueue(footprint, program.boxes[op.box].queue);
    }
    if (op.handler === SYS_IPC_ANSWER) footprint.has(of.dispatched[op.box]);
    if (op.handler === SYS_IPC_POKE) this.declareQueue(footprint, program.boxes[op.box].queue);
  }

  /** The messages that others have sent and that a call may have in its hands, as bits. */
  messagesOf(op: Op): number {
    const { messages, phones } = this.program;
    if (!this.areFollowed) return 0;
    let bits = 0;
    for (let m = 0; m < messages.length; m++) {
      const { phone, callerBox } = messages[m];
      const comes = phone !== NONE && phones[phone].box === op.box;
      const comesBack = RECEIVES.has(op.handler) && callerBox === op.box;
      const isReceived = RECEIVES.has(op.handler) || op.handler === SYS_IPC_ANSWER;
      if (!this.areFixed || comesBack || (isReceived && comes)) bits |= 1 << m;
    }
    return bits;
  }

  /** What whoever has message m in his hands may have to do with. */
  declareMessage(footprint: Footprint, m: number): void {
    const { program, objects } = this;
    const { phone, callerBox } = program.messages[m];
    footprint.has(objects.of.messages[m]);
    if (callerBox !== NONE && callerBox >= 0) {
      footprint.has(objects.of.answers[callerBox]);
      this.declareQueue(footprint, program.boxes[callerBox].queue);
    }
    if (phone === NONE) return;
    footprint.has(objects.of.phones[phone]);
    footprint.has(objects.of.tasks[program.phones[phone].task]);
  }

  private declareSend(footprint: Footprint, op: Op): void {
    const { program, objects } = this;
    for (let m = op.message; m < op.message + op.messages; m++) this.declareMessage(footprint, m);
    const { lock, box, task } = program.phones[op.phone];
    footprint.has(objects.of.phones[op.phone]);
    footprint.has(objects.of.tasks[task]);
    this.declareQueue(footprint, lock);
    if (box !== NONE) {
      footprint.has(objects.of.calls[box]);
      this.declareQueue(footprint, program.boxes[box].queue);
    }
    const asLock = program.asLocks[task];
    if (op.handler === SYS_PAGE_IN && asLock !== NONE) this.declareQueue(footprint, asLock);
  }

  /** All of IPC, but, where they are followed, the messages, and the private boxes that their answers go to. */
  declareAll(footprint: Footprint): void {
    const { program, objects } = this;
    const { of } = objects;
    const isSplit = this.areFollowed;
    footprint.has(objects.ipc);
    program.tasks.forEach((_, task) => footprint.reads(objects.living + task));
    for (const object of [...of.phones, ...of.tasks]) footprint.has(object);
    program.boxes.forEach((box, b) => {
      if (!hasLists(box) && isSplit) return;
      for (const each of [of.calls, of.dispatched, of.answers]) footprint.has(each[b]);
      this.declareQueue(footprint, box.queue);
    });
    program.queues.forEach(({ kind }, q) => {
      if (kind === 'phone-lock' || kind === 'as-lock') this.declareQueue(footprint, q);
    });
    if (!isSplit) for (const object of of.messages) footprint.has(object);
  }

  declareQueue(footprint: Footprint, q: number): void {
    footprint.has(this.objects.queues + q);
    if (isTimed(this.program, q)) anyTimeout(footprint, this.program, this.objects);
  }
}

function leavesConnections(op: Op): boolean {
  if (!isIpc(op)) return true;
  if (SENDS.has(op.handler)) return op.phone !== NONE;
  return RECEIVES.has(op.handler) || OTHERS.has(op.handler);
}

/** Steps that connect and slam phones have to do with all of IPC. */
function connectsOrSlams({ handler, method, value }: Op): boolean {
  if (handler === SYS_IPC_ANSWER && value === ANSWER_EHANGUP) return true;
  return allocates(method) || method === CLONE_ESTABLISH;
}
