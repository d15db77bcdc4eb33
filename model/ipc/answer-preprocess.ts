/**
 * What an answer does before it is sent: answer_preprocess() of kernel/generic/src/ipc/sysipc.c,
 * and of 2026's ipc/ops/.
 *
 *     2026: forgotten -> the method's clean-up, no more; else no longer active, off the sender's
 *     EHANGUP: lock the caller's phone; slam it (2012: under the own box's lock); unlock
 *     CONNECT_TO_ME      refused: free the callee's new phone; else connect it to the sender's box
 *     CONNECT_ME_TO      accepted: connect the sender's new phone to the own box
 *     DATA_READ          accepted: a buffer with the data; DATA_WRITE: the data are copied out
 *     CONNECTION_CLONE, CLONE_ESTABLISH    2012, refused: slam the cloned phone
 *
 * forget_lock and the sender's active_calls_lock are held together: one step. 2012: reading the method
 * (answer_need_old) is merged with overwriting it, though ipc_answer writes args[0] after it: two
 * that answer one call both may have read the method; here the second finds none. ipc_phone_connect
 * sets state and callee under the phone's lock before it takes the box's: merged, since only who
 * has the phone's lock goes by both. Who answers EHANGUP
 * in 2012 to a call that was masqueraded slams the masquerading phone.
 */
import { NONE } from '../record/program.ts';
import { messageOf, ownBox, takeRetCall } from './thread.ts';
import { lockTaken } from '../record/ghosts.ts';
import { addPhoneRef } from './caps.ts';
import {
  CLONE_ESTABLISH,
  CONNECTION_CLONE,
  CONNECT_ME_TO,
  CONNECT_TO_ME,
  DATA_READ,
  DATA_WRITE,
} from './methods.ts';
import {
  CONNECTED,
  CONNECTING,
  IPC,
  SYSIPC,
  boxOf,
  connect,
  flagged,
  lowerFlag,
  misused,
  panic,
  raiseFlag,
  removeActive,
  callerPhone,
} from '../record/ipc-objects.ts';
import { boxFree, calleeOf, dropPhone, freeSlot, lockOf, slam } from './phones.ts';
import { privOf, setPriv } from './preprocess.ts';
import {
  ACTIVE,
  ARG5_CLEARED,
  BOX_INACTIVE,
  BUFFER,
  CALLEE,
  CHANGED_TOGETHER,
  FORGET,
  PHONE_HANDLE,
  PHONE_STATE,
  RETVAL,
  UNPUBLISHED,
  OVERWRITTEN,
  FIRST,
} from '../record/layout.ts';
import { lockMutex, unlockMutex } from '../synch/mutex.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import { ANSWER_EHANGUP, ANSWER_ELIMIT, ANSWER_ENOENT, ANSWER_EOK } from '../record/values.ts';

const isAccepted = (k: Kernel, m: number): boolean => k.message(m, RETVAL) === ANSWER_EOK;

/** data.phone of 2012: the phone that the call came by, or was masqueraded with; else its own. */
export function phoneBehind(k: Kernel, m: number): number {
  const { via } = k.layout;
  const masquerade = via < 0 ? 0 : k.message(m, via);
  return masquerade === 0 ? callerPhone(k, m) : masquerade - 1;
}

/** Begins answer_preprocess(); continues at RET_CALL. */
export const PRE_START = step({
  name: 'answer_preprocess',
  fn: 'answer_preprocess',
  file: SYSIPC,
  says: 'settles who has the call: its answer, or the forgetting of its sender',
  mode: 'kernel',
  run(k, t) {
    const m = messageOf(k, t);
    if (!k.old) {
      if (flagged(k, m, FORGET)) {
        cleanUp(k, m);
        return k.goto(t, takeRetCall(k, t));
      }
      if (!flagged(k, m, ACTIVE)) return panic(k, t);
      lowerFlag(k, m, ACTIVE | ARG5_CLEARED);
      removeActive(k, m);
    }
    if (k.old) overwriteMethod(k, t, m);
    if (k.message(m, RETVAL) === ANSWER_EHANGUP) {
      return lockMutex(k, t, lockOf(k, phoneBehind(k, m)), PRE_SLAM);
    }
    hook(k, t, m);
  },
});

