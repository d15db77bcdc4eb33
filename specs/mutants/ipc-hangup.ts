/**
 * Mutants of hanging up and slamming phones: ipc.c, and of their allocation: ipcrsc.c.
 */
import type { Mutant } from './mutant.ts';

const OLD = 'helenos-2012';
const NEW = 'helenos-2026';

export const IPC_HANGUP: readonly Mutant[] = [
  {
    id: 'ipc-hangup-stays-connected',
    file: 'model/ipc/hangup.ts',
    find: `    disconnect(k, p);
    if (!k.old)`,
    replace: '    if (!k.old)',
    says: "a hang-up does not leave the connected_phones of the callee's box",
    killer: { litmus: 'BUG47+hangup+exit.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: '2026-hangup-connection-ref-not-put',
    file: 'model/ipc/hangup.ts',
    find: `    if (!k.old) putPhone(k, p);
`,
    replace: '',
    says: 'a hang-up does not put the reference of the connection',
    killer: { litmus: 'IPC+hangup+timed', revision: NEW, falls: 'R14' },
  },
  {
    id: 'ipc-hangup-sends-nothing',
    file: 'model/ipc/hangup.ts',
    find: `    sendOn(k, t, p);
`,
    replace: `    k.goto(t, HANGUP_SENT);
`,
    says: 'a hang-up does not tell the callee',
    killer: { litmus: 'IPC+hangup+call.2026', revision: NEW, falls: 'condition' },
  },
  {
    id: 'ipc-hangup-state-not-set',
    file: 'model/ipc/hangup.ts',
    find: `    k.set(t, LOCAL, 0);
    k.setPhone(p, PHONE_STATE, HUNGUP);`,
    replace: '    k.set(t, LOCAL, 0);',
    says: 'a phone that was hung up stays connected',
    killer: { litmus: 'SYNC+kill+caller+silent', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ipc-hangup-keeps-phone-lock',
    file: 'model/ipc/hangup.ts',
    find: 'unlockMutex(k, t, lockOf(k, p), retIpc(k, t));',
    replace: 'k.goto(t, retIpc(k, t));',
    says: 'ipc_phone_hangup keeps the lock of its phone',
    killer: { litmus: 'IPC+hangup+call.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ipc-slammed-hungup-refused',
    file: 'model/ipc/hangup.ts',
    find: `    if (state === SLAMMED) {
      k.setPhone(p, PHONE_STATE, HUNGUP);
`,
    replace: `    if (state === SLAMMED) {
`,
    says: 'a slammed phone cannot be hung up',
    killer: { program: 'both_cleanup', revision: OLD, falls: 'agree' },
  },
  {
    id: '2026-hangup-does-not-unpublish',
    file: 'model/ipc/hangup.ts',
    find: 'k.setPhone(phone, PHONE_HANDLE, k.phone(phone, PHONE_HANDLE) | UNPUBLISHED);',
    replace: '',
    says: 'sys_ipc_hangup leaves the handle of the phone published',
    killer: { litmus: 'IPC+hangup+both.2026', revision: NEW, falls: 'condition' },
  },
  {
    id: '2026-hangup-phone-not-dropped',
    file: 'model/ipc/hangup.ts',
    find: `    dropPhone(k, phoneOf(k, t));
`,
    replace: '',
    says: 'sys_ipc_hangup neither puts the phone nor frees its handle',
    killer: { program: 'forward_hangup_race', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ipc-slam-without-unlock',
    file: 'model/ipc/hangup.ts',
    find: 'unlockMutex(k, t, lockOf(k, p), SLAM);',
    replace: 'k.goto(t, SLAM);',
    says: 'ipc_answerbox_slam_phones keeps the lock of a phone that it has slammed',
    killer: { program: 'both_cleanup', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ipc-slam-without-trylock',
    file: 'model/ipc/hangup.ts',
    find: 'return p < 0 || k.balance(lockOf(k, p)) > 0;',
    replace: 'return true;',
    says: 'ipc_answerbox_slam_phones slams a phone whose lock another thread has',
    killer: { program: 'both_cleanup', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ipc-slam-keeps-box-lock',
    file: 'model/ipc/hangup.ts',
    find: `      k.setBoxLocked(queue, false);
`,
    replace: '',
    says: 'ipc_answerbox_slam_phones keeps the lock of its box',
    killer: { litmus: 'SYNC+kill+server+asleep', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ipc-slam-only-first',
    file: 'model/ipc/hangup.ts',
    find: 'unlockMutex(k, t, lockOf(k, p), SLAM);',
    replace: `k.setBoxLocked(queue, false);
    k.set(t, PHONE, 0);
    unlockMutex(k, t, lockOf(k, p), retIpc(k, t));`,
    says: 'ipc_answerbox_slam_phones slams the first phone only',
    killer: { litmus: 'KILL+two-phones', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ipc-slam-stays-in-list',
    file: 'model/ipc/phones.ts',
    find: `  disconnect(k, p);
  k.setPhone(p, PHONE_STATE, SLAMMED);
`,
    replace: `  k.setPhone(p, PHONE_STATE, SLAMMED);
`,
    says: 'a slammed phone stays among the connected_phones',
    killer: { program: 'both_cleanup', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ipc-slam-state-not-set',
    file: 'model/ipc/phones.ts',
    find: `  k.setPhone(p, PHONE_STATE, SLAMMED);
`,
    replace: '',
    says: 'a slammed phone stays CONNECTED',
    killer: { litmus: 'SYNC+kill+server+asleep', revision: OLD, falls: 'condition' },
  },
  {
    id: '2026-slam-ref-not-put',
    file: 'model/ipc/phones.ts',
    find: `  if (!k.old) putPhone(k, p);
}`,
    replace: '}',
    says: 'slamming does not put the reference of the connection',
    killer: { program: 'answer_ehangup_slam_race', revision: NEW, falls: 'agree' },
  },
  {
    id: '2012-busy-hungup-slot-recycled',
    file: 'model/ipc/phones.ts',
    find: 'if (k.phone(p, PHONE_STATE) === HUNGUP && k.phone(p, ACTIVE_CALLS) === 0) {',
    replace: 'if (k.phone(p, PHONE_STATE) === HUNGUP) {',
    says: 'phone_alloc recycles a slot that has active calls',
    killer: { litmus: 'IPC+slot+busy.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: '2012-hungup-slot-not-recycled',
    file: 'model/ipc/phones.ts',
    find: 'if (k.phone(p, PHONE_STATE) === HUNGUP && k.phone(p, ACTIVE_CALLS) === 0) {',
    replace: 'if (false) {',
    says: 'phone_alloc does not recycle slots that are hung up',
    killer: { litmus: 'IPC+slot+recycled.2012', revision: OLD, falls: 'condition' },
  },
];
