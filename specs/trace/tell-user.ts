/**
 * What a step of user code did, by its source text, and what libc's wrapper of a call; what a futex of
 * Linux did.
 */
import { isQueued } from '../../model/linux/futex.ts';
import { LEFT, LINK, PC, RC } from '../../model/record/layout.ts';
import type { Kernel } from '../../model/record/state.ts';
import { EAGAIN, EINTR, EOK, ERESTART, ETIMEOUT } from '../../model/record/values.ts';
import { STEPS } from '../../model/record/step.ts';
import { RETRY_TIMED } from '../../model/syscall/retry.ts';
import type { Look } from './telling.ts';

/** `lock.3: c = cas(m, 1, 2)`; null: the step is none of user code. */
export function userText(t: number, before: Look): string | null {
  return before((k) => (k.op(t).act === null ? null : k.op(t).text));
}

/** do_futex(), by the function within. */
export function tellFutex(t: number, before: Look, after: Look): string {
  if (before((k) => k.op(t).call) === 'futex_wake') return `futex_wake: ${woken(before, after)}`;
  if (!before((k) => isQueued(k, t))) {
    if (after((k) => k.get(t, LINK)) !== 0)
      return 'futex_wait: the word is as it should be: joins the queue';
    if (after((k) => k.get(t, RC)) === EAGAIN)
      return 'futex_wait: the word is another: fails with EAGAIN';
    return 'futex_wait: its time is over';
  }
  return `futex_unqueue: ${UNQUEUED[after((k) => k.get(t, RC))] ?? 'was woken for nothing: compares again'}`;
}

const UNQUEUED: Readonly<Record<number, string>> = {
  [EOK]: 'no longer queued: was woken',
  [ETIMEOUT]: 'its time is over',
  [EINTR]: 'is interrupted',
  [ERESTART]: 'sees the request: unwinds',
};

function woken(before: Look, after: Look): string {
  const asleep = (k: Kernel): string[] =>
    k.program.lanes.flatMap(({ name }, t) => (k.get(t, LINK) === 0 ? [] : [name]));
  const remaining = after(asleep);
  const names = before(asleep).filter((name) => !remaining.includes(name));
  return names.length === 0 ? 'nobody sleeps: wakes nobody' : `wakes ${names.join(', ')}`;
}

/** libc is told EINTR. */
export function tellRetry(t: number, after: Look): string {
  const pc = after((k) => k.get(t, PC));
  if (pc === RETRY_TIMED) {
    const left = after((k) => k.rare(t, LEFT));
    return `libc was told EINTR and reads the clock: ${left} ${left === 1 ? 'tick is' : 'ticks are'} left`;
  }
  const isInside = STEPS[pc].mode === 'kernel';
  return `libc was told EINTR: ${isInside ? 'issues the same call again' : 'its time is over'}`;
}