/** 2012: an answering thread has no deadline: it has found no method that it knows. */
const NO_METHOD = FIRST;

/**
 * 2012: the return value goes where the method is (args[0]), so that another thread that answers
 * the same call finds a method that is none.
 */
function overwriteMethod(k: Kernel, t: number, m: number): void {
  const { source, value } = k.op(t);
  if (source === NONE) return;
  k.set(t, NO_METHOD, flagged(k, m, OVERWRITTEN) ? 1 : 0);
  k.setMessage(m, RETVAL, value);
  raiseFlag(k, m, OVERWRITTEN);
}

/** 2026 answer_cleanup of CONNECT_TO_ME: the phone that the callee had for the call goes. */
function cleanUp(k: Kernel, m: number): void {
  const p = privOf(k, m);
  if (k.program.messages[m].method !== CONNECT_TO_ME || p < 0) return;
  setPriv(k, m, -1);
  dropPhone(k, p);
}

export const PRE_SLAM = step({
  name: 'answer_preprocess-slam',
  fn: 'answer_preprocess',
  file: SYSIPC,
  says: "slams the caller's phone",
  mode: 'kernel',
  // 2012 takes the lock of its own box, wherever the phone leads.
  enabled: (k, t) =>
    k.old ? boxFree(k, ownBox(k, t)) : calleeFree(k, phoneBehind(k, messageOf(k, t))),
  run(k, t) {
    lockTaken(k, t);
    const p = phoneBehind(k, messageOf(k, t));
    if (k.old && k.phone(p, PHONE_STATE) === CONNECTED && calleeOf(k, p) !== ownBox(k, t)) {
      k.setBoxLocked(k.program.boxes[ownBox(k, t)].queue, true);
      k.beginChange(k.program.boxes[calleeOf(k, p)].queue);
      return k.goto(t, PRE_SLAM_ELSEWHERE);
    }
    slam(k, p);
    unlockMutex(k, t, lockOf(k, p), PRE_HOOK);
  },
});

/**
 * 2012: list_remove() from the phones of another's box, under the wrong lock: who connects to that
 * box, hangs up or slams meanwhile writes the same links. What is left of the list then is open.
 */
export const PRE_SLAM_ELSEWHERE = step({
  name: 'answer_preprocess-slam-elsewhere',
  fn: 'answer_preprocess',
  file: SYSIPC,
  says: "is done with the list of another's box, under the lock of its own",
  mode: 'kernel',
  run(k, t) {
    const p = phoneBehind(k, messageOf(k, t));
    if (k.endChange(k.program.boxes[calleeOf(k, p)].queue)) misused(k, t, CHANGED_TOGETHER);
    slam(k, p);
    k.setBoxLocked(k.program.boxes[ownBox(k, t)].queue, false);
    unlockMutex(k, t, lockOf(k, p), PRE_HOOK);
  },
});

function calleeFree(k: Kernel, p: number): boolean {
  return k.phone(p, CALLEE) === 0 || boxFree(k, calleeOf(k, p));
}

export const PRE_HOOK = step({
  name: 'answer_preprocess-method',
  fn: 'answer_preprocess',
  file: SYSIPC,
  says: 'does what the method of the call asks for',
  mode: 'kernel',
  run: (k, t) => hook(k, t, messageOf(k, t)),
});

/** The part of each method. */
function hook(k: Kernel, t: number, m: number): void {
  const p = privOf(k, m);
  if (k.old && k.op(t).source !== NONE && k.get(t, NO_METHOD) !== 0) {
    return k.goto(t, takeRetCall(k, t));
  }
  switch (k.program.messages[m].method) {
    case CONNECT_TO_ME:
      return connectToMe(k, t, m, p);
    case CONNECT_ME_TO:
      return connectMeTo(k, t, m, p);
    case CONNECTION_CLONE:
    case CLONE_ESTABLISH:
      if (!isAccepted(k, m) && cloned(k, m) >= 0) {
        return lockMutex(k, t, lockOf(k, cloned(k, m)), PRE_BREAK);
      }
      break;
    case DATA_WRITE:
      // 2012 frees the buffer here, 2026 with the call.
      if (k.old) lowerFlag(k, m, BUFFER);
      break;
    case DATA_READ:
      if (isAccepted(k, m)) raiseFlag(k, m, BUFFER);
      break;
    default:
  }
  k.goto(t, takeRetCall(k, t));
}

