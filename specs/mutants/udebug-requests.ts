/**
 * Mutants of BEGIN, END, GO, STOP and SET_EVMASK: udebug/udebug_ops.c of both revisions.
 */
import type { Mutant } from './mutant.ts';

const CALLS = 'model/udebug/calls.ts';
const REQUESTS = 'model/udebug/requests.ts';
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
    id: 'ud-begin-never-at-once',
    file: REQUESTS,
    find: 'const isAtOnce = notStoppable(k, s) === 0;',
    replace: 'const isAtOnce = false;',
    says: 'BEGIN waits for a thread to become stoppable though all are',
    killer: { program: 'go_stop_blocked', revision: NEW, falls: 'agree' },
  },
  {
    id: 'ud-begin-call-lost',
    file: REQUESTS,
    find: 'k.setSession(s, BEGIN_CALL, isAtOnce ? 0 : m + 1);',
    replace: 'k.setSession(s, BEGIN_CALL, 0);',
    says: 'BEGIN that waits keeps no call to answer',
    killer: { program: 'go_stop_blocked', revision: NEW, falls: 'agree' },
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
    id: 'ud-take-go-kept',
    file: CALLS,
    find: 'k.setHook(t, GO_CALL, 0);',
    replace: '',
    says: 'the call of a GO can be answered more than once',
    killer: { program: 'go_stop_blocked', revision: NEW, falls: 'agree' },
  },
];
