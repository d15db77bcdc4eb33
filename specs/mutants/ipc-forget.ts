/**
 * Mutants of forgetting calls in 2026: ipc_forget_call of ipc.c, and restart records of killed threads.
 */
import type { Mutant } from './mutant.ts';

const NEW = 'helenos-2026';

export const IPC_FORGET: readonly Mutant[] = [
  {
    id: 'ipc-forget-stays-active',
    file: 'model/ipc/forget.ts',
    find: `  lowerFlag(k, m, ACTIVE);
  removeActive(k, m);
`,
    replace: `  lowerFlag(k, m, ACTIVE);
`,
    says: "a forgotten call stays among its sender's active ones",
    killer: { program: 'kernel_sync_asleep_abort', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ipc-forget-not-marked',
    file: 'model/ipc/forget.ts',
    find: `  raiseFlag(k, m, FORGET);
`,
    replace: '',
    says: 'ipc_forget_call does not mark the call as forgotten',
    killer: { program: 'kernel_sync_asleep_abort', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ipc-forget-without-reference',
    file: 'model/ipc/forget.ts',
    find: `  addCallRef(k, m);
`,
    replace: '',
    says: 'ipc_forget_call takes no reference of its own',
    killer: { litmus: 'PAGE+killed+held', revision: NEW, falls: 'R14' },
  },
  {
    id: 'ipc-forgotten-not-discounted',
    file: 'model/ipc/forget.ts',
    find: `  k.setPhone(phone, ACTIVE_CALLS, k.phone(phone, ACTIVE_CALLS) - 1);
`,
    replace: '',
    says: 'ipc_forget_call does not decrement active_calls of the phone',
    killer: { program: 'kernel_sync_asleep_abort', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ipc-forgotten-not-discounted-at-box',
    file: 'model/ipc/forget.ts',
    find: `  k.setBox(box, BOX_ACTIVE_CALLS, k.box(box, BOX_ACTIVE_CALLS) - 1);
`,
    replace: '',
    says: 'ipc_forget_call does not decrement active_calls of the box',
    killer: { program: 'kernel_sync_interrupt_cleanup', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ipc-forgotten-phone-not-put',
    file: 'model/ipc/forget.ts',
    find: `  putPhone(k, phone);
`,
    replace: '',
    says: 'ipc_forget_call does not put the phone',
    killer: { program: 'kernel_sync_asleep_abort', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ipc-forgotten-call-not-put',
    file: 'model/ipc/forget.ts',
    find: `  putCall(k, m);
  return true;`,
    replace: '  return true;',
    says: 'ipc_forget_call does not put the call',
    killer: { program: 'kernel_sync_asleep_abort', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ipc-record-kept-at-exit',
    file: 'model/ipc/sync-call/record.ts',
    find: `    forget(k, m);
    k.goto(t, RECORD_FORGOTTEN);`,
    replace: '    finish(k, t, m);',
    says: 'a killed thread drops its restart record and does not forget the call',
    killer: { litmus: 'PAGE+killed+held', revision: NEW, falls: 'condition' },
  },
  {
    id: 'ipc-record-answered-not-put',
    file: 'model/ipc/sync-call/record.ts',
    find: `    if (k.old) return freeIn2012(k, t, m);
    putCall(k, m);`,
    replace: '    if (k.old) return freeIn2012(k, t, m);',
    says: 'a killed thread does not free the answer of its restart record',
    killer: { litmus: 'PAGE+killed+held', revision: NEW, falls: 'R14' },
  },
  {
    id: 'ipc-record-active-not-checked',
    file: 'model/ipc/sync-call/record.ts',
    find: 'if (isAnswered(k, m)) return',
    replace: 'if (false) return',
    says: 'a killed thread forgets a call that has been answered',
    killer: { litmus: 'PAGE+killed+held', revision: NEW, falls: 'condition' },
  },
];