/** 2012: the phone of a clone; of an establishing call, the phone that it came by. */
export function cloned(k: Kernel, m: number): number {
  const { method, phone } = k.program.messages[m];
  return method === CLONE_ESTABLISH ? phone : privOf(k, m);
}

function connectToMe(k: Kernel, t: number, m: number, p: number): void {
  if (isAccepted(k, m) && p >= 0) return lockMutex(k, t, lockOf(k, p), PRE_CONNECT);
  if (isAccepted(k, m)) k.setMessage(m, RETVAL, ANSWER_ELIMIT);
  else if (p >= 0) {
    setPriv(k, m, -1);
    if (!k.old) dropPhone(k, p);
    else if (!freeSlot(k, p)) return panic(k, t);
  }
  k.goto(t, takeRetCall(k, t));
}

function connectMeTo(k: Kernel, t: number, m: number, p: number): void {
  if (isAccepted(k, m)) return lockMutex(k, t, lockOf(k, p), PRE_CONNECT);
  k.goto(t, takeRetCall(k, t));
}

/** ipc_phone_connect(), of the sender's new phone to the own box, or the other way round. */
export const PRE_CONNECT = step({
  name: 'ipc_phone_connect',
  fn: 'ipc_phone_connect',
  file: IPC,
  says: 'connects the new phone',
  mode: 'kernel',
  enabled: (k, t) => boxFree(k, leadsTo(k, t)),
  run(k, t) {
    lockTaken(k, t);
    const m = messageOf(k, t);
    const p = privOf(k, m);
    const box = leadsTo(k, t);
    const isOurs = k.program.messages[m].method === CONNECT_TO_ME;
    if (k.old) connect(k, p, box);
    else if (k.box(box, BOX_INACTIVE) === 0 && k.phone(p, PHONE_STATE) === CONNECTING) {
      connect(k, p, box);
      addPhoneRef(k, p);
      if (isOurs) return unlockMutex(k, t, lockOf(k, p), PRE_PUBLISH);
    } else if (isOurs) {
      k.setMessage(m, RETVAL, ANSWER_ENOENT);
      return unlockMutex(k, t, lockOf(k, p), PRE_DROP);
    }
    unlockMutex(k, t, lockOf(k, p), takeRetCall(k, t));
  },
});

/** 2026: the phone may be slammed by now, which nobody of the callee can find out before. */
export const PRE_PUBLISH = step({
  name: 'answer_preprocess-publish',
  fn: 'answer_preprocess',
  file: 'kernel/generic/src/ipc/ops/concttome.c',
  says: 'publishes the phone of the accepted connection',
  mode: 'kernel',
  run(k, t) {
    const p = privOf(k, messageOf(k, t));
    k.setPhone(p, PHONE_HANDLE, k.phone(p, PHONE_HANDLE) & ~UNPUBLISHED);
    k.goto(t, takeRetCall(k, t));
  },
});

/** The box that the new phone is connected to. */
export function leadsTo(k: Kernel, t: number): number {
  const { method, phone } = k.program.messages[messageOf(k, t)];
  return method === CONNECT_TO_ME ? boxOf(k, k.program.phones[phone].task) : ownBox(k, t);
}

/** 2026: the sender's box is shutting down. */
export const PRE_DROP = step({
  name: 'answer_preprocess-drop',
  fn: 'answer_cleanup',
  file: 'kernel/generic/src/ipc/ops/concttome.c',
  says: 'drops the phone that could not be connected',
  mode: 'kernel',
  run(k, t) {
    cleanUp(k, messageOf(k, t));
    k.goto(t, takeRetCall(k, t));
  },
});

export const PRE_BREAK = step({
  name: 'answer_preprocess-break',
  fn: 'answer_preprocess',
  file: SYSIPC,
  says: 'slams the cloned phone, which was refused',
  mode: 'kernel',
  enabled: (k, t) => calleeFree(k, cloned(k, messageOf(k, t))),
  run(k, t) {
    lockTaken(k, t);
    const p = cloned(k, messageOf(k, t));
    slam(k, p);
    unlockMutex(k, t, lockOf(k, p), takeRetCall(k, t));
  },
});
