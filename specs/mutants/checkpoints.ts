/**
 * Mutants of checkpoints and restores: when a group is at its boundaries, who runs meanwhile, and what a
 * restore does with clocks, nodes and other kernels.
 */
import type { Mutant } from './mutant.ts';

const CHECKPOINT = 'model/checkpoint/checkpoint.ts';
const CLOCK = 'model/synch/clock.ts';
const ENVIRONMENT = 'model/environment.ts';
const RESTORE = 'model/checkpoint/restore.ts';
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
    this.taskOfQueue =`,
    replace: `    this.program = program;
    this.taskOfQueue =`,
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
    id: 'saved-when-one-is-stopped',
    file: CHECKPOINT,
    find: 'if (!isAtBoundary(k, t) || k.get(t, TIMER) === TIMER_FIRING) return false;',
    replace: 'if (k.get(t, TIMER) === TIMER_FIRING) return false;',
    says: 'a group is saved wherever its threads are',
    survivor:
      'a thread that is not held is not read: it stands still in the kernel and goes on there; that no image could carry it is why the others wait',
    nearest: { litmus: 'CHK+mutex', revision: OLD },
  },
  {
    id: 'plan-over-with-its-first-deed',
    file: CHECKPOINT,
    find: 'k.setGlobal(ENV_SUB, k.global(ENV_SUB) + 1);',
    replace: 'k.setGlobal(ENV_SUB, plan.length);',
    says: 'a checkpoint is over when its first thread has been asked to stop',
    killer: { litmus: 'CHK+sleep+ahead', revision: OLD, falls: 'R2' },
  },
  {
    id: 'user-threads-not-stopped',
    file: CHECKPOINT,
    find: 'pc === 0 || pc === DEAD || pc === UNBORN',
    replace: "pc === 0 || pc === DEAD || pc === UNBORN || STEPS[pc].mode === 'user'",
    says: 'a group is saved while a thread of it is in user mode',
    killer: { litmus: 'CHK+home', revision: OLD, falls: 'R2' },
  },
  {
    id: 'saved-threads-live',
    file: CHECKPOINT,
    find: "deed.do === 'save' && deed.group.threads.includes(t)",
    replace: "deed.do === 'read' && deed.group.threads.includes(t)",
    says: 'cut=single: threads of a task that is saved already may end while the next one is stopped',
    survivor:
      'they are held, and nobody lets them go before they are restored; a killed one dies the same then',
    nearest: { litmus: 'CHK+sleepers.2012', revision: OLD, design: 'cut=single' },
  },
  {
    id: 'never-restored',
    file: CHECKPOINT,
    find: "    if (action.is === 'restore') return null;\n",
    replace: '',
    says: 'a group that has been restored is still thought to be saved',
    killer: { litmus: 'CHK+token', revision: NEW, falls: 'condition' },
  },
  {
    id: 'everybody-stands-still',
    file: CHECKPOINT,
    find: "deed.do === 'stop' && deed.thread === t",
    replace: "deed.do === 'stop' && t >= 0",
    says: 'tasks that stay stand still while a group is saved',
    survivor:
      'their turns before and after it lead to the same ends, but for what comes to nobody meanwhile (CHK+notification+lost.2012): there R10, which falls, falls no more',
    nearest: { litmus: 'CHK+stays', revision: OLD },
  },
  {
    id: 'restored-in-an-interrupt',
    file: RESTORE,
    find: 'return k.global(CLOCK_PC) === 0;',
    replace: 'return k.global(CLOCK_PC) >= 0;',
    says: 'a group is restored in the middle of a clock interrupt',
    killer: { litmus: 'CHK+sleep+revision+back.2012', revision: OLD, falls: 'R2' },
  },
  {
    id: 'names-not-translated',
    file: RESTORE,
    find: "if (group.policies.names !== 'raw') return;",
    replace: '',
    says: 'a restored group finds its objects by the names that they had',
    killer: { litmus: 'CHK+token.2012', revision: OLD, falls: 'R1' },
  },
  {
    id: 'checkpoint-does-not-wait',
    file: ENVIRONMENT,
    find: 'return mayCheckpoint(k, action.plan);',
    replace: 'return true;',
    says: 'a group is saved whatever its threads do',
    killer: { litmus: 'CHK+sleep+ahead', revision: OLD, falls: 'R2' },
  },
  {
    id: 'restore-does-nothing',
    file: ENVIRONMENT,
    find: '      restore(k, action.group);\n',
    replace: '',
    says: 'a restore leaves the group on the clock of the node that it came from',
    killer: { litmus: 'CHK+subscription.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: 'saved-threads-end',
    file: CHECKPOINT,
    find: '  const last = lastBefore(k, at);\n  return last !== null && stops(last, t);\n}\n\n/** The plan',
    replace: '  return k.threads < 0;\n}\n\n/** The plan',
    says: 'a killed thread ends while it is part of an image',
    survivor: 'it dies where it is restored with the same end, and nobody can ask for it before',
    nearest: { litmus: 'CHK+killed', revision: OLD },
  },
];
