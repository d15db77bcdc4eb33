/**
 * What the environment does to threads, and what becomes of them at the boundary: each stands in the
 * order of the thread that it happens to, as a kernel logs it under that thread's lock.
 */
import { ENV_OP } from '../../../model/record/layout.ts';
import type { EnvAction } from '../../../model/record/program.ts';
import type { Kernel } from '../../../model/record/state.ts';
import type { Scene, ThreadScene } from './scene.ts';
import type { Seen } from './seen.ts';

/** `action`: the cell of the E lane that this step performs. `k` is bound to the state after it. */
export function environmentEvents(
  k: Kernel,
  action: EnvAction | undefined,
  actor: number,
  was: Scene,
  is: Scene,
): readonly Seen[] {
  const isEnvironment = actor > k.threads;
  const events = was.threads.flatMap((before, t) =>
    threadEvents(t, before, is.threads[t], isEnvironment),
  );
  if (action?.is === 'abort' && !hits(was, is, action.thread)) {
    // Nobody is asked to stop, and a kernel may well have nothing to log of it.
    events.push({ ev: 'abort', th: action.thread, isEvidence: false, hit: false });
  }
  const isOver = action !== undefined && k.program.env[k.global(ENV_OP)] !== action;
  if (isOver && (action.is === 'checkpoint' || action.is === 'restore')) {
    events.push({ ev: action.is, th: k.threads, isEvidence: true });
  }
  return events;
}

function hits(was: Scene, is: Scene, t: number): boolean {
  return !was.threads[t].isRequested && is.threads[t].isRequested;
}

function threadEvents(
  t: number,
  was: ThreadScene,
  is: ThreadScene,
  isEnvironment: boolean,
): readonly Seen[] {
  const events: Seen[] = [];
  const add = (ev: Seen['ev']): number => events.push({ ev, th: t, isEvidence: true });
  if (isEnvironment && !was.isKilled && is.isKilled) add('kill');
  if (!was.isRequested && is.isRequested) {
    events.push({ ev: 'abort', th: t, isEvidence: true, hit: true });
  }
  if (!was.willRestart && is.willRestart) add('unwind');
  if (!was.isHeld && is.isHeld) add('stop');
  if (was.isHeld && !is.isHeld) add('go');
  return events;
}
