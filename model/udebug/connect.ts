/**
 * A debugger comes: ipc_connect_kbox() of kernel/generic/src/ipc/kbox.c, both revisions.
 *
 *     the task has ended: ENOENT; cleanup_lock: finished: EINVAL
 *     2012   a phone (none: ELIMIT), connected to kb.box; then the thread, if there is none
 *     2026   the thread first, if there is none; then the phone, published; kobject_get() of its
 *            handle, which another thread may have hung up meanwhile: NULL is followed (N24);
 *            connected, unless kb.box is inactive, which nobody notices (N11)
 *
 * cleanup_lock is a mutex: whoever waits for it has not asked for it yet, as with T. That the task is
 * looked up in the same step is not seen: one that ends meanwhile is finished already.
 */
import { handler } from '../proc/handlers.ts';
import { hasEnded, UNBORN } from '../proc/thread-dead.ts';
import { allocatePhone, boxFree } from '../ipc/phones.ts';
import { addPhoneRef, putPhone } from '../ipc/caps.ts';
import { connect, panic } from '../record/ipc-objects.ts';
import {
  BOX_INACTIVE,
  HOOK_RC,
  IS_UNATTACHED,
  KB_FINISHED,
  KB_HAS_THREAD,
  KB_LOCKED,
  KB_STATE,
  LOCAL,
  PC,
  PHONE_HANDLE,
  RC,
  UNPUBLISHED,
} from '../record/layout.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import { EINVAL, ELIMIT, ENOENT, EOK } from '../record/values.ts';
import { EXIT } from '../syscall/syscall.ts';
import { lowerHook, sessionOf } from '../proc/debugged.ts';
import { K_KBOX_THREAD } from './kbox.ts';
import { KBOX } from './session.ts';

/** The session of the task whose kbox thread the call names. */
const callee = (k: Kernel, t: number): number => sessionOf(k, k.op(t).target);

export const SYS_CONNECT_KBOX = handler('sys_ipc_connect_kbox', (k, t) => k.goto(t, CONNECT_LOCK));

export const CONNECT_LOCK = step({
  name: 'ipc_connect_kbox',
  fn: 'ipc_connect_kbox',
  file: KBOX,
  says: 'locks kb.cleanup_lock and looks whether the kbox is finished',
  mode: 'kernel',
  enabled: (k, t) => (k.session(callee(k, t), KB_STATE) & KB_LOCKED) === 0,
  run(k, t) {
    const s = callee(k, t);
    const state = k.session(s, KB_STATE);
    if (hasEnded(k, k.program.sessions[s].task)) return leave(k, t, ENOENT);
    if ((state & KB_FINISHED) !== 0) return leave(k, t, EINVAL);
    k.setSession(s, KB_STATE, state | KB_LOCKED);
    k.goto(t, k.old ? CONNECT_ALLOC : CONNECT_START);
  },
});

function leave(k: Kernel, t: number, rc: number): void {
  k.set(t, LOCAL, 0);
  k.set(t, RC, rc);
  k.goto(t, EXIT);
}

function unlock(k: Kernel, t: number, rc: number): void {
  const s = callee(k, t);
  k.setSession(s, KB_STATE, k.session(s, KB_STATE) & ~KB_LOCKED);
  leave(k, t, rc);
}

/** thread_create() and thread_ready(), if there is no thread. */
export const CONNECT_START = step({
  name: 'ipc_connect_kbox-thread',
  fn: 'ipc_connect_kbox',
  file: KBOX,
  says: 'starts the kbox thread if there is none',
  mode: 'kernel',
  run(k, t) {
    const s = callee(k, t);
    const { server } = k.program.sessions[s];
    const state = k.session(s, KB_STATE);
    if ((state & KB_HAS_THREAD) === 0 && k.get(server, PC) === UNBORN) {
      k.setSession(s, KB_STATE, state | KB_HAS_THREAD);
      lowerHook(k, server, IS_UNATTACHED);
      k.goto(server, K_KBOX_THREAD);
    }
    if (k.old) unlock(k, t, EOK);
    else k.goto(t, CONNECT_ALLOC);
  },
});

/** The phone that is to be connected, +1: the caller is in no hook. */
const CONNECTING_PHONE = HOOK_RC;

export const CONNECT_ALLOC = step({
  name: 'ipc_connect_kbox-phone',
  fn: 'phone_alloc',
  file: 'kernel/generic/src/ipc/ipcrsc.c',
  says: 'allocates a phone',
  mode: 'kernel',
  run(k, t) {
    const p = allocatePhone(k, k.program.lanes[t].task);
    if (p < 0) return unlock(k, t, ELIMIT);
    if (!k.old) k.setPhone(p, PHONE_HANDLE, k.phone(p, PHONE_HANDLE) & ~UNPUBLISHED);
    k.setHook(t, CONNECTING_PHONE, p + 1);
    k.goto(t, k.old ? CONNECT_PHONE : CONNECT_GET);
  },
});

export const CONNECT_GET = step({
  name: 'ipc_connect_kbox-get',
  fn: 'kobject_get',
  file: 'kernel/generic/src/cap/cap.c',
  says: 'looks the phone up by its handle, and goes by what it finds (2026)',
  mode: 'kernel',
  run(k, t) {
    const p = k.hook(t, CONNECTING_PHONE) - 1;
    const handle = k.phone(p, PHONE_HANDLE);
    if (handle === 0 || (handle & UNPUBLISHED) !== 0) return panic(k, t);
    addPhoneRef(k, p);
    k.goto(t, CONNECT_PHONE);
  },
});

export const CONNECT_PHONE = step({
  name: 'ipc_phone_connect-kbox',
  fn: 'ipc_phone_connect',
  file: 'kernel/generic/src/ipc/ipc.c',
  says: 'connects the phone to the kbox, unless that is inactive (2026)',
  mode: 'kernel',
  enabled: (k, t) => boxFree(k, k.program.sessions[callee(k, t)].kbox),
  run(k, t) {
    const p = k.hook(t, CONNECTING_PHONE) - 1;
    k.setHook(t, CONNECTING_PHONE, 0);
    const { kbox } = k.program.sessions[callee(k, t)];
    if (k.old || k.box(kbox, BOX_INACTIVE) === 0) connect(k, p, kbox);
    else putPhone(k, p);
    if (k.old) k.goto(t, CONNECT_START);
    else unlock(k, t, EOK);
  },
});
