/**
 * Mutants of what a debugged thread tells: system calls and its exit, udebug/udebug.c of both revisions.
 */
import type { Mutant } from './mutant.ts';

const DEFERRED = 'model/udebug/deferred.ts';
const STOPPABLE = 'model/udebug/stoppable.ts';
const EVENTS = 'model/udebug/events.ts';
const OLD = 'helenos-2012';
const NEW = 'helenos-2026';

export const UDEBUG_EVENTS: readonly Mutant[] = [
  {
    id: 'ud-event-unasked',
    file: EVENTS,
    find: 'if (flags !== (IS_ACTIVE | HAS_GO) || asked === 0) return false;',
    replace: 'if (flags !== (IS_ACTIVE | HAS_GO)) return false;',
    says: 'a system call is an event though nobody asked for it',
    killer: { program: 'A.stop_sys__D.b_go_w_end', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ud-event-not-noted',
    file: EVENTS,
    find: 'k.setHook(t, CUR_EVENT, event);',
    replace: '',
    says: 'a thread does not note which event it is in',
    killer: { litmus: 'UD+args', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-event-b-for-e',
    file: EVENTS,
    find: 'syscallEvent(k, t, EVENT_SYSCALL_E, EVENT_E_ANSWERED)',
    replace: 'syscallEvent(k, t, EVENT_SYSCALL_B, EVENT_E_ANSWERED)',
    says: 'the end of a system call is told as its beginning',
    killer: { litmus: 'UD+events', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-event-e-for-b',
    file: EVENTS,
    find: 'syscallEvent(k, t, EVENT_SYSCALL_B, EVENT_B_ANSWERED)',
    replace: 'syscallEvent(k, t, EVENT_SYSCALL_E, EVENT_B_ANSWERED)',
    says: 'the beginning of a system call is told as its end',
    killer: { litmus: 'UD+args', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-event-b-goes-on',
    file: EVENTS,
    find: 'else waitForGo(k, t, EVENT_OVER);',
    replace: 'else leaveHook(k, t);',
    says: 'a thread that has told of a system call does not wait for GO before it runs it',
    killer: { program: 'syscall_events', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ud-event-e-no-stop-point',
    file: EVENTS,
    find: 'else k.goto(t, POINT_BEGIN);',
    replace: 'else leaveHook(k, t);',
    says: 'a system call ends without a stop point',
    killer: { program: 'A.sys__D.b_go_end', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-exit-without-event',
    file: EVENTS,
    find: 'answerDeferred(k, t, m, EVENT_THREAD_E, THREAD_E_ANSWERED);',
    replace: 'k.goto(t, exitsAt(k));',
    says: 'a thread that exits takes its GO with it, and answers nobody',
    killer: { program: 'A.stop_exit__D.b_go', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-exit-go-missed',
    file: EVENTS,
    find: 'if (m < 0) return k.goto(t, exitsAt(k));',
    replace: 'if (m < 0) return panic(k, t);',
    says: "the ticket's: a thread that exits uses a GO that nobody has given it",
    killer: { litmus: 'UD+N3', revision: NEW, falls: 'R14' },
  },
  {
    id: 'ud-exit-keeps-lock',
    file: EVENTS,
    find: `unlockAnswered(k, t);
    k.goto(t, exitsAt(k));`,
    replace: 'k.goto(t, exitsAt(k));',
    says: 'a thread that exits keeps the udebug structure locked after its event',
    killer: { program: 'A.sys_exit__D.b_go_stop', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-event-e-goes-on',
    file: EVENTS,
    find: 'else waitForGo(k, t, POINT_BEGIN);',
    replace: 'else k.goto(t, POINT_BEGIN);',
    says: "a thread that has told of a call's end goes to its stop point without a GO",
    killer: { program: 'syscall_events', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ud-event-looks-again',
    file: STOPPABLE,
    find: `  says: 'has been woken, and goes on',
  mode: 'kernel',
  run: leaveHook,`,
    replace: `  says: 'has been woken, and goes on',
  mode: 'kernel',
  run: (k, t) => (isStopped(k, t) ? waitForGo(k, t, EVENT_OVER) : leaveHook(k, t)),`,
    says: 'a thread that is woken in an event looks whether it has GO',
    killer: { program: 'two_sessions_syscall', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-hook-keeps-lock',
    file: DEFERRED,
    find: `    unlockSession(k, sessionOf(k, t));
    leaveHook(k, t);`,
    replace: '    leaveHook(k, t);',
    says: 'a section keeps the udebug structure locked after its answer',
    killer: { program: 'begin_go_wake_blocked', revision: NEW, falls: 'agree' },
  },
];
