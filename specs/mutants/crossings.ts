/**
 * Mutants of groups that cross to the other revision: what a restore makes of phones and calls, what the
 * shim between a program and the node's kernel knows and tells.
 */
import type { Mutant } from './mutant.ts';

const CROSSING = 'model/checkpoint/crossing.ts';
const SHIM = 'model/proc/shim.ts';
const ANSWER = 'model/ipc/answer.ts';
const OLD = 'helenos-2012';
const NEW = 'helenos-2026';

export const CROSSING_MUTANTS: readonly Mutant[] = [
  {
    id: 'box-crosses-as-of-the-dead',
    file: CROSSING,
    find: 'k.setBox(b, BOX_INACTIVE, hasEnded(k, boxes[b].task) ? 1 : 0);',
    replace: 'k.setBox(b, BOX_INACTIVE, 1);',
    says: 'every box that crosses to 2026 is that of a task that has ended',
    survivor: 'only a new connection asks for it, and methods that make phones do not cross',
    nearest: { litmus: 'CHK+request+revision.2012', revision: OLD },
  },
  {
    id: 'phone-of-nobody-crosses',
    file: CROSSING,
    find: 'for (const field of [PHONE_STATE, ACTIVE_CALLS, CALLEE]) k.setPhone(p, field, 0);',
    replace: 'for (const field of [PHONE_STATE, CALLEE]) k.setPhone(p, field, k.phone(p, field));',
    says: 'a phone that nobody can name any more is not destroyed in 2026',
    survivor: 'no handle leads to it and no call has it: nobody can ask what it is',
    nearest: { litmus: 'CHK+hangup+revision.2012', revision: OLD },
  },
  {
    id: 'call-crosses-without-name',
    file: CROSSING,
    find: 'k.setMessage(m, HANDLE, allocateHandle(k, k.program.boxes[box].task));',
    replace: 'k.setMessage(m, HANDLE, box * 0);',
    says: 'a call that has a receiver gets no handle in 2026',
    killer: { litmus: 'CHK+calls+revision.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: 'names-of-all-boxes-lost',
    file: 'model/checkpoint/messages.ts',
    find: 'if (boxes.some((box) => isIn(k, m, DISPATCHED, box))) raiseFlag(k, m, RENAMED);',
    replace:
      'if (k.program.boxes.some((_, box) => isIn(k, m, DISPATCHED, box) && boxes.length > 0)) raiseFlag(k, m, RENAMED);',
    says: 'names=raw: who stays loses the names of its calls too',
    survivor: 'nobody who stays has a call of the group: a phone through the cut is refused',
    nearest: { litmus: 'CHK+calls+revision.2012', revision: OLD, design: 'names=raw' },
  },
  {
    id: 'crosses-without-handle',
    file: CROSSING,
    find: 'if (where === DISPATCHED && k.message(m, HANDLE) === 0) nameCall(k, m);',
    replace: '',
    says: 'a call that has a receiver is in no table of 2026',
    killer: { litmus: 'CHK+calls+revision.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: 'crosses-inactive',
    file: CROSSING,
    find: '  raiseFlag(k, m, ACTIVE);',
    replace: '',
    says: 'a call that is not answered yet is none of its sender any more',
    killer: { litmus: 'CHK+request+revision.2012', revision: OLD, falls: 'R14' },
  },
  {
    id: 'crosses-without-list',
    file: CROSSING,
    find: '  appendActive(k, m);',
    replace: '',
    says: 'a call that is not answered yet is not in the list of its sender',
    killer: { litmus: 'CHK+exit+silent+revision.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: 'answer-crosses-active',
    file: CROSSING,
    find: 'if (k.message(m, WHERE) === IN_ANSWERS) return;',
    replace: '',
    says: 'a call that is answered is among the active ones of its sender',
    killer: { litmus: 'CHK+exit+revision.2012', revision: OLD, falls: 'R14' },
  },
  {
    id: 'phone-crosses-without-calls',
    file: CROSSING,
    find: `  k.setPhone(phone, PHONE_REFS, k.phone(phone, PHONE_REFS) + 1);
  k.setMessage(m, REFS,`,
    replace: '  k.setMessage(m, REFS,',
    says: 'calls under way have no reference to the phone that they were sent on',
    killer: { litmus: 'CHK+request+revision.2012', revision: OLD, falls: 'R14' },
  },
  {
    id: 'forgotten-call-comes-home-active',
    file: CROSSING,
    find: 'if (!flagged(k, m, FORGET)) countActive(k, m);',
    replace: 'countActive(k, m);',
    says: 'home again, a call that its sender has forgotten counts as one under way',
    killer: { litmus: 'CHK+forgotten+revision.2026', revision: NEW, falls: 'R14' },
  },
  {
    id: 'box-crosses-without-calls',
    file: CROSSING,
    find: 'k.setBox(callerBox, BOX_ACTIVE_CALLS, k.box(callerBox, BOX_ACTIVE_CALLS) + 1);',
    replace: '',
    says: 'the box of a sender does not count its calls under way',
    killer: { litmus: 'CHK+request+revision.2012', revision: OLD, falls: 'R14' },
  },
  {
    id: 'call-crosses-without-reference',
    file: CROSSING,
    find: 'k.setMessage(m, REFS, where === DISPATCHED ? 2 : 1);',
    replace: 'k.setMessage(m, REFS, 1);',
    says: 'the handle of a call has no reference to it',
    killer: { litmus: 'CHK+calls+revision.2012', revision: OLD, falls: 'R14' },
  },
  {
    id: 'notification-crosses-freed',
    file: CROSSING,
    find: 'if (where === IN_NOTIFS) k.setMessage(m, REFS, 1);',
    replace: '',
    says: 'a notification crosses without a reference to it',
    killer: { litmus: 'CHK+notification+revision.2012', revision: OLD, falls: 'R14' },
  },
  {
    id: 'hung-up-phone-keeps-handle',
    file: CROSSING,
    find: 'const isNamed = state === CONNECTED || state === SLAMMED;',
    replace: 'const isNamed = state !== 0;',
    says: 'a slot that is hung up is a phone with a handle in 2026',
    survivor: 'calls on it are refused before they are made, and a forward fails in the same way',
    nearest: { litmus: 'CHK+hangup+revision.2012', revision: OLD },
  },
  {
    id: 'home-under-other-handles',
    file: CROSSING,
    find: 'if (where === DISPATCHED && k.message(m, HANDLE) === 0) nameCall(k, m);',
    replace: `if (where === DISPATCHED) {
    k.setMessage(m, HANDLE, 0);
    nameCall(k, m);
  }`,
    says: 'home again, calls have other handles than their receiver was given',
    killer: { litmus: 'CHK+calls+revision+back.2026', revision: NEW, falls: 'condition' },
  },
  {
    id: 'shim-begins-without-handles',
    file: CROSSING,
    find: 'if (home === undefined) k.setMessage(m, HANDLE, 0);',
    replace: 'k.setMessage(m, HANDLE, 0);',
    says: 'a shim does not know the handles that a program of 2026 brings along',
    killer: { litmus: 'CHK+forward+revision.2026', revision: NEW, falls: 'condition' },
  },
  {
    id: 'crosses-with-flags',
    file: CROSSING,
    find: `    k.setMessage(m, CALL_FLAGS, k.message(m, CALL_FLAGS) & FLAGS_OF_BOTH);
  }
  for (const q of queues)`,
    replace: `  }
  for (const q of queues)`,
    says: 'flags of 2026 are taken for those that 2012 has in their place',
    killer: { litmus: 'CHK+request+revision.2026', revision: NEW, falls: 'R14' },
  },
  {
    id: 'shim-knows-every-phone',
    file: SHIM,
    find: 'return k.old && hasShim(k) && k.phone(p, PHONE_HANDLE) === 0;',
    replace: 'return k.old && p < 0;',
    says: 'the shim calls on a slot of 2012 by a handle that is gone',
    killer: { litmus: 'CHK+hangup+revision.2026', revision: NEW, falls: 'condition' },
  },
  {
    id: 'shim-keeps-hung-up-phones',
    file: SHIM,
    find: 'if (k.old && hasShim(k)) k.setPhone(p, PHONE_HANDLE, 0);',
    replace: '',
    says: 'the shim does not forget the handle of a phone that it hangs up',
    killer: { litmus: 'CHK+hangup+revision.2026', revision: NEW, falls: 'condition' },
  },
  {
    id: 'shim-counts-by-2026',
    file: SHIM,
    find: "return old || program.home === 'helenos-2012' ? CALLS_MAX_2012 : CALLS_MAX_2026;",
    replace: 'return old ? CALLS_MAX_2012 : CALLS_MAX_2026 + 0 * Number(program.home);',
    says: 'a program of 2012 may have 64 calls of a phone under way on 2026',
    killer: { litmus: 'CHK+limit+revision.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: 'shim-tells-errors',
    file: SHIM,
    find: "if (call === 'ipc_wait') return isFailure(rc) ? NOTHING : rc;",
    replace: '',
    says: 'a program of 2012 is told an error by ipc_wait, which returns 0 there',
    killer: { litmus: 'CHK+wait+revision.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: 'shim-tells-nothing',
    file: SHIM,
    find: "if (call === 'ipc_wait' && rc === NOTHING) {",
    replace: "if (call === '' && rc === NOTHING) {",
    says: 'a program of 2026 is told nothing by ipc_wait, which has an error for it there',
    killer: { litmus: 'CHK+wait+revision.2026', revision: NEW, falls: 'condition' },
  },
  {
    id: 'shim-finds-unpublished-calls',
    file: ANSWER,
    find: 'return k.old || isPublished(k.message(m, HANDLE)) ? m : -1;',
    replace: 'return m;',
    says: 'a program of 2012 answers on 2026 a call that another thread has in its hands',
    survivor: 'in 2012 itself two threads find one call (N2): nothing falls that held',
    nearest: { litmus: 'CHK+calls+revision.2012', revision: OLD },
  },
  {
    id: 'shim-remembers-answered-calls',
    file: ANSWER,
    find: 'if (namesByHandle(k)) k.setMessage(m, HANDLE, k.message(m, HANDLE) | HANDLE_FREE);',
    replace: '',
    says: 'two threads of a program of 2026 find one call on 2012, and both answer it',
    killer: { litmus: 'CHK+answers+revision.2026', revision: NEW, falls: 'R14' },
  },
  {
    id: 'shim-gives-no-handles',
    file: 'model/ipc/wait.ts',
    find: 'if (k.old) k.setMessage(m, HANDLE, allocateHandle(k, k.program.lanes[t].task));',
    replace: '',
    says: 'a program of 2026 gets requests of 2012 without a handle',
    killer: { litmus: 'CHK+stale+revision.2026', revision: NEW, falls: 'condition' },
  },
];
