/**
 * Mutants of forwarding: sys_ipc_forward_common of sysipc.c, ipc_forward of ipc.c.
 */
import type { Mutant } from './mutant.ts';

const OLD = 'helenos-2012';
const NEW = 'helenos-2026';

export const IPC_FORWARD: readonly Mutant[] = [
  {
    id: 'ipc-forwarded-call-stays-dispatched',
    file: 'model/ipc/forward.ts',
    find: `    takeOff(k, m, SENDING);
`,
    replace: '',
    says: 'ipc_forward does not take the call off the dispatched ones',
    killer: { program: 'forward_ehangup', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ipc-forwarded-not-marked',
    file: 'model/ipc/forward.ts',
    find: `    raiseFlag(k, m, FORWARDED);
    if (method`,
    replace: '    if (method',
    says: 'ipc_forward does not mark the call as forwarded',
    killer: { program: 'forward_ehangup', revision: NEW, falls: 'agree' },
  },
  {
    id: '2012-forwarded-not-marked',
    file: 'model/ipc/forward.ts',
    find: `    if (k.old) raiseFlag(k, m, FORWARDED);
    if (!k.old && phone < 0) return refuse(k, t, ENOENT);
    // 2012: another thread's answer EOK is PHONE_HUNGUP, where the method was.
    const isOverwritten = k.old && flagged(k, m, OVERWRITTEN) && k.message(m, RETVAL) === 0;
    if (isOverwritten || !isForwardable(method)) return refuse(k, t, EPERM);
    if (!k.old) addPhoneRef(k, phone);
    raiseFlag(k, m, FORWARDED);`,
    replace: `    if (!k.old && phone < 0) return refuse(k, t, ENOENT);
    // 2012: another thread's answer EOK is PHONE_HUNGUP, where the method was.
    const isOverwritten = k.old && flagged(k, m, OVERWRITTEN) && k.message(m, RETVAL) === 0;
    if (isOverwritten || !isForwardable(method)) return refuse(k, t, EPERM);
    if (!k.old) addPhoneRef(k, phone);`,
    says: 'a forwarded call is not marked, and counted again',
    killer: { program: 'forward_ehangup', revision: OLD, falls: 'agree' },
  },
  {
    id: '2026-forwarded-phone-not-put',
    file: 'model/ipc/forward.ts',
    find: `  putPhone(k, phoneOf(k, t));
  k.set(t, HELD_HANDLE, 0);`,
    replace: '  k.set(t, HELD_HANDLE, 0);',
    says: 'sys_ipc_forward does not put its reference to the phone',
    killer: { program: 'forward_ehangup', revision: NEW, falls: 'agree' },
  },
  {
    id: '2026-forwarded-call-not-put',
    file: 'model/ipc/forward.ts',
    find: `  putCall(k, messageOf(k, t));
  putPhone`,
    replace: '  putPhone',
    says: 'sys_ipc_forward does not put the reference of the handle',
    killer: { program: 'forward_ehangup', revision: NEW, falls: 'agree' },
  },
  {
    id: '2026-forward-does-not-unpublish',
    file: 'model/ipc/forward.ts',
    find: `  unpublish(k, t, m);
  k.goto(t, FORWARD);`,
    replace: '  k.goto(t, FORWARD);',
    says: 'sys_ipc_forward leaves the handle published',
    killer: { litmus: 'FWD+answer+race.2026', revision: NEW, falls: 'condition' },
  },
  {
    id: 'ipc-unforwardable-forwarded',
    file: 'model/ipc/forward.ts',
    find: 'isOverwritten || !isForwardable(method)',
    replace: 'false',
    says: 'a method that must not be forwarded is',
    killer: { litmus: 'FWD+hangup-call', revision: OLD, falls: 'condition' },
  },
  {
    id: '2012-masquerade-ignored',
    file: 'model/ipc/forward.ts',
    find: 'if (masquerades && k.old && k.layout.via >= 0) k.setMessage(m, k.layout.via, phone + 1);',
    replace: '',
    says: 'ROUTE_FROM_ME is ignored',
    killer: { litmus: 'FWD+route+ehangup.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: '2012-masquerade-not-undone',
    file: 'model/ipc/answer-free.ts',
    find: 'if (k.layout.via >= 0) k.setMessage(m, k.layout.via, 0);',
    replace: '',
    says: '_ipc_answer_free_call leaves the phone that the call was masqueraded with',
    survivor:
      'after the answer nobody asks by which phone the call came: it is counted at the phone that it was sent over',
    nearest: { litmus: 'FWD+route+ehangup.2012', revision: OLD },
  },
  {
    id: 'ipc-forward-to-dead-phone-not-answered',
    file: 'model/ipc/send.ts',
    find: `    k.setMessage(m, RETVAL, ANSWER_EFORWARD);
    answerFree(k, t);`,
    replace: `    k.setMessage(m, RETVAL, ANSWER_EFORWARD);
    k.goto(t, takeRetCall(k, t));`,
    says: 'a call that is forwarded over a phone that is not connected is not answered',
    killer: { program: 'forward_hangup_race', revision: OLD, falls: 'agree' },
  },
  {
    id: '2012-forward-to-dead-phone-ehangup',
    file: 'model/ipc/send.ts',
    find: `    k.setMessage(m, RETVAL, ANSWER_EFORWARD);
    answerFree(k, t);`,
    replace: `    k.setMessage(m, RETVAL, ANSWER_ENOENT);
    answerFree(k, t);`,
    says: 'a call that is forwarded over a phone that is not connected is answered with ENOENT',
    killer: { program: 'forward_hangup_race', revision: OLD, falls: 'agree' },
  },
  {
    id: '2026-forward-to-dead-phone-not-answered',
    file: 'model/ipc/forward.ts',
    find: `    k.set(t, RET_CALL, FORWARD_ANSWER);
    k.goto(t, PRE_START);`,
    replace: '    return done(k, t);',
    says: 'a call that cannot be forwarded is not answered',
    killer: { program: 'forward_hangup_race', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ipc-forward-counts-again',
    file: 'model/ipc/send.ts',
    find: 'if (flagged(k, m, FORWARDED)) return k.goto(t, CALL_APPEND);',
    replace: `if (flagged(k, m, FORWARDED)) {
    count(k, m, p);
    return k.goto(t, CALL_APPEND);
  }`,
    says: 'a forwarded call is counted at the new phone',
    killer: { program: 'forward_ehangup', revision: OLD, falls: 'agree' },
  },
];
