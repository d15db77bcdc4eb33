/**
 * Mutants of user code: what its steps do to words and sections, Linux' futexes, and libc's synchronous
 * calls with the fibrils that share their threads.
 */
import type { Mutant } from './mutant.ts';

const RUN = 'model/user/run.ts';
const ADVANCE = 'model/user/advance.ts';
const LINUX_FUTEX = 'model/linux/futex.ts';
const LIBC = 'model/ipc/sync-call/libc.ts';
const FIBRILS = 'model/ipc/sync-call/fibrils.ts';
const OLD = 'helenos-2012';
const NEW = 'helenos-2026';
const LINUX = 'linux';

const STEPS: readonly Mutant[] = [
  {
    id: 'cas-always-writes',
    file: RUN,
    find: 'else if (old === evaluate(k, values[0])) k.setWord(word, evaluateNumber(k, values[1]));',
    replace: 'else k.setWord(word, evaluateNumber(k, values[1]));',
    says: 'a compare-and-swap writes whatever it has found',
    killer: { litmus: 'MUTEX2+2', revision: LINUX, falls: 'condition' },
  },
  {
    id: 'exchange-writes-nothing',
    file: RUN,
    find: "else if (is === 'exchange') k.setWord(word, evaluateNumber(k, values[0]));",
    replace: "else if (is === 'exchange') k.setWord(word, old);",
    says: 'an exchange reads, and leaves the word as it was',
    killer: { litmus: 'LIBC+condvar.2026', revision: NEW, falls: 'condition' },
  },
  {
    id: 'atomic-returns-what-it-wrote',
    file: RUN,
    find: '  return old;',
    replace: '  return k.word(word);',
    says: 'an atomic operation returns what the word is after it',
    killer: { litmus: 'LIBC+lock.2026', revision: NEW, falls: 'condition' },
  },
  {
    id: 'add-writes-the-addend',
    file: RUN,
    find: 'k.setWord(act.word, act.adds ? k.word(act.word) + value : value);',
    replace: 'k.setWord(act.word, value);',
    says: 'x += n writes n',
    killer: { litmus: 'LIBC+manager.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: 'leave-counts-nobody-out',
    file: RUN,
    find: 'k.setSectionCount(act.section, Math.max(0, k.section(act.section) - 1));',
    replace: '',
    says: 'who leaves a section is in it for ever',
    killer: { litmus: 'LIBC+lock.2026', revision: NEW, falls: 'U1' },
  },
  {
    id: 'until-does-not-wait',
    file: RUN,
    find: "return act.is !== 'until' || ending(k, act.tests) !== undefined;",
    replace: 'return true;',
    says: 'a polling loop ends though nothing has come',
    killer: { litmus: 'LIBC+condvar.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: 'test-of-a-step-taken-always',
    file: RUN,
    find: 'return holds(k, then.test, read) ? at + 1 : then.no;',
    replace: 'return at + 1;',
    says: 'code goes on as if the test of what a step has read held',
    killer: { litmus: 'LIBC+lock.2026', revision: NEW, falls: 'condition' },
  },
  {
    id: 'test-of-registers-taken-always',
    file: ADVANCE,
    find: 'at = holds(k, micro.test, 0) ? at + 1 : micro.no;',
    replace: 'at++;',
    says: 'code goes on as if each test of registers held: a down that succeeded is repaid',
    killer: { litmus: 'LIBC+lock.2026', revision: NEW, falls: 'U1' },
  },
];

const LINUX_FUTEXES: readonly Mutant[] = [
  {
    id: 'linux-wait-does-not-compare',
    file: LINUX_FUTEX,
    find: 'if (k.word(word) !== numberOf(k, t)) return k.returnWith(t, EAGAIN);',
    replace: '',
    says: 'futex_wait sleeps whatever the word is',
    killer: { litmus: 'LINUX2+any3', revision: LINUX, falls: 'condition' },
  },
  {
    id: 'linux-woken-not-noticed',
    file: LINUX_FUTEX,
    find: '  if (k.get(t, LINK) === 0) return k.returnWith(t, EOK);\n',
    replace: '',
    says: 'a waiter that is off the list compares and sleeps again',
    killer: { litmus: 'WAKE+first', revision: LINUX, falls: 'condition' },
  },
  {
    id: 'linux-request-before-sleep-lost',
    file: LINUX_FUTEX,
    find: 'isKicked || k.has(t, INTERRUPTED) ? WOKE : ASLEEP',
    replace: 'k.has(t, INTERRUPTED) ? WOKE : ASLEEP',
    says: 'a waiter that was asked to stop before it sleeps goes to sleep',
    killer: { litmus: 'LINUX2+any3', revision: LINUX, falls: 'R7' },
  },
];

const LIBC_CALLS: readonly Mutant[] = [
  {
    id: 'libc-takes-no-others-answer',
    file: LIBC,
    find: 'const ready = isReady(k, t) ? t : firstReady(k, t);',
    replace: 'const ready = isReady(k, t) ? t : -1;',
    says: 'a thread that has received the answer of another fibril does not run that fibril',
    killer: { litmus: 'SYNC+order', revision: OLD, design: 'ticket-libc', falls: 'condition' },
  },
  {
    id: 'libc-queue-not-dispatched',
    file: LIBC,
    find: 'toUser(k, t, isQueued ? LIBC_DISPATCH : LIBC_CHECK);',
    replace: 'toUser(k, t, LIBC_CHECK);',
    says: 'an answer that makes room sends no call that is queued',
    killer: { litmus: 'LIBC+queue.2012', revision: OLD, design: 'ticket-libc', falls: 'condition' },
  },
  {
    id: 'libc-queues-nothing',
    file: LIBC,
    find: '  if (rc === TEMPORARY) k.set(t, RECORD, QUEUED + 1 + queuedCalls(k, t));\n  else if (rc === EOK)',
    replace: '  if (rc === EOK)',
    says: 'a call beyond the limit of its phone fails',
    killer: { litmus: 'LIBC+queue.2012', revision: OLD, design: 'ticket-libc', falls: 'condition' },
  },
  {
    id: 'libc-exchange-leaves-lists',
    file: FIBRILS,
    find: '  rename(k, b, a);\n',
    replace: '',
    says: 'threads are exchanged, and the queue that one sleeps on has the other',
    killer: { litmus: 'SYNC+order', revision: OLD, design: 'ticket-libc', falls: 'condition' },
  },
  {
    id: 'libc-exchange-during-kill',
    file: LIBC,
    find: 'mayLock(k, t) && !isBeingKilled(k, t);',
    replace: 'mayLock(k, t);',
    says: 'threads are exchanged between the flags that a kill sets: one lane is passed over',
    killer: { litmus: 'LIBC+kill.2012', revision: OLD, design: 'ticket-libc', falls: 'condition' },
  },
];

export const USER_CODE: readonly Mutant[] = [...STEPS, ...LINUX_FUTEXES, ...LIBC_CALLS];
