/**
 * Mutants of stoppable sections, of the answers that are owed to BEGIN and GO, and of hooks in general:
 * udebug/udebug.c of both revisions.
 */
import type { Mutant } from './mutant.ts';

const DEBUGGED = 'model/proc/debugged.ts';
const DEFERRED = 'model/udebug/deferred.ts';
const LANES = 'model/udebug/lanes.ts';
const SESSION = 'model/udebug/session.ts';
const STOPPABLE = 'model/udebug/stoppable.ts';
const OLD = 'helenos-2012';
const NEW = 'helenos-2026';

export const UDEBUG_STOPS: readonly Mutant[] = [
  {
    id: 'ud-section-not-counted-out',
    file: STOPPABLE,
    find: 'countUnstoppable(k, s, -1);',
    replace: 'countUnstoppable(k, s, 0);',
    says: 'a thread that becomes stoppable is still counted as one that is not',
    killer: { program: 'A.block_stop__D.b_stop_die', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ud-begin-answered-early',
    file: STOPPABLE,
    find: 'if (state === DT_BEGINNING && count === 0) {',
    replace: 'if (state === DT_BEGINNING) {',
    says: 'the first thread that becomes stoppable answers BEGIN, whoever else runs',
    killer: { program: 'A.run__B.stop__D.b_end', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-begin-counts-itself',
    file: STOPPABLE,
    find: 'if (state === DT_BEGINNING && count === 0) {',
    replace: 'if (state === DT_BEGINNING && count === 1) {',
    says: 'the last thread but one answers BEGIN',
    killer: { program: 'A.block_stop__D.b_stop_die', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ud-begin-not-active',
    file: STOPPABLE,
    find: 'k.setSession(s, DT_STATE, DT_ACTIVE);',
    replace: '',
    says: 'the thread that answers BEGIN leaves the session beginning',
    killer: { program: 'A.run_stop__D.b_hang_die', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-stop-unseen',
    file: STOPPABLE,
    find: 'if (state !== DT_ACTIVE || !isStopped(k, t)) return false;',
    replace: 'if (state !== DT_ACTIVE || isStopped(k, t)) return false;',
    says: 'a thread that becomes stoppable answers its GO if it has one, and not if it was stopped',
    killer: { program: 'go_stop_go', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ud-stop-while-beginning',
    file: STOPPABLE,
    find: 'if (state !== DT_ACTIVE || !isStopped(k, t)) return false;',
    replace: 'if (state === 0 || !isStopped(k, t)) return false;',
    says: 'a thread answers a GO while the session is beginning',
    killer: { program: 'A.run__B.sys__D.b_goA', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ud-stop-event-unnamed',
    file: STOPPABLE,
    find: 'return answers(k, t, takeGoCall(k, t), EVENT_STOP, ret);',
    replace: 'return answers(k, t, takeGoCall(k, t), NO_EVENT, ret);',
    says: 'a thread that was stopped answers its GO without an event',
    killer: { program: 'go_stop_go', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ud-go-call-unchecked',
    file: STOPPABLE,
    find: `if (m < 0) panic(k, t);
  else answerDeferred(k, t, m, event, ret);
  return true;`,
    replace: `if (m < 0) return false;
  answerDeferred(k, t, m, event, ret);
  return true;`,
    says: 'a call that is not there is not an assertion that fails: nobody answers, and the thread goes on',
    killer: { program: 'two_sessions_syscall', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-point-keeps-lock',
    file: STOPPABLE,
    find: `unlockAnswered(k, t);
    k.goto(t, STOPPABLE_END);`,
    replace: 'k.goto(t, STOPPABLE_END);',
    says: 'a stop point keeps the udebug structure locked after its answer',
    killer: { program: 'A.run_stop__D.begin_die', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ud-end-no-wait',
    file: STOPPABLE,
    find: 'if (isStopped(k, t)) return waitForGo(k, t, STOPPABLE_END);',
    replace: '',
    says: 'a stoppable section ends without waiting for GO',
    killer: { program: 'A.run_stop__D.begin_die', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ud-end-not-counted-in',
    file: STOPPABLE,
    find: 'countUnstoppable(k, sessionOf(k, t), 1);',
    replace: '',
    says: 'a thread that leaves its section is not counted',
    killer: { program: 'A.run_stop__D.begin_die', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ud-end-keeps-stoppable',
    file: STOPPABLE,
    find: 'raiseHook(k, t, IS_UNSTOPPABLE);',
    replace: '',
    says: 'a thread that leaves its section is counted, and still marked as stoppable',
    killer: { program: 'A.run_stop__D.begin_die', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ud-banked-go-kept',
    file: STOPPABLE,
    find: 'k.setBalance(q, 0);',
    replace: '',
    says: '2012: a wakeup that was banked while nobody waited lets the next wait through',
    killer: { program: 'A.run_stop__D.begin_die', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ud-answer-without-event',
    file: DEFERRED,
    find: 'k.setMessage(m, k.layout.event, event);',
    replace: '',
    says: 'a deferred answer does not say its event',
    killer: { program: 'two_sessions_syscall', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ud-answer-not-taken-off',
    file: DEFERRED,
    find: 'takeOff(k, m, ANSWERING);',
    replace: '',
    says: 'a deferred answer leaves its call on the dispatched ones',
    killer: { program: 'A.block_stop__D.b_stop_die', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ud-answer-unlock-lost',
    file: DEFERRED,
    find: `k.set(t, LOCAL, 0);
  unlockSession(k, sessionOf(k, t));`,
    replace: 'k.set(t, LOCAL, 0);',
    says: 'an event keeps the udebug structure locked after its answer',
    killer: { program: 'A.run_stop__D.begin_die', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ud-hook-result-lost',
    file: DEBUGGED,
    find: 'k.set(t, RC, k.hook(t, HOOK_RC));',
    replace: '',
    says: "a hook leaves its own number where the call's result was",
    killer: { program: 'begin_wake_then_go_blocked', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ud-hook-call-lost',
    file: DEBUGGED,
    find: 'k.set(t, LOCAL, k.hook(t, HOOK_LOCAL));',
    replace: 'k.set(t, LOCAL, 0);',
    says: 'a hook loses the call that its thread has in its hands',
    killer: { litmus: 'UD+R13+message', revision: OLD, design: 'today', falls: 'error' },
  },
  {
    id: 'ud-stopped-while-it-has-go',
    file: DEBUGGED,
    find: 'return (k.hook(t, HOOK_FLAGS) & (IS_ACTIVE | HAS_GO)) === IS_ACTIVE;',
    replace: 'return (k.hook(t, HOOK_FLAGS) & IS_ACTIVE) === IS_ACTIVE;',
    says: 'a thread in a session waits whether it has GO or not',
    killer: { program: 'A.sys_exit__D.b_go_stop', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-section-without-end',
    file: LANES,
    find: '(k, t) => enterHook(k, t, STOPPABLE_END, K_SECTION_DONE),',
    replace: '(k, t) => k.goto(t, K_SECTION_DONE),',
    says: 'a blocking section never ends',
    killer: { program: 'begin_go_wake_blocked', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-syscall-end-not-looked',
    file: LANES,
    find: 'else enterHook(k, t, EVENT_E, K_VOID);',
    replace: 'else done(k, t, DONE_VOID, 0);',
    says: 'a system call ends without its event and its stop point',
    killer: { program: 'A.sys__D.b_ev_go_w_end', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ud-syscall-begin-not-looked',
    file: LANES,
    find: 'else enterHook(k, t, EVENT_B, K_SYSCALL_END);',
    replace: 'else k.goto(t, K_SYSCALL_END);',
    says: 'a system call begins without its event',
    killer: { program: 'A.stop_sys__D.b_ev_go_w_end', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-start-uncounted',
    file: SESSION,
    find: 'countUnstoppable(k, s, 1);',
    replace: '',
    says: 'a thread that has begun is not counted as not stoppable',
    killer: { program: 'begin_twice', revision: NEW, falls: 'agree' },
  },
];
