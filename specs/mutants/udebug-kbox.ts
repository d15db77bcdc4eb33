/**
 * Mutants of the kbox thread: ipc/kbox.c of both revisions.
 */
import type { Mutant } from './mutant.ts';

const KBOX = 'model/udebug/kbox.ts';
const OLD = 'helenos-2012';
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
    find: 'return flagged(k, m, FORGET) ? 0 : phones',
    replace: 'return phones',
    says: 'N5 mended: 2026: the sender of a forgotten call is known',
    killer: { program: 'A.block_stop__D.b_go_die', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-kbox-other-answered',
    file: KBOX,
    find: 'if (method !== DEBUG && method !== PHONE_HUNGUP) return waitForRequest(k, t);',
    replace: '',
    says: 'a call that is no request is taken for one',
    killer: { litmus: 'UD+N17', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-kbox-serves-once',
    file: KBOX,
    find: `deferReply(k: Kernel, t: number): void {
  k.setHook(t, HOOK_LOCAL, 0);
  k.goto(t, KBOX_WAIT);`,
    replace: `deferReply(k: Kernel, t: number): void {
  k.setHook(t, HOOK_LOCAL, 0);
  if (t < 0) k.goto(t, KBOX_WAIT);`,
    says: 'a request that is answered later is served again',
    killer: { program: 'A.exit__D.b_nowait_end_die', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-kbox-retval-lost',
    file: KBOX,
    find: 'k.setMessage(m, RETVAL, retval);',
    replace: 'k.setMessage(m, RETVAL, 0);',
    says: 'the kbox answers EOK whatever it found',
    killer: { program: 'A.stop_sys__D.end', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ud-kbox-answer-not-taken-off',
    file: KBOX,
    find: 'takeOff(k, messageOf(k, t), ANSWERING);',
    replace: '',
    says: 'an answer of the kbox thread leaves its request on the dispatched ones',
    killer: { program: 'A.exit__D.b_nowait_end_die', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-hangup-keeps-session',
    file: KBOX,
    find: 'if (isDebugger) cleanUpSession(k, t, KBOX_HUNGUP);',
    replace: 'if (isDebugger && t < 0) cleanUpSession(k, t, KBOX_HUNGUP);',
    says: 'the session goes on when its debugger has hung up',
    killer: { program: 'A.stop_exit__D.b_go_hang', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ud-hangup-unanswered',
    file: KBOX,
    find: 'run: (k, t) => replyThen(k, t, ANSWER_EOK, KBOX_LAST),',
    replace: 'run: (k, t) => (k.setHook(t, HOOK_LOCAL, 0), k.goto(t, KBOX_LAST)),',
    says: "the debugger's hang-up is answered by nobody",
    killer: { program: 'A.block_stop__D.b_go_die', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-kbox-thread-stays',
    file: KBOX,
    find: 'if (firstConnected(k, kboxOf(k, t)) >= 0) return waitForRequest(k, t);',
    replace: 'if (k) return waitForRequest(k, t);',
    says: 'the kbox thread waits on when its last phone is gone',
    killer: { program: 'A.exit__D.b_nowait_end_die', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-kbox-thread-leaves-at-once',
    file: KBOX,
    find: `  'starts',
  waitForRequest,`,
    replace: `  'starts',
  (k, t) =>
    firstConnected(k, kboxOf(k, t)) < 0 ? k.goto(t, UNBORN) : waitForRequest(k, t),`,
    says: 'the kbox thread ends at once if no phone is there yet',
    killer: { litmus: 'UD+connect', revision: NEW, falls: 'condition' },
  },
  {
    id: 'ud-kbox-serves-one',
    file: KBOX,
    find: `  mode: 'kernel',
  run: waitForRequest,`,
    replace: `  mode: 'kernel',
  run: (k, t) => k.goto(t, DEAD),`,
    says: 'the kbox thread ends after its first request',
    killer: { program: 'begin_twice', revision: NEW, falls: 'agree' },
  },
];
