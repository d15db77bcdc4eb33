/**
 * Mutants that go round for ever: nothing is wrong in any state, nor at any end, so that only the
 * search for fair cycles (specs/livelock/) notices them.
 */
import type { Mutant } from './mutant.ts';

const WAITQ_2012 = 'model/synch/wait-queue-2012.ts';
const WAITQ_2026 = 'model/synch/wait-queue-2026.ts';
const OLD = 'helenos-2012';
const NEW = 'helenos-2026';

export const LIVELOCKS: readonly Mutant[] = [
  {
    id: 'request-spins-for-wakeup',
    file: WAITQ_2026,
    find: "if (abortRequested(k, t) && k.op(t).policies.request === 'recheck') return exit(k, t, ERESTART);",
    replace:
      "if (abortRequested(k, t) && k.op(t).policies.request === 'recheck') return k.goto(t, RELOCK);",
    says: 'a sleeper of 2026 that sees a request looks again and again whether it was woken',
    killer: { litmus: 'FUTEX+down+up+abort', revision: NEW, falls: 'R7' },
  },
  {
    id: '2012-request-starts-sleep-over',
    file: WAITQ_2012,
    find: `k.op(t).policies.request === 'recheck') {
    return k.returnWith(t, ERESTART);`,
    replace: `k.op(t).policies.request === 'recheck') {
    return k.goto(t, SLEEP);`,
    says: 'a sleep of 2012 that sees a request before it joins the queue starts over',
    killer: { litmus: 'FUTEX+request', revision: OLD, falls: 'R7' },
  },
  {
    id: 'late-restart-is-taken-out',
    file: WAITQ_2026,
    find: `    readyWhenDue(k, t);
    timeIsUp(k, t);
    return exit(k, t, ETIMEOUT);`,
    replace: `    readyWhenDue(k, t);
    timeIsUp(k, t);
    return exit(k, t, ERESTART);`,
    says: 'a sleep of 2026 that is issued again after its deadline is taken out of its call for it, each time',
    killer: { litmus: 'SLEEP+abort', revision: NEW, falls: 'R9' },
  },
  {
    id: '2012-late-restart-is-taken-out',
    file: WAITQ_2012,
    find: `    readyWhenDue(k, t);
    timeIsUp(k, t);
    return k.returnWith(t, TIMEOUT_2012);`,
    replace: `    readyWhenDue(k, t);
    timeIsUp(k, t);
    return k.returnWith(t, ERESTART);`,
    says: 'a sleep of 2012 that is issued again after its deadline is taken out of its call for it, each time',
    killer: { litmus: 'SLEEP+abort', revision: OLD, falls: 'R9' },
  },
];
