/**
 * Mutants of the two ends of a session: ipc_connect_kbox(), udebug_task_cleanup(), both revisions.
 */
import type { Mutant } from './mutant.ts';

const CLEANUP = 'model/udebug/cleanup.ts';
const NEW = 'helenos-2026';

export const UDEBUG_SESSIONS: readonly Mutant[] = [
  {
    id: 'ud-clean-keeps-lock',
    file: CLEANUP,
    find: 'unlockSession(k, s);',
    replace: '',
    says: 'the end of a session keeps its udebug structure locked',
    killer: { program: 'A.exit__D.b_nowait_end_die', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-clean-first-thread-only',
    file: CLEANUP,
    find: 'cleanFrom(k, t, s, nextUserThread(k, s, k.session(s, CLEANING)));',
    replace: 'cleanFrom(k, t, s, -1);',
    says: 'END takes the first thread alone out of the session',
    killer: { program: 'A.run__B.run__D.b_nowait_end', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-clean-thread-stays',
    file: CLEANUP,
    find: 'lowerHook(k, thread, IS_ACTIVE);',
    replace: '',
    says: 'END leaves threads in the session',
    killer: { program: 'A.block_stop__D.b_go_die', revision: NEW, falls: 'agree' },
  },
];
