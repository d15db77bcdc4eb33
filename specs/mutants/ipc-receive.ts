/**
 * Mutants of receiving: ipc_wait_for_call of ipc.c, sys_ipc_wait_for_call of sysipc.c, and handles.
 */
import type { Mutant } from './mutant.ts';

const OLD = 'helenos-2012';
/** 2012's waker breaks R14 of nearly every synchronous call (N19): beside its cure, others are seen. */
const CURED = 'ticket,waker=finishes';
const NEW = 'helenos-2026';

export const IPC_RECEIVE: readonly Mutant[] = [
  {
    id: 'ipc-received-call-not-dispatched',
    file: 'model/ipc/receive.ts',
    find: `  appendTo(k, DISPATCHED, box, m);
`,
    replace: '',
    says: 'a call that is received is not put among the dispatched ones',
    killer: { litmus: 'IPC+answers-first', revision: NEW, falls: 'R14' },
  },
  {
    id: 'ipc-received-call-stays-queued',
    file: 'model/ipc/receive.ts',
    find: `  takeOff(k, m, ON_STACK);
  appendTo(k, DISPATCHED, box, m);`,
    replace: `  takeOff(k, m, ON_STACK);
  appendTo(k, IN_CALLS, box, m);`,
    says: 'a call that is received stays among the calls of its box',
    killer: { litmus: 'SYNC+uncontended', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ipc-answer-taken-not-discounted',
    file: 'model/ipc/receive.ts',
    find: 'k.setPhone(phone, ACTIVE_CALLS, k.phone(phone, ACTIVE_CALLS) - 1);',
    replace: '',
    says: 'a receiver of an answer does not decrement active_calls of the phone',
    killer: { litmus: 'SYNC+uncontended', revision: OLD, design: CURED, falls: 'R14' },
  },
  {
    id: '2026-answer-taken-not-discounted-at-box',
    file: 'model/ipc/receive.ts',
    find: 'k.setBox(box, BOX_ACTIVE_CALLS, k.box(box, BOX_ACTIVE_CALLS) - 1);',
    replace: '',
    says: 'a receiver of an answer does not decrement active_calls of the box',
    killer: { litmus: 'IPC+stale-handle.2026', revision: NEW, falls: 'R14' },
  },
  {
    id: '2026-answer-taken-phone-not-put',
    file: 'model/ipc/receive.ts',
    find: `    putPhone(k, phone);
`,
    replace: '',
    says: 'a receiver of an answer does not put the reference of the call to its phone',
    killer: { litmus: 'IPC+stale-handle.2026', revision: NEW, falls: 'R14' },
  },
  {
    id: 'ipc-calls-before-answers',
    file: 'model/ipc/receive.ts',
    find: `    const answer = messageAt(k, IN_ANSWERS, box, 1);
    if (answer >= 0) return tookAnswer(k, t, box, answer);
    const call = messageAt(k, IN_CALLS, box, 1);
    if (call >= 0) return tookCall(k, t, box, call);`,
    replace: `    const call = messageAt(k, IN_CALLS, box, 1);
    if (call >= 0) return tookCall(k, t, box, call);
    const answer = messageAt(k, IN_ANSWERS, box, 1);
    if (answer >= 0) return tookAnswer(k, t, box, answer);`,
    says: 'ipc_wait_for_call looks at the calls of its box first',
    killer: { litmus: 'IPC+answers-first', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ipc-notifications-last',
    file: 'model/ipc/receive.ts',
    find: `    const notification = messageAt(k, IN_NOTIFS, box, 1);
    if (notification >= 0) return took(k, t, notification, NOTIFICATION, ON_STACK);
`,
    replace: '',
    says: 'ipc_wait_for_call does not look at the notifications of its box',
    killer: { litmus: 'EVENT+unmask+receive+abort3', revision: OLD, falls: 'R1' },
  },
  {
    id: '2012-empty-box-not-waited-for',
    file: 'model/ipc/receive.ts',
    find: `    if (k.old) return waitForSame(k, t);
`,
    replace: '',
    says: 'a receiver that finds its box empty does not wait again',
    killer: { program: 'answer_race_two_threads', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ipc-dequeue-ignores-box-lock',
    file: 'model/ipc/receive.ts',
    find: 'enabled: (k, t) => !succeeded(k.get(t, RC)) || boxFree(k, waitBox(k, t)),',
    replace: 'enabled: () => true,',
    says: 'a receiver looks into its box while another has its lock',
    survivor:
      'a lock of a box is held for more than one step in a clean-up only, and a task that cleans up has no other thread that could receive',
    nearest: { litmus: 'SYNC+kill+both', revision: OLD },
  },
  {
    id: 'ipc-hangup-answer-given-to-user',
    file: 'model/ipc/wait.ts',
    find: 'if (k.program.messages[m].hangup) {',
    replace: 'if (false) {',
    says: 'the answer to PHONE_HUNGUP is not discarded',
    killer: { program: 'hangup_answer_discarded_nonblocking', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ipc-debug-request-given-to-user',
    file: 'model/ipc/wait.ts',
    find: 'if (method === DEBUG) return waitAgain(k, t);',
    replace: '',
    says: 'a request DEBUG is passed on to user space',
    killer: { litmus: 'IPC+debug+next', revision: OLD, falls: 'condition' },
  },
  {
    id: '2012-no-phone-for-offer-not-answered',
    file: 'model/ipc/wait.ts',
    find: '      return k.goto(t, ANSWER_UNLINK);',
    replace: '      return waitAgain(k, t);',
    says: 'a connection that is offered and finds no phone is not answered with ELIMIT',
    killer: { litmus: 'K2012+offer+full', revision: OLD, falls: 'condition' },
  },
  {
    id: '2026-handle-published-without-reference',
    file: 'model/ipc/wait.ts',
    find: `        addCallRef(k, m);
`,
    replace: '',
    says: 'a request gets a handle that has no reference to it',
    killer: { litmus: 'IPC+stale-handle.2026', revision: NEW, falls: 'R14' },
  },
  {
    id: '2026-handle-never-published',
    file: 'model/ipc/wait.ts',
    find: 'k.setMessage(m, HANDLE, k.message(m, HANDLE) & ~UNPUBLISHED);',
    replace: '',
    says: 'the handle of a request is allocated and not published',
    killer: { litmus: 'IPC+stale-handle.2026', revision: NEW, falls: 'condition' },
  },
  {
    id: '2026-handle-published-early',
    file: 'model/ipc/wait.ts',
    find: 'allocateHandle(k, k.program.lanes[t].task) | UNPUBLISHED);',
    replace: 'allocateHandle(k, k.program.lanes[t].task));',
    says: 'the handle of a request is published before ipc_wait returns',
    killer: { litmus: 'IPC+early-handle.2026', revision: NEW, falls: 'R14' },
  },
  {
    id: '2026-handle-not-lowest',
    file: 'model/ipc/caps.ts',
    find: 'while (isTaken(k, task, handle)) handle++;',
    replace: 'while (handle < 2 || isTaken(k, task, handle)) handle++;',
    says: 'cap_alloc does not give out the lowest handle',
    killer: { litmus: 'CONNECT+to-me+used', revision: NEW, falls: 'condition' },
  },
  {
    id: '2026-taken-handle-given-out',
    file: 'model/ipc/caps.ts',
    find: 'if (k.message(m, WHERE) === DISPATCHED && boxes[k.message(m, BOX)].task === task) return true;',
    replace: '',
    says: 'cap_alloc gives out the handle of a call that is served',
    killer: { litmus: 'IPC+two-handles', revision: NEW, falls: 'condition' },
  },
  {
    id: 'ipc-ehangup-of-forwarded-not-mapped',
    file: 'model/ipc/process.ts',
    find: 'k.setMessage(m, RETVAL, ANSWER_EFORWARD);',
    replace: '',
    says: 'EHANGUP of a forwarded call is not turned into EFORWARD',
    killer: { program: 'forward_ehangup', revision: OLD, falls: 'agree' },
  },
  {
    id: '2026-connected-handle-not-published',
    file: 'model/ipc/process.ts',
    find: 'if (!k.old) k.setPhone(p, PHONE_HANDLE, k.phone(p, PHONE_HANDLE) & ~UNPUBLISHED);',
    replace: '',
    says: 'the phone of an accepted CONNECT_ME_TO is not published',
    killer: { litmus: 'CONNECT+me-to+hangup', revision: NEW, falls: 'condition' },
  },
  {
    id: '2026-offered-handle-not-published',
    file: 'model/ipc/answer-preprocess.ts',
    find: '    k.setPhone(p, PHONE_HANDLE, k.phone(p, PHONE_HANDLE) & ~UNPUBLISHED);\n',
    replace: '',
    says: 'the phone of an accepted CONNECT_TO_ME is not published',
    killer: { litmus: 'CONNECT+to-me+used', revision: NEW, falls: 'condition' },
  },
  {
    id: '2012-refused-phone-not-freed',
    file: 'model/ipc/process.ts',
    find: 'if (k.old) return freeSlot(k, p);',
    replace: 'if (k.old) return true;',
    says: 'the phone of a refused CONNECT_ME_TO is not freed',
    killer: { program: 'connect_me_to_refuse', revision: OLD, falls: 'agree' },
  },
  {
    id: '2026-refused-phone-not-freed',
    file: 'model/ipc/process.ts',
    find: `  dropPhone(k, p);
  return true;
}

/** ipc_call_free()`,
    replace: `  return true;
}

/** ipc_call_free()`,
    says: 'the phone of a refused CONNECT_ME_TO is not freed',
    killer: { program: 'connect_me_to_refuse', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ipc-answer-buffer-not-freed',
    file: 'model/ipc/process.ts',
    find: `  lowerFlag(k, m, BUFFER);
  return true;`,
    replace: '  return true;',
    says: 'the buffer of an answer is not freed when it is copied out',
    survivor: 'the buffer is freed with its call, which the same thread frees next',
    nearest: { litmus: 'SYNC+data-read+abort', revision: OLD },
  },
];
