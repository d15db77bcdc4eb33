/**
 * Mutants of answering, and of what an answer does before it is sent: ipc.c and sysipc.c.
 */
import type { Mutant } from './mutant.ts';

const OLD = 'helenos-2012';
const NEW = 'helenos-2026';

export const IPC_ANSWER: readonly Mutant[] = [
  {
    id: 'ipc-answer-without-token',
    file: 'model/ipc/answer-free.ts',
    find: 'wakeFirst(k, t, k.program.boxes[box].queue, takeRetCall(k, t));',
    replace: 'k.goto(t, takeRetCall(k, t));',
    says: "an answer is appended to the caller's box, which is not woken",
    killer: { litmus: 'IPC+answers-first', revision: OLD, falls: 'R1' },
  },
  {
    id: 'ipc-answer-token-without-append',
    file: 'model/ipc/answer-free.ts',
    find: `  appendTo(k, IN_ANSWERS, box, m);
`,
    replace: '',
    says: "an answer wakes the caller's box and is appended nowhere",
    killer: { litmus: 'IPC+answers-first', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ipc-answer-wakes-own-box',
    file: 'model/ipc/answer-free.ts',
    find: 'wakeFirst(k, t, k.program.boxes[box].queue, takeRetCall(k, t));',
    replace: 'wakeFirst(k, t, k.program.boxes[ownBox(k, t)].queue, takeRetCall(k, t));',
    says: "an answer wakes the callee's box",
    killer: { program: 'two_threads_one_answer', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ipc-answer-in-calls',
    file: 'model/ipc/answer-free.ts',
    find: 'appendTo(k, IN_ANSWERS, box, m);',
    replace: 'appendTo(k, IN_CALLS, box, m);',
    says: "an answer is appended to the calls of the caller's box",
    killer: { litmus: 'IPC+answers-first', revision: OLD, falls: 'error' },
  },
  {
    id: 'ipc-answer-ignores-box-lock',
    file: 'model/ipc/answer-free.ts',
    find: 'enabled: (k, t) => boxFree(k, k.program.messages[messageOf(k, t)].callerBox),',
    replace: 'enabled: () => true,',
    says: "an answer is appended while another has the lock of the caller's box",
    survivor:
      'a lock of a box is held for more than one step in a clean-up only, which does not look at the answers before it has given the lock back',
    nearest: { program: 'both_cleanup', revision: OLD },
  },
  {
    id: '2026-answer-of-forgotten-call-sent',
    file: 'model/ipc/answer-free.ts',
    find: `if (flagged(k, m, FORGET)) {
      putCall`,
    replace: `if (false) {
      putCall`,
    says: '_ipc_answer_free_call does not look whether the call was forgotten',
    killer: { program: 'both_cleanup', revision: NEW, falls: 'agree' },
  },
  {
    id: '2026-forgotten-call-not-put',
    file: 'model/ipc/answer-free.ts',
    find: `      putCall(k, m);
      return k.goto`,
    replace: '      return k.goto',
    says: 'an answer to a forgotten call does not put its reference',
    killer: { program: 'kernel_sync_asleep_abort', revision: NEW, falls: 'agree' },
  },
  {
    id: '2026-preprocess-ignores-forget',
    file: 'model/ipc/answer-preprocess.ts',
    find: 'if (flagged(k, m, FORGET)) {',
    replace: 'if (false) {',
    says: 'answer_preprocess does not look whether the call was forgotten',
    killer: { program: 'both_cleanup', revision: NEW, falls: 'agree' },
  },
  {
    id: '2026-answered-call-stays-active',
    file: 'model/ipc/answer-preprocess.ts',
    find: `      lowerFlag(k, m, ACTIVE | ARG5_CLEARED);
      removeActive(k, m);`,
    replace: '      lowerFlag(k, m, ARG5_CLEARED);',
    says: "answer_preprocess leaves the call among its sender's active ones",
    killer: { program: 'kernel_sync_asleep_abort', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ipc-answered-call-stays-dispatched',
    file: 'model/ipc/answer.ts',
    find: `    takeOff(k, m, ANSWERING);
`,
    replace: '',
    says: 'ipc_answer does not take the call off the dispatched ones',
    killer: { litmus: 'IPC+answers-first', revision: NEW, falls: 'condition' },
  },
  {
    id: '2026-answer-does-not-unpublish',
    file: 'model/ipc/answer.ts',
    find: `  unpublish(k, t, m);
  if (!cannotReadArgs(k, t))`,
    replace: '  if (!cannotReadArgs(k, t))',
    says: 'sys_ipc_answer leaves the handle of the call published',
    killer: { litmus: 'IPC+hangup+timed', revision: NEW, falls: 'R14' },
  },
  {
    id: '2026-unreadable-answer-not-republished',
    file: 'model/ipc/answer.ts',
    find: `    k.setMessage(messageOf(k, t), HANDLE, k.get(t, HELD_HANDLE));
`,
    replace: '',
    says: 'an answer that cannot be read does not publish the handle again',
    killer: { litmus: 'IPC+slow+bad', revision: NEW, falls: 'condition' },
  },
  {
    id: '2026-answered-call-not-put',
    file: 'model/ipc/answer.ts',
    find: `      putCall(k, messageOf(k, t));
      k.set(t, HELD_HANDLE, 0);`,
    replace: '      k.set(t, HELD_HANDLE, 0);',
    says: 'sys_ipc_answer does not put the reference of the handle',
    killer: { litmus: 'IPC+answers-first', revision: NEW, falls: 'R14' },
  },
  {
    id: '2012-call-answered-out-of-any-list',
    file: 'model/ipc/answer.ts',
    find: 'if (!isIn(k, m, DISPATCHED, box)) return -1;',
    replace: '',
    says: 'get_call does not look whether the call is dispatched',
    killer: { program: 'answer_race_two_threads', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ipc-eparty-not-answered',
    file: 'model/ipc/wait.ts',
    find: `    k.setMessage(m, RETVAL, ANSWER_EPARTY);
    k.set(t, RET_CALL, ANSWER_UNLINK);
    return k.goto(t, PRE_START);`,
    replace: '    return k.goto(t, RETURN);',
    says: 'a request that user memory cannot take is not answered',
    killer: { program: 'request_bad_buffer', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ipc-eparty-ends-in-another-wait',
    file: 'model/ipc/answer.ts',
    find: 'if (k.message(m, RETVAL) !== ANSWER_EPARTY) return',
    replace: 'if (true) return',
    says: 'a receiver whose memory cannot take a request waits for the next one',
    killer: { program: 'request_bad_buffer', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ipc-ehangup-slams-nothing',
    file: 'model/ipc/answer-preprocess.ts',
    find: `    slam(k, p);
    unlockMutex(k, t, lockOf(k, p), PRE_HOOK);
  },
});

/**`,
    replace: `    unlockMutex(k, t, lockOf(k, p), PRE_HOOK);
  },
});

/**`,
    says: "an answer EHANGUP leaves the caller's phone connected",
    killer: { program: 'answer_ehangup_slam_race', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ipc-ehangup-keeps-phone-lock',
    file: 'model/ipc/answer-preprocess.ts',
    find: `    slam(k, p);
    unlockMutex(k, t, lockOf(k, p), PRE_HOOK);`,
    replace: `    slam(k, p);
    k.goto(t, PRE_HOOK);`,
    says: "an answer EHANGUP keeps the lock of the caller's phone",
    killer: { program: 'answer_ehangup_slam_race', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ipc-connection-accepted-not-connected',
    file: 'model/ipc/answer-preprocess.ts',
    find: 'if (k.old) connect(k, p, box);',
    replace: 'if (k.old) k.set(t, RC, 0);',
    says: 'the answer to CONNECT_ME_TO connects nothing',
    killer: { litmus: 'BUG29+connect-retried', revision: OLD, falls: 'error' },
  },
  {
    id: '2026-connection-without-reference',
    file: 'model/ipc/answer-preprocess.ts',
    find: `      addPhoneRef(k, p);
`,
    replace: '',
    says: 'the answer to CONNECT_ME_TO takes no reference for the connection',
    killer: { litmus: 'CONNECT+to-me+used', revision: NEW, falls: 'R14' },
  },
  {
    id: 'ipc-connection-keeps-phone-lock',
    file: 'model/ipc/answer-preprocess.ts',
    find: `unlockMutex(k, t, lockOf(k, p), takeRetCall(k, t));
  },
});

/** 2026: the phone may`,
    replace: `k.goto(t, takeRetCall(k, t));
  },
});

/** 2026: the phone may`,
    says: 'the answer to CONNECT_ME_TO keeps the lock of the new phone',
    killer: { litmus: 'BUG29+connect-retried', revision: OLD, falls: 'condition' },
  },
  {
    id: '2012-poke-banks',
    file: 'model/ipc/answer.ts',
    find: `if (k.old) k.callOn(t, UNSLEEP, queue, EXIT);
  else`,
    replace: `if (false) k.callOn(t, UNSLEEP, queue, EXIT);
  else`,
    says: 'ipc_poke banks a wakeup where nobody sleeps',
    killer: { program: 'poke_fifo', revision: OLD, falls: 'agree' },
  },
  {
    id: '2012-ehangup-keeps-own-box-lock',
    file: 'model/ipc/answer-preprocess.ts',
    find: `    slam(k, p);
    k.setBoxLocked(k.program.boxes[ownBox(k, t)].queue, false);`,
    replace: '    slam(k, p);',
    says: 'an answer EHANGUP to a forwarded call keeps the lock of its own box',
    killer: { litmus: 'FWD+ehangup', revision: OLD, falls: 'condition' },
  },
];
