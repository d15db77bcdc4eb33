/**
 * Mutants of checkpoints: when a group is at its boundaries, what is in its image, what a restore does
 * with clocks, names and other kernels.
 */
import type { Mutant } from './mutant.ts';

const CHECKPOINT = 'model/checkpoint/checkpoint.ts';
const CLOCK = 'model/synch/clock.ts';
const IMAGE = 'model/checkpoint/image.ts';
const RESTORE = 'model/checkpoint/restore.ts';
const SUBSCRIPTIONS = 'model/checkpoint/subscriptions.ts';
const STATE = 'model/record/state.ts';
const OLD = 'helenos-2012';
const NEW = 'helenos-2026';

export const CHECKPOINT_MUTANTS: readonly Mutant[] = [
  {
    id: 'saved-inside-its-call',
    file: CHECKPOINT,
    find: 'return pc === HELD || isOver(pc);',
    replace: 'return true;',
    says: 'a group is saved while its threads are in the kernel',
    killer: { litmus: 'CHK+sleep+ahead', revision: OLD, falls: 'R2' },
  },
  {
    id: 'checkpoint-stops-nobody',
    file: CHECKPOINT,
    find: 'if (!k.has(t, ABORT)) request(k, t);',
    replace: '',
    says: 'a checkpoint waits for threads that nobody has asked to stop',
    killer: { litmus: 'CHK+token', revision: NEW, falls: 'condition' },
  },
  {
    id: 'let-go-before-it-is-saved',
    file: CHECKPOINT,
    find: "if (now?.is === 'checkpoint' && k.global(ENV_SUB) > 0) return stops(now.plan, t);",
    replace: '',
    says: 'a thread may be let go again before its group is saved',
    survivor:
      'the save waits until it is at a boundary again, where it was going to be: a longer way to the same',
    nearest: { litmus: 'CHK+token', revision: NEW },
  },
  {
    id: 'image-without-tokens',
    file: IMAGE,
    find: "return tokens === 'double' ? counter * 2 : counter;",
    replace: 'return 0;',
    says: 'banked wakeups are no part of the image',
    killer: { litmus: 'CHK+token', revision: NEW, falls: 'R1' },
  },
  {
    id: 'image-without-debts',
    file: IMAGE,
    find: "if (counter < 0) return debts === 'drop' ? 0 : counter;",
    replace: 'if (counter < 0) return 0;',
    says: 'wakeup debts are no part of the image',
    killer: { litmus: 'CHK+debt.2026', revision: NEW, falls: 'R1' },
  },
  {
    id: 'image-without-records',
    file: IMAGE,
    find: "if (k.op(t).policies.progress === 'hidden') forgetDeadline(k, t);",
    replace: 'forgetDeadline(k, t);',
    says: 'the deadline of a restart record is no part of the image',
    killer: { litmus: 'CHK+sleep', revision: OLD, falls: 'R2' },
  },
  {
    id: 'image-with-kernel-stack',
    file: IMAGE,
    find: 'for (const field of NOT_SAVED) k.set(t, field, 0);',
    replace: '',
    says: 'arguments of a sleep and the state of a thread are part of the image',
    survivor: 'a thread at a boundary has none of it (R13): there is nothing to leave out',
    nearest: { litmus: 'CHK+sleep', revision: OLD },
  },
  {
    id: 'copy-without-memory',
    file: IMAGE,
    find: "if (of === 'word') return k.setWord(to, k.word(from));",
    replace: "if (of === 'word') return k.setWord(to, 0);",
    says: 'memory that is shared with a task that stays is 0 on the other node',
    killer: { litmus: 'CHK+memory+copied.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: 'copy-without-tokens',
    file: IMAGE,
    find: 'k.setBalance(to, counterSaved(k.balance(from), policies));',
    replace: '',
    says: 'the copy of a futex that is shared with a task that stays has no wakeups',
    killer: { litmus: 'CHK+futex+copied.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: 'copies-not-used',
    file: STATE,
    find: 'if (moved.length > 0 && (this.rare(t, CPU) & IS_MOVED) !== 0) {',
    replace: 'if (moved.length > 0 && this.at < 0) {',
    says: 'a group shares with the old node after it has been moved to another',
    killer: { litmus: 'CHK+memory+stays', revision: NEW, falls: 'condition' },
  },
  {
    id: 'deadlines-not-moved',
    file: RESTORE,
    find: "const shift = policies.deadlines === 'rebase' ? offsetOf(k, node) - from : 0;",
    replace: 'const shift = 0 * from;',
    says: "a deadline is taken as one of the node's clock",
    killer: { litmus: 'CHK+sleep+ahead', revision: OLD, falls: 'R2' },
  },
  {
    id: 'restored-at-home',
    file: RESTORE,
    find: 'setCpu(k, t, RUNS_ON, node);',
    replace: '',
    says: "a restored thread goes by the old node's clock",
    killer: { litmus: 'CHK+sleep+ahead', revision: NEW, falls: 'R2' },
  },
  {
    id: 'deadline-of-the-old-clock',
    file: RESTORE,
    find: 'setCpu(k, t, FIRST_BY, node);',
    replace: '',
    says: 'what a deadline is counted by stays the old clock',
    survivor:
      'it says only until when the environment lets time pass, should the thread be stopped once more',
    nearest: { litmus: 'CHK+home', revision: OLD },
  },
  {
    id: 'remaining-time-moved',
    file: RESTORE,
    find: 'if (k.get(t, FIRST) !== 0 && !k.has(t, REMAINING))',
    replace: 'if (k.get(t, FIRST) !== 0)',
    says: 'what was left of a timeout is moved to another clock (timeout=remaining)',
    killer: {
      litmus: 'CHK+sleep+ahead',
      revision: OLD,
      design: 'timeout=remaining',
      falls: 'error',
    },
  },
  {
    id: 'empty-record-moved',
    file: RESTORE,
    find: 'if (k.get(t, FIRST) !== 0 && !k.has(t, REMAINING))',
    replace: 'if (!k.has(t, REMAINING))',
    says: 'a call that has no deadline yet gets one when its thread is moved',
    killer: {
      litmus: 'CHK+sleep+early',
      revision: OLD,
      design: 'deadlineAt=first-sleep',
      falls: 'R2',
    },
  },
  {
    id: 'ticks-not-taken-over',
    file: RESTORE,
    find: "k.setGlobal(BASE, next.revision === 'helenos-2012' ? k.global(NOW) : 0);",
    replace: '',
    says: 'a kernel of 2012 begins to count ticks when the group arrives',
    killer: { litmus: 'CHK+sleep+revision.2026', revision: NEW, falls: 'R2' },
  },
  {
    id: 'node-keeps-the-revision',
    file: STATE,
    find: `    this.program = program;
    this.old = program.revision === 'helenos-2012';
  }`,
    replace: `    this.program = program;
  }`,
    says: "a group that was restored on the other revision runs on its own, with the other's calls",
    killer: { litmus: 'CHK+sleep+revision.2012', revision: OLD, falls: 'R2' },
  },
  {
    id: 'clock-of-2012-without-node',
    file: CLOCK,
    find: 'const tick = (k.old ? k.global(BASE) : localTick(k, actor)) + offsetOf(k, cpu);',
    replace: 'const tick = k.old ? k.global(BASE) : localTick(k, actor) + offsetOf(k, cpu);',
    says: 'timeouts of 2012 fire by the uptime of the old node',
    killer: { litmus: 'CHK+sleep+ahead', revision: OLD, falls: 'R2' },
  },
  {
    id: 'subscription-outlives-its-task',
    file: SUBSCRIPTIONS,
    find: 'if (boxes.includes(subscriber - 1)) k.setEvent(e, SUBSCRIBER, subscriber | IS_AWAY);',
    replace: '',
    says: 'notifications reach a box of a task that has been destroyed',
    survivor:
      'nothing is lost then, and nothing falls that held; that no kernel could do it is why R10 falls without',
    nearest: { litmus: 'CHK+notification', revision: OLD },
  },
  {
    id: 'subscription-not-made-anew',
    file: SUBSCRIPTIONS,
    find: 'k.setEvent(e, SUBSCRIBER, k.event(e, SUBSCRIBER) & ~IS_AWAY);',
    replace: 'k.setEvent(e, SUBSCRIBER, 0);',
    says: 'a restored group has lost its subscriptions',
    killer: { litmus: 'CHK+subscription.2012', revision: OLD, falls: 'condition' },
  },
];
