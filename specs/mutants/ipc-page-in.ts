/**
 * Mutants of the kernel's own synchronous call of 2026, and of page-ins.
 */
import type { Mutant } from './mutant.ts';

const NEW = 'helenos-2026';

export const IPC_PAGE_IN: readonly Mutant[] = [
  {
    id: 'ipc-page-in-keeps-address-space',
    file: 'model/ipc/sync-call/page-in.ts',
    find: `  if (rc !== ANSWER) k.set(t, LOCAL, 0);
  if (hasSections(k, t)) return enterHook(k, t, HOOKS.end, PAGE_IN_OVER);
  unlockMutex(k, t, asLock(k, t), EXIT);`,
    replace: `  if (rc !== ANSWER) k.set(t, LOCAL, 0);
  if (hasSections(k, t)) return enterHook(k, t, HOOKS.end, PAGE_IN_OVER);
  k.goto(t, EXIT);`,
    says: 'a page-in keeps the lock of the address space',
    killer: { litmus: 'PAGE+again', revision: NEW, falls: 'condition' },
  },
  {
    id: 'ipc-aborted-page-in-keeps-address-space',
    file: 'model/ipc/sync-call/page-in.ts',
    find: `HOOKS.end, PAGE_IN_OVER);
  unlockMutex(k, t, asLock(k, t), EXIT);
}

export const REQ_FORGOTTEN`,
    replace: `HOOKS.end, PAGE_IN_OVER);
  k.goto(t, EXIT);
}

export const REQ_FORGOTTEN`,
    says: 'an aborted page-in keeps the lock of the address space',
    killer: { litmus: 'PAGE+abort3', revision: NEW, falls: 'condition' },
  },
  {
    id: 'ipc-page-in-record-ignored',
    file: 'model/ipc/sync-call/page-in.ts',
    find: 'if (record === 0) return request(k, t);',
    replace: 'if (record >= 0) return request(k, t);',
    says: 'a page fault that comes again does not look for its restart record',
    killer: { litmus: 'PAGE+abort3', revision: NEW, falls: 'R14' },
  },
  {
    id: 'ipc-page-in-record-not-kept',
    file: 'model/ipc/sync-call/page-in.ts',
    find: 'if (keepsCall(k.op(t).policies)) k.set(t, RECORD, k.get(t, LOCAL));',
    replace: '',
    says: 'an aborted page-in does not keep its call',
    killer: { litmus: 'PAGE+abort3', revision: NEW, falls: 'condition' },
  },
  {
    id: 'ipc-page-in-record-not-cleared',
    file: 'model/ipc/sync-call/page-in.ts',
    find: `  k.set(t, RECORD, 0);
  if (!processAnswer`,
    replace: '  if (!processAnswer',
    says: 'an answered page-in keeps its restart record',
    survivor: 'the end of the system call clears the record as well',
    nearest: { litmus: 'PAGE+again', revision: NEW },
  },
  {
    id: 'ipc-req-internal-phone-not-put',
    file: 'model/ipc/sync-call/page-in.ts',
    find: `  putPhone(k, callerPhone(k, messageOf(k, t)));
  k.set(t, RC, rc);`,
    replace: '  k.set(t, RC, rc);',
    says: 'ipc_req_internal does not put its reference to the phone',
    killer: { program: 'kernel_sync_answer_then_abort', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ipc-req-internal-without-phone-ref',
    file: 'model/ipc/sync-call/page-in.ts',
    find: `  addPhoneRef(k, phone);
`,
    replace: '',
    says: 'ipc_req_internal takes no reference to its phone',
    killer: { program: 'kernel_sync_answer_then_abort', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ipc-req-internal-without-call-ref',
    file: 'model/ipc/sync-call/page-in.ts',
    find: `    addCallRef(k, m);
`,
    replace: '',
    says: 'ipc_call_sync takes no reference to the call that it sends',
    killer: { litmus: 'PAGE+abort3', revision: NEW, falls: 'R14' },
  },
  {
    id: 'ipc-req-internal-answered-not-checked',
    file: 'model/ipc/sync-call/page-in.ts',
    find: 'if (!flagged(k, m, ACTIVE)) return waitForCall(k, t, 0, 0, REQ_WOKE);',
    replace: '',
    says: 'an interrupted ipc_call_sync forgets a call that has been answered',
    killer: { program: 'kernel_sync_asleep_abort', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ipc-req-internal-not-interruptible',
    file: 'model/ipc/sync-call/page-in.ts',
    find: 'waitForCall(k, t, 0, INTERRUPTIBLE | flags, REQ_WOKE);',
    replace: 'waitForCall(k, t, 0, flags, REQ_WOKE);',
    says: 'kill does not end the wait of ipc_call_sync',
    killer: { program: 'kernel_sync_interrupt_cleanup', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ipc-req-internal-answer-not-put',
    file: 'model/ipc/sync-call/page-in.ts',
    find: `  putCall(k, m);
  k.set(t, RECORD, 0);`,
    replace: '  k.set(t, RECORD, 0);',
    says: 'ipc_call_sync does not put its reference to an answered call',
    killer: { program: 'kernel_sync_answer_then_abort', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ipc-req-internal-forgotten-not-put',
    file: 'model/ipc/sync-call/page-in.ts',
    find: `    putCall(k, m);
    finish(k, t, k.get(t, RC));`,
    replace: '    finish(k, t, k.get(t, RC));',
    says: 'ipc_call_sync does not put its reference to a call that it has forgotten',
    killer: { program: 'kernel_sync_asleep_abort', revision: NEW, falls: 'agree' },
  },
];
