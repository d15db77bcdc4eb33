/**
 * Hooks of a debugged thread: how one ends, and the answers to BEGIN and GO that it sends.
 *
 * An answer is ipc_answer(&TASK->answerbox, call): the call is taken off kb.box's dispatched
 * calls under the lock of the task's *ordinary* answerbox (D12), then sent as any answer is.
 */
import { answerFree } from '../ipc/answer-free.ts';
import { boxFree } from '../ipc/phones.ts';
import { messageOf, ownBox } from '../ipc/thread.ts';
import { sessionOf, takeBack } from '../proc/debugged.ts';
import { usedToken } from '../record/ghosts.ts';
import { ANSWERING, FREED, IPC, panic, SERVED, takeOff } from '../record/ipc-objects.ts';
import { DELIVERED, LOCAL, RETVAL, RET_CALL, WHERE } from '../record/layout.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import { DONE_VOID } from '../record/values.ts';
import { done, K_VOID } from '../syscall/kernel-call.ts';
import { lockSession, unlockSession } from './session.ts';

/** The end of a hook. Ghost: the wakeup of a GO, if there was one, has done what it was for. */
export function leaveHook(k: Kernel, t: number): void {
  usedToken(k, t);
  const next = takeBack(k, t);
  if (next === K_VOID) done(k, t, DONE_VOID, 0);
  else k.goto(t, next);
}

/** Answers call m, with T held from here on; t continues at step `ret`, which has to unlock it. */
export function answerDeferred(k: Kernel, t: number, m: number, event: number, ret: number): void {
  lockSession(k, sessionOf(k, t), t);
  fillAnswer(k, m, event);
  k.set(t, LOCAL, m + 1);
  k.set(t, RET_CALL, ret);
  k.goto(t, DEFERRED_UNLINK);
}

/** Ghost: the kernel is what the request was meant for, and has answered it. */
export function served(k: Kernel, m: number): void {
  k.setMessage(m, DELIVERED, k.message(m, DELIVERED) | SERVED);
}

/** EOK and the event, in the call itself. */
export function fillAnswer(k: Kernel, m: number, event: number): void {
  k.setMessage(m, RETVAL, 0);
  served(k, m);
  k.setMessage(m, k.layout.event, event);
}

export const DEFERRED_UNLINK = step({
  name: 'udebug-answer-unlink',
  fn: 'ipc_answer',
  file: IPC,
  says: "takes the deferred call off the kbox's dispatched ones, under another box's lock",
  mode: 'kernel',
  enabled: (k, t) => boxFree(k, ownBox(k, t)),
  run(k, t) {
    const m = messageOf(k, t);
    if (k.message(m, WHERE) === FREED) return panic(k, t);
    takeOff(k, m, ANSWERING);
    answerFree(k, t);
  },
});

/** The answer is sent: it is out of t's hands, and T is unlocked. */
export function unlockAnswered(k: Kernel, t: number): void {
  k.set(t, LOCAL, 0);
  unlockSession(k, sessionOf(k, t));
}

/** The hook is over once its answer is sent: T is unlocked. */
export const HOOK_ANSWERED = step({
  name: 'udebug-hook-answered',
  fn: 'mutex_unlock',
  file: 'kernel/generic/src/synch/mutex.c',
  says: "unlocks the task's and its own udebug structure, and goes on",
  mode: 'kernel',
  run(k, t) {
    unlockSession(k, sessionOf(k, t));
    leaveHook(k, t);
  },
});
