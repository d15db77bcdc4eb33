/** What of one state the events of a step need: threads, and where messages are. */
import { ABORT, BOX, INTERRUPTED, LINK, OP, PC, RET, WHERE } from '../../../model/record/layout.ts';
import { IN_ANSWERS, IN_CALLS, IN_NOTIFS } from '../../../model/record/ipc-objects.ts';
import { isHeld } from '../../../model/environment.ts';
import { HELD } from '../../../model/proc/boundary.ts';
import type { Kernel } from '../../../model/record/state.ts';
import { heldForAnother, isDead } from '../../properties/kernel-view.ts';

export interface ThreadScene {
  readonly op: number;
  /** Queue + 1 in whose list it is. */
  readonly link: number;
  /** Where it goes on, if it is held there. */
  readonly next: number;
  readonly isRequested: boolean;
  readonly isHeld: boolean;
  readonly willRestart: boolean;
  readonly isKilled: boolean;
  readonly isDead: boolean;
}

/** The box and list that a message is in. */
export interface Listed {
  readonly box: number;
  readonly holds: 'requests' | 'answers';
}

export interface Scene {
  readonly threads: readonly ThreadScene[];
  readonly messages: readonly (Listed | null)[];
}

/** Of the state that the kernel is bound to. */
export function sceneOf(k: Kernel): Scene {
  const threads: ThreadScene[] = [];
  for (let t = 0; t < k.threads; t++) threads.push(threadScene(k, t));
  const messages = k.program.messages.map((_, m) => listedIn(k, m));
  return { threads, messages };
}

function threadScene(k: Kernel, t: number): ThreadScene {
  const pc = k.get(t, PC);
  return {
    op: k.get(t, OP),
    link: k.get(t, LINK),
    next: pc === HELD ? k.get(t, RET) : pc,
    isRequested: k.has(t, ABORT),
    isHeld: isHeld(k, t),
    willRestart: heldForAnother(k, t),
    isKilled: k.has(t, INTERRUPTED),
    isDead: isDead(k, t),
  };
}

function listedIn(k: Kernel, m: number): Listed | null {
  const where = k.message(m, WHERE);
  if (where === IN_ANSWERS) return { box: k.program.messages[m].callerBox, holds: 'answers' };
  if (where !== IN_CALLS && where !== IN_NOTIFS) return null;
  return { box: k.message(m, BOX), holds: 'requests' };
}
