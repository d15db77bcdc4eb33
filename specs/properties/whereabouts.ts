/** Where a thread is, in a few words: in which call, and what keeps it there. */
import { isHeld, isInKernel, isWoken } from '../../model/environment.ts';
import { HELD, isHeldUnasked } from '../../model/proc/boundary.ts';
import { isWaitingForGo } from '../../model/proc/debugged.ts';
import { isAsleep } from '../../model/proc/scheduler.ts';
import { DEAD, UNBORN } from '../../model/proc/thread-dead.ts';
import { LEAVE } from '../../model/proc/thread-exit.ts';
import { EXITING, HOOK_NEXT, PC, RET } from '../../model/record/layout.ts';
import type { Kernel } from '../../model/record/state.ts';
import { RESTART } from '../../model/syscall/syscall.ts';
import { THREAD_START } from '../../model/udebug/births.ts';
import { HELD_BY_DEBUGGER } from '../../model/udebug/hold.ts';
import { PREEMPTION_OVER } from '../../model/udebug/preempted.ts';

export function whereabouts(k: Kernel, t: number): string {
  const pc = k.get(t, PC);
  if (pc === 0) return 'done';
  if (pc === DEAD) return 'exited';
  if (pc === UNBORN) return 'not created';
  if (k.has(t, EXITING)) return 'exiting';
  if (isHeldUnasked(k, t)) return 'held, though its request was taken back';
  if (pc === HELD && k.get(t, RET) !== RESTART) return 'held';
  const call = nameOf(k, t);
  if (pc === HELD) return `held, to restart ${call}`;
  if (pc === HELD_BY_DEBUGGER) return `held by its debugger${heldAt(k, t, call)}`;
  if (isWaitingForGo(k, t)) return `waiting for GO${waitsAt(k, t, call)}`;
  if (isHeld(k, t)) return `stopped inside ${call}`;
  if (!isInKernel(k, t)) return k.op(t).call === '' ? `at ${k.op(t).text}` : `before ${call}`;
  if (isWoken(k, t)) return `woken in ${call}`;
  if (isAsleep(k, t)) return `asleep in ${call}`;
  return `in ${call}`;
}

/** An assignment has no name of a call. */
function nameOf(k: Kernel, t: number): string {
  const { call } = k.op(t);
  return call === '=' || call === '+=' ? 'an assignment' : call;
}

/** The ticket's: after its handler a thread is before its next call. */
function heldAt(k: Kernel, t: number, call: string): string {
  const next = k.hook(t, HOOK_NEXT);
  if (call === '') return '';
  if (next === RESTART) return `, to restart ${call}`;
  return next === LEAVE || next === THREAD_START ? ` in ${call}` : ` before ${call}`;
}

/** Today's: preempted in user mode, or inside of a call. */
function waitsAt(k: Kernel, t: number, call: string): string {
  if (call === '') return '';
  return k.hook(t, HOOK_NEXT) === PREEMPTION_OVER ? ` before ${call}` : ` in ${call}`;
}
