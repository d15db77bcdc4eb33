/**
 * Answering and forwarding, as footprints: model/ipc/answer.ts, answer-preprocess.ts, answer-free.ts,
 * forward.ts; and the events of events.ts, which are one object.
 */
import {
  ANSWERED_CALL,
  ANSWER_UNLINK,
  holdsRequest,
  REPUBLISH,
  requestFor,
  SYS_IPC_ANSWER,
  SYS_IPC_POKE,
} from '../ipc/answer.ts';
import { ANSWER_APPEND, ANSWER_FORGOTTEN } from '../ipc/answer-free.ts';
import {
  cloned,
  leadsTo,
  phoneBehind,
  PRE_BREAK,
  PRE_CONNECT,
  PRE_DROP,
  PRE_HOOK,
  PRE_PUBLISH,
  PRE_SLAM,
  PRE_SLAM_ELSEWHERE,
  PRE_START,
} from '../ipc/answer-preprocess.ts';
import {
  EVENT_NOTIFY,
  NOTIFY,
  SUBSCRIBE,
  subscriberOf,
  SYS_EVENT_SUBSCRIBE,
  SYS_IRQ_SUBSCRIBE,
  SYS_EVENT_UNMASK,
  UNMASK,
} from '../ipc/events.ts';
import {
  FORWARD,
  FORWARD_ANSWER,
  FORWARD_ANSWERED,
  FORWARD_UNLINK,
  FORWARDED_CALL,
  SYS_IPC_FORWARD,
} from '../ipc/forward.ts';
import { privOf } from '../ipc/preprocess.ts';
import { messageOf, ownBox, phoneOf } from '../ipc/thread.ts';
import { callerPhone, flagged } from '../record/ipc-objects.ts';
import { ACTIVE, CALLEE, FORGET } from '../record/layout.ts';
import type { Kernel } from '../record/state.ts';
import { declarationOf, declare, declareEntering } from './declared.ts';
import type { Declaring } from './declaring.ts';
import {
  allocated,
  answers,
  calls,
  listOf,
  message,
  ownDispatched,
  ownMessage,
  ownTask,
  phone,
  putsCall,
  putsPhone,
  senderOf,
  wholeBox,
} from './ipc-verbs.ts';
import { asksWhetherGone } from './dying.ts';
import { leaving } from './leaving.ts';

// --- the system calls -----------------------------------------------------------------------

/** The call is looked for: where it is (2012), or by its handle. */
function findsRequest(d: Declaring, k: Kernel, t: number): void {
  if (!k.old) ownTask(d, k, t);
  // The register may be another lane's.
  d.footprint.reads(d.objects.own + k.program.registers[k.op(t).source].lane);
  if (!holdsRequest(k, t)) return;
  const m = requestFor(k, t);
  // 2012: one that is not there now is when a thread of the task has received it.
  if (m < 0 && k.old) d.footprint.reads(d.objects.of.dispatched[ownBox(k, t)]);
  message(d, m);
}

declareEntering([SYS_IPC_ANSWER, SYS_IPC_FORWARD], findsRequest);
declareEntering([SYS_IPC_POKE], () => {});

declare([REPUBLISH], (d, k, t) => {
  ownMessage(d, k, t);
  ownTask(d, k, t);
  leaving(d, k, t);
});

/** 2012: another thread that answers the same call may have sent it back already. */
declare([ANSWER_UNLINK, FORWARD_UNLINK], (d, k, t) => {
  ownMessage(d, k, t);
  ownDispatched(d, k, t);
  listOf(d, k, messageOf(k, t));
});

declare([ANSWERED_CALL], (d, k, t) => {
  if (k.old) return;
  putsCall(d, k, messageOf(k, t));
  ownTask(d, k, t);
});

// --- sending the answer ---------------------------------------------------------------------

declare([ANSWER_FORGOTTEN], (d, k, t) => {
  const m = messageOf(k, t);
  // Which of the two it is was settled before.
  if (flagged(k, m, FORGET)) putsCall(d, k, m);
  else if (flagged(k, m, ACTIVE)) senderOf(d, k, m);
});

declare([ANSWER_APPEND], (d, k, t) => {
  const m = messageOf(k, t);
  message(d, m);
  const { callerBox } = k.program.messages[m];
  answers(d, callerBox);
  asksWhetherGone(d, k.program.boxes[callerBox].task);
});

// --- preprocessing --------------------------------------------------------------------------

declare([PRE_START], (d, k, t) => {
  const m = messageOf(k, t);
  message(d, m);
  allocated(d, k, m);
  if (!k.old) senderOf(d, k, m);
});

declare([PRE_HOOK, PRE_PUBLISH, PRE_DROP], (d, k, t) => {
  ownMessage(d, k, t);
  allocated(d, k, messageOf(k, t));
});

/** Off the list of the box that it leads to. */
function slams(d: Declaring, k: Kernel, p: number): void {
  putsPhone(d, k, p);
  const box = k.phone(p, CALLEE) - 1;
  if (box >= 0) calls(d, box);
}

/** 2012 takes the lock of its own box, wherever the phone leads, and may change another's list so. */
declare([PRE_SLAM], (d, k, t) => {
  ownMessage(d, k, t);
  slams(d, k, phoneBehind(k, messageOf(k, t)));
  if (k.old) wholeBox(d, ownBox(k, t));
});

/** Two that change one list at once misuse it. */
declare([PRE_SLAM_ELSEWHERE], (d, k, t) => {
  declarationOf(PRE_SLAM)(d, k, t);
  d.footprint.has(d.objects.ipc);
});

declare([PRE_BREAK], (d, k, t) => {
  ownMessage(d, k, t);
  slams(d, k, cloned(k, messageOf(k, t)));
});

declare([PRE_CONNECT], (d, k, t) => {
  const m = messageOf(k, t);
  phone(d, privOf(k, m));
  if (!k.old) message(d, m);
  calls(d, leadsTo(k, t));
});

// --- forwarding -----------------------------------------------------------------------------

declare([FORWARD], (d, k, t) => {
  const m = messageOf(k, t);
  message(d, m);
  allocated(d, k, m);
  for (let p = 0; p < k.program.phones.length; p++) {
    if (k.layout.by >= 0 || p === k.op(t).phone) phone(d, p);
  }
});

declare([FORWARDED_CALL, FORWARD_ANSWERED], (d, k, t) => {
  if (k.old) return;
  putsCall(d, k, messageOf(k, t));
  putsPhone(d, k, callerPhone(k, messageOf(k, t)), 2);
  putsPhone(d, k, phoneOf(k, t), 2);
  ownTask(d, k, t);
});

declare([FORWARD_ANSWER], () => {});

// --- events ---------------------------------------------------------------------------------

declareEntering([SYS_EVENT_SUBSCRIBE, SYS_IRQ_SUBSCRIBE, SYS_EVENT_UNMASK, EVENT_NOTIFY], () => {});

declare([SUBSCRIBE, UNMASK], (d) => d.footprint.has(d.objects.ipc));

declare([NOTIFY], (d, k, t) => {
  const { event, message: m } = k.op(t);
  d.footprint.has(d.objects.ipc);
  message(d, m);
  const box = subscriberOf(k, event);
  if (box >= 0) calls(d, box);
});
