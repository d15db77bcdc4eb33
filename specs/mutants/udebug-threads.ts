/**
 * Mutants of threads that are born, that fault and that are preempted in user mode, in a debug session.
 */
import type { Mutant } from './mutant.ts';

const FAULT = 'model/udebug/fault.ts';
const PREEMPTED = 'model/udebug/preempted.ts';
const OLD = 'helenos-2012';

export const UDEBUG_THREADS: readonly Mutant[] = [
  {
    id: 'ud-fault-no-wait',
    file: FAULT,
    find: 'enabled: (k, t) => isHook(k, t, IS_ACTIVE) || isKilledHere(k, t),',
    replace: '',
    says: 'a thread that has faulted does not wait for a debugger',
    killer: { litmus: 'UD+fault', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-preempted-not-while-beginning',
    file: PREEMPTED,
    find: 'return k.session(sessionOf(k, t), DT_STATE) === DT_BEGINNING || isStopped(k, t);',
    replace: 'return isStopped(k, t) && k.session(sessionOf(k, t), DT_STATE) !== DT_BEGINNING;',
    says: 'nobody is preempted in user mode while BEGIN waits',
    killer: { litmus: 'UD+begin', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-interrupt-keeps-frame',
    file: PREEMPTED,
    find: 'run: (k, t) => lowerHook(k, t, HAS_FRAME),',
    replace: 'run: () => {},',
    says: 'an interrupt inside a system call leaves the frame of user mode',
    killer: { litmus: 'UD+D14', revision: OLD, design: 'today', falls: 'condition' },
  },
];
