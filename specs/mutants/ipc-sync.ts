/**
 * Mutants of synchronous calls of 2012, and of the preprocessing that the ticket undoes.
 */
import type { Mutant } from './mutant.ts';

const OLD = 'helenos-2012';
/** 2012's waker breaks R14 of nearly every synchronous call (N19): beside its cure, others are seen. */
const CURED = 'ticket,waker=finishes';
const NEW = 'helenos-2026';

export const IPC_SYNC: readonly Mutant[] = [
  {
    id: 'ipc-sync-box-not-linked',
    file: 'model/ipc/sync-call/sync.ts',
    find: 'if (k.box(boxOfCall(k, t), SYNC_PLACE) === 0) linkSyncBox(k, boxOfCall(k, t));',
    replace: '',
    says: 'a private box is not linked to TASK->sync_boxes',
    killer: { litmus: 'SYNC+kill+caller+held', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ipc-sync-box-not-unlinked',
    file: 'model/ipc/sync-call/sync.ts',
    find: '    unlinkSyncBox(k, box);\n',
    replace: '',
    says: 'the private box of an answered call stays in TASK->sync_boxes',
    killer: {
      litmus: 'SYNC+uncontended',
      revision: OLD,
      design: CURED,
      falls: 'R14',
    },
  },
  {
    id: 'ipc-sync-record-not-kept',
    file: 'model/ipc/thread.ts',
    find: "if (isSet(k.op(t).policies, 'syncCall=two-stage')) k.set(t, RECORD, k.get(t, LOCAL));",
    replace: '',
    says: 'an aborted synchronous call does not keep its private box',
    killer: { litmus: 'SYNC+kill+server+held', revision: OLD, design: CURED, falls: 'R14' },
  },
  {
    id: 'ipc-sync-arguments-read-again',
    file: 'model/ipc/sync-call/sync.ts',
    find: `  const record = k.get(t, RECORD);
  if (record !== 0) {`,
    replace: `  if (cannotReadArgs(k, t)) return leave(k, t, EPERM);
  const record = k.get(t, RECORD);
  if (record !== 0) {`,
    says: 'a restarted slow call copies its arguments in again before it looks for its record',
    killer: { litmus: 'SYNC+remapped', revision: OLD, falls: 'R15' },
  },
  {
    id: 'ipc-sync-record-ignored',
    file: 'model/ipc/sync-call/sync.ts',
    find: 'if (record !== 0) {',
    replace: 'if (false) {',
    says: 'a restarted synchronous call does not look for its private box',
    killer: { litmus: 'SYNC+kill+server+held', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ipc-sync-restart-copies-again',
    file: 'model/ipc/sync-call/sync.ts',
    find: `HOOKS.begin, SYNC_SENT);
    return waitForAnswer(k, t);`,
    replace: `HOOKS.begin, SYNC_SENT);
    return k.goto(t, SYNC_LINK);`,
    says: 'a restarted synchronous call sends the request that it has sent',
    killer: { litmus: 'SYNC+kill+server+held', revision: OLD, design: CURED, falls: 'R14' },
  },
  {
    id: 'ipc-sync-request-not-looked-at-before-send',
    file: 'model/ipc/sync-call/sync.ts',
    find: "if (abortsIn(k, t, 'asleep') && canBeTakenBack(k, t, m)) return abortedBeforeSend(k, t, m);",
    replace: '',
    says: 'a synchronous call does not look for an abort request before it sends',
    survivor:
      'the request is seen in the wait, after the send: the call is as whole as if it had come then, and the wait is never far',
    nearest: { litmus: 'SYNC+abort+send', revision: OLD },
  },
  {
    id: 'ipc-clone-taken-back',
    file: 'model/ipc/sync-call/sync.ts',
    find: 'method !== CONNECTION_CLONE || privOf(k, m) < 0',
    replace: 'true',
    says: 'a CONNECTION_CLONE is taken back after its phone was made',
    survivor:
      'the restarted call makes the same phone again, and while there is none its new task finds what it finds before the clone',
    nearest: { litmus: 'SYNC+clone+early', revision: OLD },
  },
  {
    id: 'ipc-undo-leaves-phone',
    file: 'model/ipc/preprocess.ts',
    find: `    k.setPhone(p, PHONE_STATE, PHONE_FREE);
    setPriv(k, m, -1);
  }
  lowerFlag`,
    replace: `    setPriv(k, m, -1);
  }
  lowerFlag`,
    says: 'an aborted CONNECT_ME_TO that was not sent leaves its phone CONNECTING',
    killer: { litmus: 'SYNC+connect+abort', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ipc-undo-leaves-buffer',
    file: 'model/ipc/preprocess.ts',
    find: `  lowerFlag(k, m, BUFFER);
  takeOff(k, m, UNUSED);`,
    replace: '  takeOff(k, m, UNUSED);',
    says: 'an aborted DATA_WRITE that was not sent leaves its buffer',
    killer: { litmus: 'SYNC+data-write+killed', revision: OLD, design: CURED, falls: 'R14' },
  },
  {
    id: 'ipc-undo-leaves-call',
    file: 'model/ipc/preprocess.ts',
    find: `  takeOff(k, m, UNUSED);
}`,
    replace: `  takeOff(k, m, LEAKED);
}`,
    says: 'an aborted call that was not sent leaves its call structure',
    killer: { litmus: 'SYNC+kill+server+answered', revision: OLD, design: CURED, falls: 'R14' },
  },
  {
    id: 'ipc-sync-not-interruptible',
    file: 'model/ipc/sync-call/sync.ts',
    find: 'waitForCall(k, t, 0, INTERRUPTIBLE | flags, SYNC_WOKE);',
    replace: 'waitForCall(k, t, 0, flags, SYNC_WOKE);',
    says: 'kill does not end the wait of a synchronous call',
    killer: { litmus: 'SYNC+kill+caller+silent', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ipc-sync-not-abortable',
    file: 'model/ipc/sync-call/sync.ts',
    find: "const flags = isSet(policies, 'syncCall=wait-out') ? 0 : abortable(policies);",
    replace: 'const flags = 0;',
    says: 'no abort ends the wait of a synchronous call',
    killer: { litmus: 'BUG27+false-retry', revision: OLD, falls: 'R7' },
  },
  {
    id: 'ipc-sync-interrupted-unlinks-box',
    file: 'model/ipc/sync-call/sync.ts',
    find: `  if (rc !== ERESTART) {
    k.set(t, LOCAL, 0);`,
    replace: `  if (rc !== ERESTART) {
    unlinkSyncBox(k, boxOfCall(k, t));
    k.set(t, LOCAL, 0);`,
    says: 'an interrupted synchronous call takes its box off TASK->sync_boxes',
    killer: { litmus: 'SYNC+kill+caller+asleep', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ipc-sync-answer-not-processed',
    file: 'model/ipc/sync-call/sync.ts',
    find: `    if (!processAnswer(k, t, messageOf(k, t))) return panic(k, t);
`,
    replace: '',
    says: 'the answer of a synchronous call is not processed',
    killer: { program: 'sync_connect_refused_cleanup', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ipc-sync-answer-not-freed',
    file: 'model/ipc/sync-call/sync.ts',
    find: `    if (!freeAnswer(k, m)) return panic(k, t);
    syscallExit`,
    replace: '    syscallExit',
    says: 'a synchronous call does not free its call',
    killer: { litmus: 'SYNC+uncontended', revision: OLD, design: CURED, falls: 'R14' },
  },
  {
    id: 'ipc-clone-keeps-second-lock',
    file: 'model/ipc/preprocess.ts',
    find: 'run: (k, t) => unlockMutex(k, t, lockOf(k, k.op(t).phone), takeRetCall(k, t)),',
    replace: 'run: (k, t) => k.goto(t, takeRetCall(k, t)),',
    says: 'phones_unlock unlocks one phone of two',
    killer: { litmus: 'SYNC+clone+refused', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ipc-clone-checks-one-phone',
    file: 'model/ipc/preprocess.ts',
    find: 'if (!isConnected(phone) || !isConnected(subject)) {',
    replace: 'if (!isConnected(phone)) {',
    says: 'CONNECTION_CLONE does not look whether the cloned phone is connected',
    killer: { litmus: 'SYNC+clone+error', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ipc-connect-me-to-error-sent',
    file: 'model/ipc/preprocess.ts',
    find: 'if (p < 0) fail(k, t, ANSWER_ELIMIT);',
    replace: 'if (p < 0) k.set(t, RC, 0);',
    says: 'CONNECT_ME_TO is sent though the sender has no phone left',
    killer: { litmus: 'K2012+connect+full', revision: OLD, falls: 'error' },
  },
  {
    id: 'ipc-unreadable-data-sent',
    file: 'model/ipc/preprocess.ts',
    find: `        fail(k, t, ANSWER_EPERM);
`,
    replace: '',
    says: 'DATA_WRITE is sent though its data cannot be read',
    killer: { litmus: 'DATA+unread', revision: NEW, falls: 'condition' },
  },
  {
    id: 'ipc-sync-cancel-keeps-count',
    file: 'model/ipc/sync-call/cancel.ts',
    find: '  k.setPhone(phone, ACTIVE_CALLS, k.phone(phone, ACTIVE_CALLS) - 1);\n',
    replace: '',
    says: 'a request that was taken back still counts as a call of its phone',
    killer: {
      litmus: 'CANCEL+connect',
      revision: OLD,
      design: 'syncCall=cancel,waker=finishes',
      falls: 'R14',
    },
  },
];
