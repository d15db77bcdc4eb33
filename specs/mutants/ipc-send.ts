/**
 * Mutants of sending: ipc_call of ipc.c and the asynchronous system calls of sysipc.c.
 */
import type { Mutant } from './mutant.ts';

const OLD = 'helenos-2012';
const NEW = 'helenos-2026';

export const IPC_SEND: readonly Mutant[] = [
  {
    id: 'ipc-call-without-token',
    file: 'model/ipc/send.ts',
    find: 'wakeFirst(k, t, k.program.boxes[box].queue, sentStep(k, t));',
    replace: 'k.goto(t, sentStep(k, t));',
    says: '_ipc_call appends the call and does not wake the box',
    killer: { litmus: 'IPC+wait+nonblock', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ipc-call-token-before-append',
    file: 'model/ipc/send.ts',
    find: `export const CALL_APPEND = step({
  name: 'ipc_call-append',
  fn: '_ipc_call',
  file: IPC,
  says: "appends the call to the callee's box",
  mode: 'kernel',
  enabled: (k, t) => boxFree(k, calleeOf(k, phoneOf(k, t))),
  run(k, t) {
    const box = calleeOf(k, phoneOf(k, t));
    const m = messageOf(k, t);
    // The callee has ended since the phone was looked at; or (2012) another thread has answered.
    if (isGone(k, box) || !isLoose(k, m)) return panic(k, t);
    appendTo(k, IN_CALLS, box, m);
    wakeFirst(k, t, k.program.boxes[box].queue, sentStep(k, t));
  },
});`,
    replace: `export const CALL_APPEND = step({
  name: 'ipc_call-wake',
  fn: '_ipc_call',
  file: IPC,
  says: "wakes the callee's box",
  mode: 'kernel',
  run(k, t) {
    const box = calleeOf(k, phoneOf(k, t));
    wakeFirst(k, t, k.program.boxes[box].queue, CALL_APPEND_AFTER);
  },
});

export const CALL_APPEND_AFTER = step({
  name: 'ipc_call-append-after',
  fn: '_ipc_call',
  file: IPC,
  says: "appends the call to the callee's box",
  mode: 'kernel',
  enabled: (k, t) => boxFree(k, calleeOf(k, phoneOf(k, t))),
  run(k, t) {
    const box = calleeOf(k, phoneOf(k, t));
    const m = messageOf(k, t);
    // The callee has ended since the phone was looked at; or (2012) another thread has answered.
    if (isGone(k, box) || !isLoose(k, m)) return panic(k, t);
    appendTo(k, IN_CALLS, box, m);
    k.goto(t, sentStep(k, t));
  },
});`,
    says: '_ipc_call wakes the box before it appends the call',
    killer: { litmus: 'BUG40+stale-restart', revision: OLD, falls: 'R1' },
  },
  {
    id: 'ipc-call-token-without-append',
    file: 'model/ipc/send.ts',
    find: `    appendTo(k, IN_CALLS, box, m);
`,
    replace: '',
    says: '_ipc_call wakes the box and appends nothing',
    killer: { litmus: 'IPC+wait+nonblock', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ipc-call-append-ignores-box-lock',
    file: 'model/ipc/send.ts',
    find: 'enabled: (k, t) => boxFree(k, calleeOf(k, phoneOf(k, t))),',
    replace: 'enabled: () => true,',
    says: '_ipc_call appends the call while another has the lock of the box',
    survivor:
      "a lock of a box is held for more than one step in a clean-up only: slamming waits for the phone's lock, which the sender has, and every call that comes while the lists are emptied is answered as well",
    nearest: { program: 'both_cleanup', revision: OLD },
  },
  {
    id: 'ipc-call-not-counted',
    file: 'model/ipc/send.ts',
    find: 'k.setPhone(p, ACTIVE_CALLS, k.phone(p, ACTIVE_CALLS) + 1);',
    replace: '',
    says: 'a send does not count the call at its phone',
    killer: { litmus: 'IPC+answers-first', revision: OLD, falls: 'R14' },
  },
  {
    id: '2026-call-not-counted-at-box',
    file: 'model/ipc/send.ts',
    find: 'k.setBox(box, BOX_ACTIVE_CALLS, k.box(box, BOX_ACTIVE_CALLS) + 1);',
    replace: '',
    says: 'a send does not count the call at the box that its answer goes to',
    killer: { litmus: 'IPC+answers-first', revision: NEW, falls: 'R14' },
  },
  {
    id: '2026-call-not-active',
    file: 'model/ipc/send.ts',
    find: `    appendActive(k, m);
`,
    replace: '',
    says: "a send does not put the call into the sender's active calls",
    killer: { program: 'answer_ehangup_slam_race', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ipc-phone-not-unlocked',
    file: 'model/ipc/send.ts',
    find: 'unlockMutex(k, t, lockOf(k, phoneOf(k, t)), takeRetCall(k, t));',
    replace: 'k.goto(t, takeRetCall(k, t));',
    says: 'ipc_call keeps the lock of its phone',
    killer: { litmus: 'IPC+self+order', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ipc-refused-call-keeps-phone-lock',
    file: 'model/ipc/send.ts',
    find: 'unlockMutex(k, t, lockOf(k, p), CALL_REFUSED);',
    replace: 'k.goto(t, CALL_REFUSED);',
    says: 'ipc_call keeps the lock of a phone that is not connected',
    killer: { litmus: 'IPC+hangup+call.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ipc-phone-state-not-checked',
    file: 'model/ipc/send.ts',
    find: 'if (k.phone(p, PHONE_STATE) === CONNECTED) return sendOn(k, t, p);',
    replace: 'if (k.phone(p, PHONE_STATE) >= CONNECTED) return sendOn(k, t, p);',
    says: 'ipc_call sends over a phone that is hung up or slammed',
    killer: { litmus: 'IPC+hangup+call.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ipc-hungup-phone-answers-enoent',
    file: 'model/ipc/send.ts',
    find: 'isHungUp ? ANSWER_EHANGUP : ANSWER_ENOENT',
    replace: 'ANSWER_ENOENT',
    says: 'a call over a phone that is hung up answers itself with ENOENT',
    killer: { litmus: 'IPC+hangup+call.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: '2012-call-limit-off-by-one',
    file: 'model/ipc/send.ts',
    find: 'if (k.phone(phone, ACTIVE_CALLS) >= callsMost(k)) {',
    replace: 'if (k.phone(phone, ACTIVE_CALLS) > callsMost(k)) {',
    says: 'sys_ipc_call_async lets one more call be active than IPC_MAX_ASYNC_CALLS',
    killer: { litmus: 'IPC+limit.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ipc-unreadable-call-sent',
    file: 'model/ipc/send.ts',
    find: 'if (cannotReadArgs(k, t)) return leave(k, t, EPERM);',
    replace: '',
    says: 'a slow call whose arguments cannot be read is sent all the same',
    killer: { litmus: 'IPC+slow+bad', revision: OLD, falls: 'condition' },
  },
  {
    id: '2026-phone-ref-not-put',
    file: 'model/ipc/send.ts',
    find: `    putPhone(k, phoneOf(k, t));
    k.set(t, RC, EOK);`,
    replace: '    k.set(t, RC, EOK);',
    says: 'sys_ipc_call_async does not put its reference to the phone',
    killer: { litmus: 'IPC+answers-first', revision: NEW, falls: 'R14' },
  },
  {
    id: '2026-backsend-not-active',
    file: 'model/ipc/send.ts',
    find: 'else k.goto(t, CALL_ACTIVE);',
    replace: 'else answerFree(k, t);',
    says: "a call that answers itself is not put into the sender's active calls",
    survivor:
      'its own thread answers the call next and takes it off the list again; nobody can forget it before',
    nearest: { program: 'kernel_sync_failed_send', revision: NEW },
  },
  {
    id: 'ipc-backsend-not-counted',
    file: 'model/ipc/send.ts',
    find: `  count(k, messageOf(k, t), phoneOf(k, t));
`,
    replace: '',
    says: 'a call that answers itself is not counted at its phone',
    killer: { litmus: 'IPC+hangup+call.2012', revision: OLD, falls: 'R14' },
  },
];
