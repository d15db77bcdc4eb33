/**
 * What ends a connection: ipc_phone_hangup and ipc_answerbox_slam_phones of
 * kernel/generic/src/ipc/ipc.c, sys_ipc_hangup of sysipc.c.
 *
 *     hang-up   lock phone; CONNECTED: box: leave connected_phones; send PHONE_HUNGUP with
 *               DISCARD_ANSWER; HUNGUP; unlock
 *     slam      box: for each connected phone: try-lock it; SLAMMED; unlock it
 */
import { BoundError } from '../record/bound-error.ts';
import { lockTaken } from '../record/ghosts.ts';
import { handler } from '../proc/handlers.ts';
import { dropHandle, lacksPhone } from '../proc/shim.ts';
import { putPhone, usePhone } from './caps.ts';
import {
  CONNECTED,
  CONNECTING,
  HUNGUP,
  IPC,
  PHONE_FREE,
  SENDING,
  SLAMMED,
  SYSIPC,
  UNUSED,
  disconnect,
  firstConnected,
} from '../record/ipc-objects.ts';
import { boxFree, calleeOf, dropPhone, lockOf, slam } from './phones.ts';
import { sendOn } from './send.ts';
import { ownBox, phoneOf } from './thread.ts';
import {
  EXITING,
  LOCAL,
  PHONE,
  PHONE_HANDLE,
  PHONE_STATE,
  RC,
  REFS,
  RET_CALL,
  RET_IPC,
  UNPUBLISHED,
  WHERE,
} from '../record/layout.ts';
import { lockMutex, takeMutex, unlockMutex } from '../synch/mutex.ts';
import { NONE } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import { EXIT, syscallExit } from '../syscall/syscall.ts';
import { EINVAL, ENOENT, EOK } from '../record/values.ts';

/** sys_ipc_hangup(): 2026 takes the handle away first, and frees it at the end. */
export const SYS_IPC_HANGUP = handler('sys_ipc_hangup', (k, t) => {
  const phone = k.old ? slotOf(k, t) : usePhone(k, t);
  if (phone < 0) {
    k.set(t, RC, ENOENT);
    return k.goto(t, EXIT);
  }
  if (k.old) dropHandle(k, phone);
  else k.setPhone(phone, PHONE_HANDLE, k.phone(phone, PHONE_HANDLE) | UNPUBLISHED);
  hangUp(k, t, phone);
});

/** 2012 takes any number; a shim knows some. */
function slotOf(k: Kernel, t: number): number {
  const { phone } = k.op(t);
  return lacksPhone(k, phone) ? -1 : phone;
}

/** ipc_phone_hangup(); continues at RET_IPC, or where the system call ends. */
export function hangUp(k: Kernel, t: number, p: number): void {
  lockMutex(k, t, lockOf(k, p), HANGUP_LOCKED);
}

function hungUp(k: Kernel, t: number, p: number): void {
  unlockMutex(k, t, lockOf(k, p), retIpc(k, t));
}

/** Where the hang-up, or whatever has set RET_IPC, continues. */
export function retIpc(k: Kernel, t: number): number {
  const end = k.old ? EXIT : HANGUP_FREE;
  if (k.program.depth <= RET_IPC - RET_CALL) return end;
  const ret = k.get(t, RET_IPC);
  k.set(t, RET_IPC, 0);
  return ret === 0 ? end : ret;
}

export const HANGUP_FREE = step({
  name: 'ipc_hangup-free',
  fn: 'sys_ipc_hangup',
  file: SYSIPC,
  says: 'puts the phone and frees its handle',
  mode: 'kernel',
  run(k, t) {
    dropPhone(k, phoneOf(k, t));
    syscallExit(k, t);
  },
});

