/**
 * Mutants of the two ends of a session: ipc_connect_kbox(), udebug_task_cleanup(), both revisions.
 */
import type { Mutant } from './mutant.ts';

const CLEANUP = 'model/udebug/cleanup.ts';
const CONNECT = 'model/udebug/connect.ts';
const OLD = 'helenos-2012';
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
    id: 'ud-clean-keeps-event',
    file: CLEANUP,
    find: 'k.setHook(thread, CUR_EVENT, NO_EVENT);',
    replace: '',
    says: 'END leaves the event that a thread was stopped in',
    killer: { program: 'A.stop_sys__D.b_ev_go_w_end', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-clean-go-unanswered',
    file: CLEANUP,
    find: 'return answerDeferred(k, t, takeGoCall(k, thread), EVENT_FINISHED, CLEAN_NEXT);',
    replace: 'takeGoCall(k, thread);',
    says: 'END answers no GO',
    killer: { program: 'A.stop_exit__D.b_go_hang', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ud-clean-2012-wakes-nobody',
    file: CLEANUP,
    find: 'else if (k.old) wakeFirstAtOnce(k, q);',
    replace: 'else if (k.old) void q;',
    says: '2012: END wakes nobody',
    killer: { program: 'A.stop_exit__D.b_go_hang', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ud-clean-2026-wakes-nobody',
    file: CLEANUP,
    find: 'else closeAtOnce(k, q);',
    replace: '',
    says: '2026: END closes no queue and wakes nobody',
    killer: { program: 'A.block_stop__D.b_go_die', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-ticket-end-begin-unanswered',
    file: CLEANUP,
    find: 'if (k.program.holdsAtBoundary && k.session(s, BEGIN_CALL) !== 0) {',
    replace: 'if (k.program.holdsAtBoundary && k.session(s, BEGIN_CALL) < 0) {',
    says: "the ticket's: END does not answer a BEGIN that waits",
    killer: { litmus: 'UD+N4+end', revision: OLD, falls: 'R16' },
  },
  {
    id: 'ud-connect-no-thread',
    file: CONNECT,
    find: 'k.goto(server, K_KBOX_THREAD);',
    replace: '',
    says: 'who connects starts no kbox thread',
    killer: { litmus: 'UD+connect', revision: NEW, falls: 'condition' },
  },
  {
    id: 'ud-connect-nowhere',
    file: CONNECT,
    find: 'if (k.old || k.box(kbox, BOX_INACTIVE) === 0) connect(k, p, kbox);',
    replace: 'if (k.old && k.box(kbox, BOX_INACTIVE) === 0) connect(k, p, kbox);',
    says: '2026: the phone is connected to nothing',
    killer: { litmus: 'UD+connect', revision: NEW, falls: 'condition' },
  },
  {
    id: 'ud-connect-inactive-unseen',
    file: CONNECT,
    find: 'if (k.old || k.box(kbox, BOX_INACTIVE) === 0) connect(k, p, kbox);',
    replace: 'if (k.old || kbox >= 0) connect(k, p, kbox);',
    says: 'N11 mended: 2026: a phone is connected to a kbox that is inactive',
    killer: { litmus: 'UD+N11.2026', revision: NEW, design: 'today', falls: 'condition' },
  },
  {
    id: 'ud-connect-finished-unseen',
    file: CONNECT,
    find: `    if ((state & KB_FINISHED) !== 0) return leave(k, t, EINVAL);
`,
    replace: '',
    says: 'who connects does not look whether the kbox is finished',
    killer: { litmus: 'UD+connect+exit', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-connect-full-lock-kept',
    file: CONNECT,
    find: 'if (p < 0) return unlock(k, t, ELIMIT);',
    replace: 'if (p < 0) return leave(k, t, ELIMIT);',
    says: 'who has no phone left keeps kb.cleanup_lock',
    killer: { litmus: 'UD+connect+full.2012', revision: OLD, falls: 'condition' },
  },
];
