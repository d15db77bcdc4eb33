/**
 * Mutants of BEGIN, END, GO, STOP and SET_EVMASK: udebug/udebug_ops.c of both revisions.
 */
import type { Mutant } from './mutant.ts';

const CALLS = 'model/udebug/calls.ts';
const REQUESTS = 'model/udebug/requests.ts';
const OLD = 'helenos-2012';
const NEW = 'helenos-2026';

export const UDEBUG_REQUESTS: readonly Mutant[] = [
  {
    id: 'ud-begin-in-session',
    file: REQUESTS,
    find: 'if (k.session(s, DT_STATE) !== DT_INACTIVE) return reply(k, t, ANSWER_EBUSY);',
    replace: '',
    says: 'BEGIN begins a second session',
    killer: { program: 'begin_twice', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-begin-busy-is-einval',
    file: REQUESTS,
    find: 'return reply(k, t, ANSWER_EBUSY);',
    replace: 'return reply(k, t, ANSWER_EINVAL);',
    says: 'BEGIN in a session is refused with EINVAL',
    killer: { program: 'begin_twice', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-begin-at-once',
    file: REQUESTS,
    find: 'const isAtOnce = notStoppable(k, s) === 0;',
    replace: 'const isAtOnce = true;',
    says: 'BEGIN is answered at once, whoever runs',
    killer: { program: 'begin_twice', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-begin-no-debugger',
    file: REQUESTS,
    find: 'k.setSession(s, DEBUGGER, senderOf(k, m));',
    replace: '',
    says: 'BEGIN does not note who the debugger is',
    killer: { program: 'go_stop_blocked', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-begin-first-thread-only',
    file: REQUESTS,
    find: 'for (let u = nextUserThread(k, s, 0); u >= 0; u = nextUserThread(k, s, u + 1)) {',
    replace:
      'for (let u = nextUserThread(k, s, 0), n = 0; u >= 0 && n < 1; u = nextUserThread(k, s, u + 1), n++) {',
    says: 'BEGIN takes the first thread alone into the session',
    killer: { program: 'A.run__B.exit__D.b_stopB', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ud-ticket-request-without-kick',
    file: REQUESTS,
    find: 'k.raise(thread, ABORT | KICK);',
    replace: 'k.raise(thread, ABORT);',
    says: "the ticket's: the request of BEGIN and STOP wakes nobody",
    killer: { litmus: 'UD+begin+asleep', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-ticket-begin-asks-nobody',
    file: REQUESTS,
    find: `raiseHook(k, u, IS_ACTIVE);
      stopAtBoundary(k, u);`,
    replace: 'raiseHook(k, u, IS_ACTIVE);',
    says: "the ticket's: BEGIN asks nobody to come to the boundary",
    killer: { litmus: 'UD+begin+asleep', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-evmask-not-set',
    file: REQUESTS,
    find: 'k.setSession(s, EVMASK, k.program.messages[requestOf(k, t)].argument);',
    replace: '',
    says: 'SET_EVMASK sets nothing',
    killer: { program: 'A.stop_sys__D.b_ev_go_w_end', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-op-go-unchecked',
    file: REQUESTS,
    find: 'if (isInSession && isHook(k, target, HAS_GO) === go) return target;',
    replace: 'if (isInSession) return target;',
    says: 'a request does not look whether its thread has GO',
    killer: { program: 'go_twice', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-op-wrong-error',
    file: REQUESTS,
    find: 'reply(k, t, isInSession ? ANSWER_EINVAL : ANSWER_ENOENT);',
    replace: 'reply(k, t, isInSession ? ANSWER_ENOENT : ANSWER_EINVAL);',
    says: 'the two errors of a request for a thread are exchanged',
    killer: { program: 'go_twice', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-go-not-given',
    file: REQUESTS,
    find: 'raiseHook(k, thread, HAS_GO);',
    replace: '',
    says: 'GO wakes its thread without giving it GO',
    killer: { program: 'go_stop_blocked', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-go-keeps-event',
    file: REQUESTS,
    find: 'k.setHook(thread, CUR_EVENT, NO_EVENT);',
    replace: '',
    says: 'GO leaves the event that its thread was stopped in',
    killer: { program: 'syscall_events', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ud-go-wakes-nobody',
    file: REQUESTS,
    find: `if (k.old) wakeFirstAtOnce(k, q);
    else wakeAll(k, q);`,
    replace: 'void q;',
    says: 'GO is given, and nobody is woken',
    killer: { program: 'A.block__D.b_go_die', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ud-stop-of-running',
    file: REQUESTS,
    find: 'if (isHook(k, thread, IS_UNSTOPPABLE)) return reply(k, t, ANSWER_EOK);',
    replace: '',
    says: 'STOP answers the GO of a thread that runs',
    killer: { program: 'go_stop_go', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ud-stop-keeps-lock',
    file: REQUESTS,
    find: `unlockAnswered(k, t);
    reply(k, t, ANSWER_EOK);`,
    replace: 'reply(k, t, ANSWER_EOK);',
    says: 'STOP keeps the udebug structure locked',
    killer: { program: 'begin_go_stop', revision: OLD, falls: 'agree' },
  },
  {
    id: 'ud-take-go-kept',
    file: CALLS,
    find: 'k.setHook(t, GO_CALL, 0);',
    replace: '',
    says: 'the call of a GO can be answered more than once',
    killer: { program: 'go_stop_blocked', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-begin-call-kept',
    file: CALLS,
    find: `  k.setSession(s, BEGIN_CALL, 0);
`,
    replace: '',
    says: 'the call of a BEGIN can be answered more than once',
    killer: { litmus: 'UD+again', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-end-inverted',
    file: REQUESTS,
    find: 'k.get(t, RC) === EOK ? ANSWER_EOK : ANSWER_EINVAL),',
    replace: 'k.get(t, RC) !== EOK ? ANSWER_EOK : ANSWER_EINVAL),',
    says: 'END is answered EINVAL where it has ended a session',
    killer: { litmus: 'UD+again', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ud-stop-of-sleeper-unnamed',
    file: REQUESTS,
    find: 'answerDeferred(k, t, k.get(t, LOCAL) - 1, EVENT_STOP, STOP_ANSWERED),',
    replace: 'answerDeferred(k, t, k.get(t, LOCAL) - 1, NO_EVENT, STOP_ANSWERED),',
    says: 'STOP answers the GO of a thread that sleeps without an event',
    killer: { program: 'go_stop_blocked', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-ticket-stop-asks-nobody',
    file: REQUESTS,
    find: `    stopAtBoundary(k, thread);
    if`,
    replace: '    if',
    says: "the ticket's: STOP asks nobody to come to the boundary",
    killer: { litmus: 'UD+stop+both.2012', revision: OLD, falls: 'condition' },
  },
];
