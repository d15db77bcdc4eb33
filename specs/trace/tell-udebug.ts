/**
 * What a step of a debug session did, where its kernel function can go several ways: which request it
 * was, whether somebody was answered, whether the thread waits. Beside tell-step.ts.
 */
import { DEBUG_METHODS } from '../../model/ipc/debug-methods.ts';
import { PHONE_HUNGUP } from '../../model/ipc/methods.ts';
import { HELD_AFTER } from '../../model/proc/boundary.ts';
import { isHook, sessionOf } from '../../model/proc/debugged.ts';
import { DEAD, UNBORN } from '../../model/proc/thread-dead.ts';
import {
  CLEANING,
  GO_CALL,
  HAS_GO,
  HOOK_LOCAL,
  INTERRUPTED,
  IS_UNSTOPPABLE,
  LOCAL,
  PC,
  RC,
  RETVAL,
} from '../../model/record/layout.ts';
import type { Kernel } from '../../model/record/state.ts';
import { ANSWER_EOK, EOK, REQUEST } from '../../model/record/values.ts';
import { CLEAN_SESSION } from '../../model/udebug/cleanup.ts';
import { DEFERRED_UNLINK } from '../../model/udebug/deferred.ts';
import { EVENT_B, EVENT_E, THREAD_E } from '../../model/udebug/events.ts';
import { HELD_BY_DEBUGGER, HOLD } from '../../model/udebug/hold.ts';
import { KBOX_GOT, KBOX_LAST, KBOX_UNLINK } from '../../model/udebug/kbox.ts';
import { THREAD_B } from '../../model/udebug/births.ts';
import { PREEMPTION_OVER } from '../../model/udebug/preempted.ts';
import { SERVE_GO, SERVE_STOP, STOP_ANSWERS } from '../../model/udebug/requests.ts';
import { POINT_BEGIN, STOPPABLE_BEGIN, STOPPABLE_END } from '../../model/udebug/stoppable.ts';
import type { Look, Telling } from './telling.ts';

/** Steps by their number. */
export const UDEBUG_TELLINGS: ReadonlyMap<number, Telling> = new Map<number, Telling>([
  [STOPPABLE_BEGIN, (t, before, after) => `becomes stoppable${answering(t, before, after)}`],
  [
    POINT_BEGIN,
    (t, before, after) => `becomes stoppable for a moment${answering(t, before, after)}`,
  ],
  [STOPPABLE_END, ended],
  [HOLD, held],
  [EVENT_B, event('a system call begins')],
  [EVENT_E, event('a system call has ended')],
  [THREAD_B, event('there is a new thread', 'attaches the new thread')],
  [THREAD_E, event('it ends', 'leaves the session')],
  [KBOX_GOT, got],
  [SERVE_GO, forThread(() => 'gives the thread GO and wakes it')],
  [SERVE_STOP, forThread(stops)],
  [CLEAN_SESSION, cleaned],
  [KBOX_LAST, last],
  [HELD_BY_DEBUGGER, letGo],
  [PREEMPTION_OVER, unlessKilled('goes back to user mode')],
  [HELD_AFTER, unlessKilled('has been let go: leaves the kernel')],
]);

/** t has begun to answer a call that was waiting: which. */
function deferred(t: number, before: Look, after: Look): string | null {
  if (after((k) => k.get(t, PC)) !== DEFERRED_UNLINK) return null;
  const m = after((k) => k.get(t, LOCAL)) - 1;
  const isOwn = before((k) => k.hook(t, GO_CALL)) === m + 1;
  return isOwn ? 'its GO' : before((k) => nameOf(k, m));
}

function nameOf(k: Kernel, m: number): string {
  const { debug, method } = k.program.messages[m];
  if (debug !== 0) return DEBUG_METHODS[debug - 1];
  return method === PHONE_HUNGUP ? 'a hang-up' : 'a message';
}

function answering(t: number, before: Look, after: Look): string {
  const what = deferred(t, before, after);
  if (what === null) return '';
  return what === 'its GO' ? ', and answers its GO with STOP' : `: was the last, answers ${what}`;
}

function ended(t: number, _before: Look, after: Look): string {
  return after((k) => isHook(k, t, IS_UNSTOPPABLE))
    ? 'is not stoppable any more'
    : 'has no GO: goes to wait for it';
}

function held(t: number, before: Look, after: Look): string {
  const what = deferred(t, before, after);
  if (what === 'its GO')
    return 'is at the boundary without GO: is held, and answers its GO with STOP';
  if (what !== null) return `is at the boundary: nobody runs any more, answers ${what}`;
  return after((k) => k.get(t, PC)) === HELD_BY_DEBUGGER
    ? 'is at the boundary: is held while it has no GO'
    : 'is at the boundary, and in no session: goes on';
}

function event(says: string, otherwise?: string): Telling {
  return (t, before, after) => {
    const also = otherwise === undefined ? '' : `${otherwise}; `;
    if (deferred(t, before, after) !== null) return `${also}tells the debugger that ${says}`;
    return otherwise ?? 'has no debugger to tell';
  };
}

/** The request that the kbox thread has taken. */
function got(t: number, before: Look, after: Look): string {
  const m = before((k) => k.get(t, LOCAL)) - 1;
  if (m < 0 || before((k) => k.get(t, RC)) !== REQUEST) return 'has got nothing: waits again';
  const name = before((k) => nameOf(k, m));
  if (after((k) => k.hook(t, HOOK_LOCAL)) === m + 1) return `has got ${name}, and serves it`;
  if (after((k) => k.get(t, LOCAL)) !== m + 1) return `has got ${name}, which it does not know`;
  return isRefused(m, after)
    ? `has got ${name} from somebody else than the debugger: refuses it`
    : `has got ${name}, which needs nothing: answers it`;
}

const isRefused = (m: number, after: Look): boolean =>
  after((k) => k.message(m, RETVAL)) !== ANSWER_EOK;

/** A request for a thread: its failure, or what it does. */
function forThread(does: (t: number, after: Look) => string): Telling {
  return (t, before, after) => {
    const m = before((k) => k.hook(t, HOOK_LOCAL)) - 1;
    const isAnswered = after((k) => k.get(t, PC)) === KBOX_UNLINK;
    if (isAnswered && isRefused(m, after))
      return 'does not find the thread as it has to be: refuses';
    return does(t, after);
  };
}

function stops(t: number, after: Look): string {
  return after((k) => k.get(t, PC)) === STOP_ANSWERS
    ? 'takes GO away; the thread is stoppable: takes its call'
    : 'takes GO away; the thread answers when it is stoppable';
}

function cleaned(t: number, _before: Look, after: Look): string {
  return after((k) => k.session(sessionOf(k, t), CLEANING)) === 0 &&
    after((k) => k.get(t, RC)) !== EOK
    ? 'finds no session'
    : 'ends the session: begins with the first thread';
}

function letGo(t: number, before: Look): string {
  return before((k) => isHook(k, t, HAS_GO)) ? 'has GO: goes on' : 'is in no session: goes on';
}

function unlessKilled(says: string): Telling {
  return (t, before) => (before((k) => k.has(t, INTERRUPTED)) ? 'has been killed: exits' : says);
}

function last(t: number, _before: Look, after: Look): string {
  const pc = after((k) => k.get(t, PC));
  return pc === UNBORN || pc === DEAD ? 'no phone is left: ends' : 'a phone is left: waits again';
}
