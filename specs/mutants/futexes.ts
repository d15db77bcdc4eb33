/**
 * Mutants of futexes (2012) and wait queue capabilities (2026), with libc's half of them.
 */
import type { Mutant } from './mutant.ts';

const FUTEX = 'model/syscall/futex.ts';
const OLD = 'helenos-2012';
const NEW = 'helenos-2026';

export const FUTEXES: readonly Mutant[] = [
  {
    id: 'futex-sleep-not-interruptible',
    file: FUTEX,
    find: 'k.sleepOn(t, SLEEP, queue, 0, INTERRUPTIBLE | abortable(policies), ret);',
    replace: 'k.sleepOn(t, SLEEP, queue, 0, abortable(policies), ret);',
    says: 'sys_futex_sleep of 2012 sleeps so that a kill cannot end it',
    killer: { litmus: 'FUTEX+kill', revision: OLD, falls: 'condition' },
  },
  {
    id: 'futex-sleep-not-abortable',
    file: FUTEX,
    find: 'k.sleepOn(t, SLEEP, queue, 0, INTERRUPTIBLE | abortable(policies), ret);',
    replace: 'k.sleepOn(t, SLEEP, queue, 0, INTERRUPTIBLE, ret);',
    says: 'sys_futex_sleep of 2012 does not mark its sleep as one that an abort may end',
    killer: { litmus: 'FUTEX+request', revision: OLD, falls: 'R7' },
  },
  {
    id: 'waitq-sleep-not-interruptible',
    file: FUTEX,
    find: 'userFlags(k, t) | INTERRUPTIBLE | abortable(policies)',
    replace: 'userFlags(k, t) | abortable(policies)',
    says: 'sys_waitq_sleep of 2026 does not imply INTERRUPTIBLE',
    killer: { litmus: 'FUTEX+kill', revision: NEW, falls: 'condition' },
  },
  {
    id: 'waitq-destroyed-slept-on',
    file: FUTEX,
    find: 'if ((k.destroyed(queue) || areArgumentsLost(k, t)) && !isKept) return fail(k, t);',
    replace: '',
    says: 'sys_waitq_sleep finds a queue that has been destroyed',
    killer: { litmus: 'WQ+destroyed', revision: NEW, falls: 'condition' },
  },
  {
    id: 'futex-woken-twice',
    file: FUTEX,
    find: "says: 'adds one to the user counter',\n  mode: 'user',\n  run(k, t) {\n    const { word } = k.op(t);\n    const old = k.word(word);\n    k.setWord(word, old + 1);\n    if (old < 0)",
    replace:
      "says: 'adds one to the user counter',\n  mode: 'user',\n  run(k, t) {\n    const { word } = k.op(t);\n    const old = k.word(word);\n    k.setWord(word, old + 1);\n    if (old <= 0)",
    says: 'futex_up enters the kernel though the counter says that nobody waits',
    killer: { litmus: 'FUTEX+mutex', revision: NEW, falls: 'condition' },
  },
  {
    id: 'futex-down-of-zero-enters',
    file: FUTEX,
    find: 'if (old > 0) endDown(k, t, EOK);',
    replace: 'if (old >= 0) endDown(k, t, EOK);',
    says: 'futex_down takes a unit that is not there',
    killer: { litmus: 'FUTEX+down+up', revision: NEW, falls: 'condition' },
  },
  {
    id: 'futex-down-not-counted',
    file: FUTEX,
    find: 'k.setWord(word, old - 1);',
    replace: 'if (old > 0) k.setWord(word, old - 1);',
    says: 'futex_down goes to sleep without telling the counter',
    killer: { litmus: 'FUTEX+down+up', revision: NEW, falls: 'condition' },
  },
  {
    id: 'futex-trydown-of-any',
    file: FUTEX,
    find: 'const free = k.word(word) === 1;',
    replace: 'const free = k.word(word) >= 0;',
    says: 'futex_trydown of 2012 takes a unit that is not there',
    killer: { litmus: 'FUTEX+trydown+2up.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: 'futex-failure-not-repaid',
    file: FUTEX,
    find: 'if (succeeded(rc)) return endDown(k, t, rc);',
    replace: 'return endDown(k, t, rc);',
    says: 'a down of 2026 that timed out leaves what it took from the counter',
    killer: { litmus: 'FUTEX+down_timeout+up', revision: NEW, falls: 'condition' },
  },
  {
    id: 'futex-repaid-in-counter-only',
    file: FUTEX,
    find: 'if (old < 0) k.goto(t, REPAY_TRAP);\n    else endDown(k, t, rc);',
    replace: 'endDown(k, t, rc);',
    says: 'a down of 2026 that timed out adds to the counter and leaves the debt in the queue',
    killer: { litmus: 'FUTEX+down_timeout+up', revision: NEW, falls: 'condition' },
  },
];
