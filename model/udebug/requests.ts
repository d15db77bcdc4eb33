/**
 * What a debugger can ask for: udebug_begin(), udebug_end(), udebug_set_evmask(), udebug_go() and
 * udebug_stop() of kernel/generic/src/udebug/udebug_ops.c, and what udebug_ipc.c answers, both
 * revisions.
 *
 *     BEGIN       T: not INACTIVE: EBUSY; the sender is the debugger; nobody is unstoppable: ACTIVE,
 *                 answered at once; else BEGINNING; every user thread is in the session
 *     GO          T, then t: not in the session: ENOENT; has GO: EINVAL; else go_call is overwritten,
 *                 GO, no event, and whoever waits is woken: answered by an event
 *     STOP        T, then t: no GO: EINVAL; no GO from here on; stoppable: go_call is taken, the
 *                 *kbox thread's* event is STOP (D13), and under T again the GO is answered; else the
 *                 thread answers it when it becomes stoppable. STOP itself is answered at once
 *     SET_EVMASK  T: not ACTIVE: EINVAL
 *
 * A section under t alone is one step with that under T before it: what it changes, the thread reads
 * under both. The wakeup of GO is merged with it, as a thread that goes to sleep between the two is
 * woken as one that sleeps already.
 * A refused GO or STOP keeps its reference to the thread (2026, N13): a ghost says so.
 */
import { isHook, isInSection, lowerHook, raiseHook, sessionOf } from '../proc/debugged.ts';
import { debugMethodOf, EVENT_STOP, NO_EVENT } from '../ipc/debug-methods.ts';
import {
  ABORT,
  BEGIN_CALL,
  CUR_EVENT,
  DEBUGGER,
  DT_ACTIVE,
  DT_BEGINNING,
  DT_INACTIVE,
  DT_STATE,
  EVMASK,
  GO_CALL,
  HAS_GO,
  IS_ACTIVE,
  IS_UNSTOPPABLE,
  KICK,
  LOCAL,
  RC,
  THREADS_LOCK,
} from '../record/layout.ts';
import { NONE } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import { ANSWER_EBUSY, ANSWER_EINVAL, ANSWER_ENOENT, ANSWER_EOK, EOK } from '../record/values.ts';
import { wakeFirstAtOnce } from '../synch/wait-queue-2012.ts';
import { wakeAll } from '../synch/wait-queue-2026.ts';
import { takeGoCall } from './calls.ts';
import { cleanUpSession } from './cleanup.ts';
import { answerDeferred, unlockAnswered } from './deferred.ts';
import { deferReply, reply, requestOf, REQUESTS, senderOf } from './kbox.ts';
import {
  UDEBUG_IPC,
  UDEBUG_OPS,
  isListed,
  isUserThread,
  keepsThread,
  nextUserThread,
  notStoppable,
  sessionFree,
} from './session.ts';

export const SERVE_BEGIN = step({
  name: 'udebug_begin',
  fn: 'udebug_begin',
  file: UDEBUG_OPS,
  says: 'begins a session: every thread of the task is in it',
  mode: 'kernel',
  enabled: sessionFree,
  run(k, t) {
    const s = sessionOf(k, t);
    const m = requestOf(k, t);
    if (k.session(s, DT_STATE) !== DT_INACTIVE) return reply(k, t, ANSWER_EBUSY);
    const isAtOnce = notStoppable(k, s) === 0;
    k.setSession(s, DT_STATE, isAtOnce ? DT_ACTIVE : DT_BEGINNING);
    k.setSession(s, BEGIN_CALL, isAtOnce ? 0 : m + 1);
    k.setSession(s, DEBUGGER, senderOf(k, m));
    for (let u = nextUserThread(k, s, 0); u >= 0; u = nextUserThread(k, s, u + 1)) {
      raiseHook(k, u, IS_ACTIVE);
      stopAtBoundary(k, u);
    }
    if (isAtOnce) reply(k, t, ANSWER_EOK);
    else deferReply(k, t);
  },
});

/** The ticket's: a thread that runs is asked to come to the boundary; the request wakes it later. */
function stopAtBoundary(k: Kernel, thread: number): void {
  if (!k.program.holdsAtBoundary) return;
  if (isHook(k, thread, IS_UNSTOPPABLE) || isInSection(k, thread)) k.raise(thread, ABORT | KICK);
}

/** udebug_receive_end() has nothing to look at before it takes T. */
export const SERVED_END = step({
  name: 'udebug_end',
  fn: 'udebug_receive_end',
  file: UDEBUG_IPC,
  says: 'answers END',
  mode: 'kernel',
  run: (k, t) => reply(k, t, k.get(t, RC) === EOK ? ANSWER_EOK : ANSWER_EINVAL),
});

