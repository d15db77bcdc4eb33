/**
 * Mutants of the clean-up of a task: ipc_cleanup of ipc.c, both revisions.
 */
import type { Mutant } from './mutant.ts';

const OLD = 'helenos-2012';
/** 2012's waker breaks R14 of nearly every synchronous call (N19): beside its cure, others are seen. */
const CURED = 'ticket,waker=finishes';
const NEW = 'helenos-2026';

export const IPC_CLEANUP: readonly Mutant[] = [
  {
    id: '2012-cleanup-forgets-a-phone',
    file: 'model/ipc/cleanup/cleanup-2012.ts',
    find: `for (let p = k.get(t, PHONE); p < phones.length; p++) {
      if (phones[p].task !== task ||`,
    replace: `for (let p = k.get(t, PHONE) + 1; p < phones.length; p++) {
      if (phones[p].task !== task ||`,
    says: 'ipc_cleanup hangs up every phone but the first',
    killer: { litmus: 'SYNC+kill+caller+silent', revision: OLD, falls: 'condition' },
  },
  {
    id: '2012-cleanup-skips-dispatched',
    file: 'model/ipc/cleanup/cleanup-2012.ts',
    find: 'const m = dispatched >= 0 ? dispatched : messageAt(k, IN_CALLS, box, 1);',
    replace: 'const m = messageAt(k, IN_CALLS, box, 1) + 0 * dispatched;',
    says: 'ipc_cleanup does not answer the dispatched calls',
    killer: { litmus: 'SYNC+kill+server+asleep', revision: OLD, design: CURED, falls: 'R14' },
  },
  {
    id: '2012-cleanup-skips-calls',
    file: 'model/ipc/cleanup/cleanup-2012.ts',
    find: 'const m = dispatched >= 0 ? dispatched : messageAt(k, IN_CALLS, box, 1);',
    replace: 'const m = dispatched;',
    says: 'ipc_cleanup does not answer the calls that were not received',
    killer: { litmus: 'SYNC+kill+server+asleep', revision: OLD, falls: 'condition' },
  },
  {
    id: '2012-cleanup-answers-eok',
    file: 'model/ipc/cleanup/cleanup-2012.ts',
    find: `    k.setMessage(m, RETVAL, ANSWER_EHANGUP);
`,
    replace: '',
    says: 'ipc_cleanup answers without EHANGUP',
    killer: { litmus: 'SYNC+kill+server+asleep', revision: OLD, falls: 'condition' },
  },
  {
    id: '2012-cleanup-keeps-box-lock',
    file: 'model/ipc/cleanup/cleanup-2012.ts',
    find: 'k.setBoxLocked(k.program.boxes[box].queue, m >= 0);',
    replace: 'k.setBoxLocked(k.program.boxes[box].queue, true);',
    says: 'ipc_cleanup_call_list keeps the lock of its box',
    killer: { litmus: 'SYNC+kill+caller+answered', revision: OLD, falls: 'condition' },
  },
  {
    id: '2012-cleanup-does-not-wait-for-sync',
    file: 'model/ipc/cleanup/cleanup-2012.ts',
    find: `const box = firstSyncBox(k, k.program.lanes[t].task);
    if (box < 0) {`,
    replace: `const box = firstSyncBox(k, k.program.lanes[t].task);
    if (box < 0 || box > 0) {`,
    says: 'ipc_cleanup does not wait for the answers of interrupted synchronous calls',
    killer: { litmus: 'SYNC+kill+caller+held', revision: OLD, design: CURED, falls: 'R14' },
  },
  {
    id: '2012-cleanup-does-not-wait',
    file: 'model/ipc/cleanup/cleanup-2012.ts',
    find: 'if (k.phone(p, PHONE_STATE) !== PHONE_FREE) return k.goto(t, CLEAN_WAIT);',
    replace: '',
    says: 'ipc_cleanup does not wait for answers',
    killer: { litmus: 'SYNC+kill+caller+answered', revision: OLD, falls: 'condition' },
  },
  {
    id: '2012-cleanup-frees-busy-phone',
    file: 'model/ipc/cleanup/cleanup-2012.ts',
    find: 'if (k.phone(p, PHONE_STATE) === HUNGUP && k.phone(p, ACTIVE_CALLS) === 0) {',
    replace: 'if (k.phone(p, PHONE_STATE) === HUNGUP) {',
    says: 'ipc_cleanup frees a phone that has active calls',
    killer: { litmus: 'SYNC+kill+caller+answered', revision: OLD, design: CURED, falls: 'R14' },
  },
  {
    id: '2012-cleanup-no-late-hangup',
    file: 'model/ipc/cleanup/cleanup-2012.ts',
    find: `        k.set(t, PHONE, p + 1);
        k.set(t, RET_IPC, CLEAN_WAIT);
        return hangUp(k, t, p);`,
    replace: '        k.setPhone(p, PHONE_STATE, PHONE_FREE);',
    says: 'ipc_cleanup does not hang up a phone that was connected meanwhile',
    killer: { litmus: 'KILL+connect+late.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ipc-cleanup-does-not-slam',
    file: 'model/ipc/cleanup/cleanup.ts',
    find: '  k.goto(t, SLAM);',
    replace: `  k.set(t, RET_IPC, 0);
  k.goto(t, ret);`,
    says: 'ipc_cleanup does not slam the phones of its box',
    killer: { litmus: 'SYNC+kill+server+held', revision: OLD, design: CURED, falls: 'R14' },
  },
  {
    id: '2026-cleanup-box-stays-active',
    file: 'model/ipc/cleanup/cleanup-2026.ts',
    find: 'k.setBox(ownBox(k, t), BOX_INACTIVE, 1);',
    replace: '',
    says: 'ipc_cleanup does not mark its box inactive',
    killer: { litmus: 'KILL+offer+late.2026', revision: NEW, falls: 'condition' },
  },
  {
    id: '2026-cleanup-skips-dispatched',
    file: 'model/ipc/cleanup/cleanup-2026.ts',
    find: `if (takeNext(k, t, DISPATCHED, CLEAN_DISPATCHED)) hangUpCall(k, t);
    else`,
    replace: '',
    says: 'ipc_cleanup does not answer the dispatched calls',
    killer: { litmus: 'KILL+two-phones', revision: NEW, falls: 'R14' },
  },
  {
    id: '2026-cleanup-skips-calls',
    file: 'model/ipc/cleanup/cleanup-2026.ts',
    find: `if (takeNext(k, t, IN_CALLS, CLEAN_CALLS)) k.goto(t, CLEAN_RECEIVE);
    else`,
    replace: '',
    says: 'ipc_cleanup does not answer the calls that were not received',
    killer: { program: 'both_cleanup', revision: NEW, falls: 'agree' },
  },
  {
    id: '2026-cleanup-does-not-wait',
    file: 'model/ipc/cleanup/cleanup-2026.ts',
    find: 'if (k.box(ownBox(k, t), BOX_ACTIVE_CALLS) === 0) return k.goto(t, CLEAN_DONE);',
    replace: 'return k.goto(t, CLEAN_DONE);',
    says: 'ipc_cleanup does not wait for answers that are on their way',
    killer: { program: 'both_cleanup', revision: NEW, falls: 'agree' },
  },
  {
    id: '2026-cleanup-forgets-a-phone',
    file: 'model/ipc/cleanup/cleanup-2026.ts',
    find: 'if (first < 0 || handle < k.phone(first, PHONE_HANDLE)) first = p;',
    replace: 'if (handle > 1) first = p;',
    says: 'ipc_cleanup does not hang up the first phone',
    killer: { program: 'both_cleanup', revision: NEW, falls: 'agree' },
  },
  {
    id: '2026-cleanup-call-cap-not-put',
    file: 'model/ipc/cleanup/cleanup-2026.ts',
    find: `      return putCall(k, m);
`,
    replace: `      return;
`,
    says: 'ipc_cleanup does not put the references of the handles of calls',
    killer: { litmus: 'KILL+two-phones', revision: NEW, falls: 'R14' },
  },
  {
    id: '2026-cleanup-forgets-none',
    file: 'model/ipc/cleanup/cleanup-2026.ts',
    find: `    const m = firstActive(k, k.program.lanes[t].task);
`,
    replace: `    const m = -1;
`,
    says: 'ipc_cleanup forgets no call',
    killer: { program: 'kernel_sync_interrupt_cleanup', revision: NEW, falls: 'agree' },
  },
  {
    id: '2026-cleanup-phone-cap-not-put',
    file: 'model/ipc/cleanup/cleanup-2026.ts',
    find: `  k.setPhone(p, PHONE_HANDLE, 0);
  putPhone(k, p);`,
    replace: '  k.setPhone(p, PHONE_HANDLE, 0);',
    says: 'ipc_cleanup does not put the references of the handles of phones',
    killer: { litmus: 'PAGE+killed+held', revision: NEW, falls: 'R14' },
  },
  {
    id: '2026-cleanup-answer-not-processed',
    file: 'model/ipc/cleanup/cleanup-2026.ts',
    find: `    if (!processAnswer(k, t, m)) return panic(k, t);
`,
    replace: '',
    says: 'ipc_cleanup frees answers without processing them',
    killer: { litmus: 'KILL+connect+late.2026', revision: NEW, falls: 'condition' },
  },
];
