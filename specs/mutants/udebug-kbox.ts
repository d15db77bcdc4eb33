/**
 * Mutants of the kbox thread: ipc/kbox.c of both revisions.
 */
import type { Mutant } from './mutant.ts';

const KBOX = 'model/udebug/kbox.ts';
const NEW = 'helenos-2026';

export const UDEBUG_KBOX: readonly Mutant[] = [
  {
    id: 'ud-kbox-others-served',
    file: KBOX,
    find: 'if (!isDebugger && debug !== BEGIN_METHOD) return reply(k, t, ANSWER_EINVAL);',
    replace: '',
    says: 'the kbox serves requests of whoever sends them',
    killer: { program: 'A.block_stop__D.b_go_die', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-kbox-refused-enoent',
    file: KBOX,
    find: 'return reply(k, t, ANSWER_EINVAL);',
    replace: 'return ignore(k, t);',
    says: 'a request of another than the debugger is answered by nobody',
    killer: { program: 'A.exit__D.b_nowait_end_die', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-kbox-forgotten-sender-seen',
    file: KBOX,
    find: 'if (!k.old && flagged(k, m, FORGET)) return 0;',
    replace: '',
    says: 'N5 mended: 2026: the sender of a forgotten call is known',
    killer: { program: 'A.block_stop__D.b_go_die', revision: NEW, falls: 'agree' },
  },
];