export const SERVE_EVMASK = step({
  name: 'udebug_set_evmask',
  fn: 'udebug_set_evmask',
  file: UDEBUG_OPS,
  says: 'sets which events the debugger is told of',
  mode: 'kernel',
  enabled: sessionFree,
  run(k, t) {
    const s = sessionOf(k, t);
    if (k.session(s, DT_STATE) !== DT_ACTIVE) return reply(k, t, ANSWER_EINVAL);
    k.setSession(s, EVMASK, k.program.messages[requestOf(k, t)].argument);
    reply(k, t, ANSWER_EOK);
  },
});

/** _thread_op_begin() takes T, and in 2012 threads_lock, which a kill holds along its whole list. */
export function canFindThread(k: Kernel, t: number): boolean {
  return sessionFree(k, t) && (!k.old || k.global(THREADS_LOCK) === 0);
}

/**
 * _thread_op_begin(): the thread that the request is about, or -1 once the failure is answered.
 * `go` is whether it must have GO.
 */
export function threadFor(k: Kernel, t: number, go: boolean): number {
  const { target } = k.program.messages[requestOf(k, t)];
  const s = sessionOf(k, t);
  // thread_exists(), thread_try_get(): of all threads that there are, whatever their task.
  const isFound = target !== NONE && isListed(k, target);
  const isInSession = isFound && isUserThread(k, s, target) && isHook(k, target, IS_ACTIVE);
  if (isInSession && isHook(k, target, HAS_GO) === go) return target;
  if (!k.old && isFound) keepsThread(k, s, target);
  reply(k, t, isInSession ? ANSWER_EINVAL : ANSWER_ENOENT);
  return -1;
}

export const SERVE_GO = step({
  name: 'udebug_go',
  fn: 'udebug_go',
  file: UDEBUG_OPS,
  says: 'gives the thread GO and wakes it',
  mode: 'kernel',
  enabled: canFindThread,
  run(k, t) {
    const thread = threadFor(k, t, false);
    if (thread < 0) return;
    // The ticket's: a GO that is not answered yet is not overwritten.
    if (k.program.holdsAtBoundary && k.hook(thread, GO_CALL) !== 0) {
      return reply(k, t, ANSWER_EINVAL);
    }
    k.setHook(thread, GO_CALL, requestOf(k, t) + 1);
    raiseHook(k, thread, HAS_GO);
    k.setHook(thread, CUR_EVENT, NO_EVENT);
    const q = k.program.goQueues[thread];
    if (k.old) wakeFirstAtOnce(k, q);
    else wakeAll(k, q);
    deferReply(k, t);
  },
});

export const SERVE_STOP = step({
  name: 'udebug_stop',
  fn: 'udebug_stop',
  file: UDEBUG_OPS,
  says: 'takes GO away; takes its call if the thread is stoppable',
  mode: 'kernel',
  enabled: canFindThread,
  run(k, t) {
    const thread = threadFor(k, t, true);
    if (thread < 0) return;
    lowerHook(k, thread, HAS_GO);
    stopAtBoundary(k, thread);
    if (isHook(k, thread, IS_UNSTOPPABLE)) return reply(k, t, ANSWER_EOK);
    k.set(t, LOCAL, takeGoCall(k, thread) + 1);
    k.setHook(t, CUR_EVENT, EVENT_STOP);
    k.goto(t, STOP_ANSWERS);
  },
});

export const STOP_ANSWERS = step({
  name: 'udebug_stop-answers',
  fn: 'udebug_stop',
  file: UDEBUG_OPS,
  says: "locks the task's udebug structure again to answer the GO",
  mode: 'kernel',
  enabled: sessionFree,
  run: (k, t) => answerDeferred(k, t, k.get(t, LOCAL) - 1, EVENT_STOP, STOP_ANSWERED),
});

export const STOP_ANSWERED = step({
  name: 'udebug_stop-answered',
  fn: 'udebug_receive_stop',
  file: UDEBUG_IPC,
  says: 'unlocks it and answers STOP',
  mode: 'kernel',
  run(k, t) {
    unlockAnswered(k, t);
    reply(k, t, ANSWER_EOK);
  },
});

REQUESTS[debugMethodOf('BEGIN')] = (k, t) => k.goto(t, SERVE_BEGIN);
REQUESTS[debugMethodOf('END')] = (k, t) => cleanUpSession(k, t, SERVED_END);
REQUESTS[debugMethodOf('SET_EVMASK')] = (k, t) => k.goto(t, SERVE_EVMASK);
REQUESTS[debugMethodOf('GO')] = (k, t) => k.goto(t, SERVE_GO);
REQUESTS[debugMethodOf('STOP')] = (k, t) => k.goto(t, SERVE_STOP);
