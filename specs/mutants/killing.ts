/**
 * Mutants of killing a thread and of its exit: proc/task.c and proc/thread.c of both revisions.
 */
import type { Mutant } from './mutant.ts';

const ENVIRONMENT = 'model/environment.ts';
const EXIT = 'model/proc/thread-exit.ts';
const DEAD = 'model/proc/thread-dead.ts';
const FUTEX = 'model/syscall/futex.ts';
const LANES = 'model/syscall/kernel-lanes.ts';
const SYSCALL = 'model/syscall/syscall.ts';
const OLD = 'helenos-2012';
const NEW = 'helenos-2026';

export const KILLING: readonly Mutant[] = [
  {
    id: '2012-kill-without-threads-lock',
    file: LANES,
    find: '    k.setGlobal(THREADS_LOCK, t + 1);\n    k.goto(t, K_KICK_2012);',
    replace: '    k.goto(t, K_KICK_2012);',
    says: 'the killer does not hold threads_lock from its look at the state to the interruption',
    survivor:
      'what the lock keeps out, a timeout or a second killer, ends the sleep as it could have before the first killer came; the flag stays set for the next sleep, and a kick that comes late finds a thread that it may wake as well',
    nearest: { program: 'timedintr-intr-intr-tick2-naive', revision: OLD },
  },
  {
    id: 'kill-kicks-first',
    file: ENVIRONMENT,
    find: '} else if ((sub & 1) === 0) {\n    k.raise(victim, INTERRUPTED);',
    replace: '} else if ((sub & 1) === 1) {\n    k.raise(victim, INTERRUPTED);',
    says: 'task_kill_internal interrupts the sleep before it sets the flag',
    killer: { litmus: 'FUTEX+kill', revision: NEW, falls: 'condition' },
  },
  {
    id: 'kill-kicks-nobody-2026',
    file: ENVIRONMENT,
    find: '  else threadWakeup(k, victim);\n',
    replace: '',
    says: 'the killer of 2026 sets the flag and does not wake the thread',
    killer: { litmus: 'FUTEX+kill', revision: NEW, falls: 'condition' },
  },
  {
    id: 'kill-passes-unlinked-thread',
    file: ENVIRONMENT,
    find: 'if (k.old && state !== SLEEPING && state !== UNLINKED) next++;',
    replace: 'if (k.old && state !== SLEEPING) next++;',
    says: 'the killer of 2012 passes by a thread that is off its queue and not ready yet',
    survivor:
      'a thread that is off its queue is beyond the reach of an interruption, and its flag meets it at its next sleep: the killer is only sooner done',
    nearest: { litmus: 'FSLEEP+kill', revision: OLD },
  },
  {
    id: 'held-thread-not-killed',
    file: ENVIRONMENT,
    find: 'return isHeld(k, t) && !(k.get(t, PC) === HELD && k.has(t, INTERRUPTED));',
    replace: 'return isHeld(k, t);',
    says: 'a thread that was killed while held may be resumed instead of ending there',
    killer: { litmus: 'FSLEEP+held+kill', revision: OLD, falls: 'condition' },
  },
  {
    id: 'killed-thread-leaves-kernel',
    file: SYSCALL,
    find: 'if (k.has(t, INTERRUPTED)) return threadExit(k, t);',
    replace: '',
    says: 'the end of a system call does not look whether its thread has been killed',
    killer: { litmus: 'FUTEX+kill', revision: OLD, falls: 'R12' },
  },
  {
    id: 'exit-leaves-place',
    file: EXIT,
    find: 'giveUpPlace(k, t);',
    replace: '',
    says: 'a thread that dies while held keeps its place in a queue',
    killer: { litmus: 'FUTEX+kill', revision: OLD, design: 'place=keep', falls: 'condition' },
  },
  {
    id: 'exit-frees-no-futex',
    file: DEAD,
    find: 'if (!k.old || !isLast) return;',
    replace: 'return;',
    says: 'the last thread of a task of 2012 does not let go of its futexes',
    killer: { litmus: 'FUTEX+exit.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: 'exit-of-any-thread-frees',
    file: DEAD,
    find: 'if (!k.old || !isLast) return;',
    replace: 'if (!k.old) return;',
    says: 'every thread of 2012 that dies lets go of the futexes of its task',
    killer: { litmus: 'FUTEX+exit+task.2012', revision: OLD, falls: 'R1' },
  },
  {
    id: 'futex-killed-while-repaying',
    file: FUTEX,
    find: '(k.has(t, INTERRUPTED) ? threadExit(k, t) : endDown(k, t, k.get(t, RC)))',
    replace: 'endDown(k, t, k.get(t, RC))',
    says: 'the system call that repays does not look whether its thread has been killed',
    survivor:
      'an interrupt from user mode ends the thread right after; that the kill came before the end of the call rather than after it is known to nobody',
    nearest: { litmus: 'FUTEX+down_timeout+kill', revision: NEW },
  },
];