export const HANGUP_LOCKED = step({
  name: 'ipc_phone_hangup-locked',
  fn: 'ipc_phone_hangup',
  file: IPC,
  says: 'has the phone: leaves the box, prepares the hang-up call',
  mode: 'kernel',
  enabled: (k, t) => {
    const p = phoneOf(k, t);
    return k.phone(p, PHONE_STATE) !== CONNECTED || boxFree(k, calleeOf(k, p));
  },
  run(k, t) {
    lockTaken(k, t);
    const p = phoneOf(k, t);
    const state = k.phone(p, PHONE_STATE);
    if (state === PHONE_FREE || state === HUNGUP || state === CONNECTING) {
      // 2012 returns -1, which is ENOENT.
      k.set(t, RC, k.old ? ENOENT : EINVAL);
      return hungUp(k, t, p);
    }
    k.set(t, RC, EOK);
    if (state === SLAMMED) {
      k.setPhone(p, PHONE_STATE, HUNGUP);
      return hungUp(k, t, p);
    }
    disconnect(k, p);
    if (!k.old) putPhone(k, p);
    const message = hangupCall(k, t, p);
    if (k.message(message, WHERE) !== UNUSED) throw new BoundError('a phone is hung up twice');
    k.setMessage(message, WHERE, SENDING);
    if (!k.old) k.setMessage(message, REFS, 1);
    k.set(t, LOCAL, message + 1);
    k.set(t, RET_CALL, HANGUP_SENT);
    sendOn(k, t, p);
  },
});

/** 2012 allocates it; 2026 has it from the phone's allocation on. */
function hangupCall(k: Kernel, t: number, p: number): number {
  const { hangup } = k.program.phones[p];
  const own = k.op(t).message;
  // The flag of a killed lane of a kernel table has the place of EXITING, and no clean-up follows.
  const cleansUp = !k.program.kernelLevel && k.has(t, EXITING);
  const isOwn = own !== NONE && !cleansUp && k.program.messages[own].hangup && k.op(t).phone === p;
  return k.old && isOwn ? own : hangup;
}

export const HANGUP_SENT = step({
  name: 'ipc_phone_hangup-sent',
  fn: 'ipc_phone_hangup',
  file: IPC,
  says: 'the phone is hung up: unlocks it',
  mode: 'kernel',
  run(k, t) {
    const p = phoneOf(k, t);
    k.set(t, LOCAL, 0);
    k.setPhone(p, PHONE_STATE, HUNGUP);
    k.set(t, RC, EOK);
    hungUp(k, t, p);
  },
});

// --- slamming -------------------------------------------------------------------------------

/** ipc_answerbox_slam_phones(own box, false), by a thread that continues at RET_IPC. */
export const SLAM = step({
  name: 'ipc_answerbox_slam_phones',
  fn: 'ipc_answerbox_slam_phones',
  file: IPC,
  says: 'slams the first phone of its box, or finds none left',
  mode: 'kernel',
  // A try-lock that fails gives the box's lock back and begins again: it only waits.
  enabled: (k, t) => holdsBox(k, t) || (boxFree(k, ownBox(k, t)) && canSlam(k, t)),
  run(k, t) {
    const box = ownBox(k, t);
    const { queue } = k.program.boxes[box];
    const p = firstConnected(k, box);
    if (p < 0 || !canSlam(k, t)) {
      k.setBoxLocked(queue, false);
      k.set(t, PHONE, 0);
      return p < 0 ? k.goto(t, retIpc(k, t)) : undefined;
    }
    takeMutex(k, lockOf(k, p));
    slam(k, p);
    k.setBoxLocked(queue, true);
    k.set(t, PHONE, p + 1);
    unlockMutex(k, t, lockOf(k, p), SLAM);
  },
});

/** The lock of the own box is held by t from one slammed phone to the next. */
function holdsBox(k: Kernel, t: number): boolean {
  return k.get(t, PHONE) !== 0 && !boxFree(k, ownBox(k, t));
}

/** There is no phone left, or the first one's mutex is free. */
function canSlam(k: Kernel, t: number): boolean {
  const p = firstConnected(k, ownBox(k, t));
  return p < 0 || k.balance(lockOf(k, p)) > 0;
}
