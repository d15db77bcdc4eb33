/**
 * What counts as an outcome.
 *
 * The observable part (docs/assertions.md#observable) is results of calls, user memory, whether calls return, and
 * the tick at which timed calls become ready; queue counters and `Aborted(...)` may be named in a
 * condition but are not part of it. Each is listed in OBSERVABLE with its reason.
 */
import { isHeld } from '../../model/environment.ts';
import { isHeldUnasked } from '../../model/proc/boundary.ts';
import { OP, PANIC, PC } from '../../model/record/layout.ts';
import type { Program } from '../../model/record/program.ts';
import type { Kernel } from '../../model/record/state.ts';
import {
  isAskedWhose,
  laneReader,
  lanesIn,
  ownerReader,
  type Reader,
  readerOf,
  shownLocations,
} from './condition.ts';
import { someThread } from './every-thread.ts';
import { diedIn, dtOf, endText, isDead } from './kernel-view.ts';
import type { Litmus } from '../litmus/litmus.ts';
import { printLoc } from '../litmus/print.ts';

/** What an observer in user space can tell, and why. */
export const OBSERVABLE: readonly { readonly what: string; readonly why: string }[] = [
  { what: 'registers', why: 'results of completed calls; messages received, in program order' },
  { what: 'blocked', why: 'whether a call returns at all' },
  { what: 'words', why: 'user memory, futex counters included' },
  {
    what: 'dt',
    why: 'the tick at which a timed call becomes ready; time that the thread was held after its deadline does not count, since resuming is up to who stopped it (R2), nor that of a call in which the thread was killed',
  },
];

/** A location that an outcome shows. */
export interface Shown {
  readonly name: string;
  readonly read: Reader;
}

/** What the outcomes of a test show: lanes that are to be done, locations, then the condition's. */
export function shownOf(program: Program, litmus: Litmus): readonly Shown[] {
  const locations = shownLocations(litmus).map((loc) => ({
    name: printLoc(loc),
    read: isAskedWhose(litmus, loc) ? ownerReader(program, loc) : readerOf(program, loc),
  }));
  const lanes = lanesIn(litmus.condition.prop);
  return [...lanes.map((name) => ({ name, read: laneReader(program, name) })), ...locations];
}

/** `0:r0=EOK; q.balance=0;` */
export function outcomeText(k: Kernel, shown: readonly Shown[]): string {
  return shown.map(({ name, read }) => `${name}=${read(k)};`).join(' ');
}

/** All that user space can tell of an end. */
export function observableText(k: Kernel): string {
  const { registers, words, lanes, timed } = k.program;
  const parts = registers.map((r, i) => `${lanes[r.lane].name}.${r.name}=${endText(k, i)}`);
  for (const [w, { name, isCopy }] of words.entries()) {
    if (!isCopy) parts.push(`${name}=${k.word(w)}`);
  }
  for (const [i, call] of timed.entries()) {
    // When a call that was killed would have become ready nobody can tell.
    if (diedIn(k, call.thread, call.op)) continue;
    const { dt, late } = dtOf(k, i);
    parts.push(`${lanes[call.thread].name}.dt${call.op}=${dt - late}`);
  }
  return [...parts, progressText(k)].join('; ');
}

/** Whether each lane got at least as far as in the other end (both as `progressText` says it). */
export function reachesAtLeast(progress: string, other: string): boolean {
  const [own, theirs] = [progress, other].map((text) => text.split('; ').map(reached));
  return own.every((far, lane) => far >= theirs[lane]);
}

/** Of `P0 done` or `P0 at 2`: calls that are over. */
function reached(lane: string): number {
  const [, word, number] = lane.split(' ');
  return word === 'done' ? Infinity : Number(number);
}

/**
 * How far each lane got: a call without a register can block as well. A thread that dies after its
 * last call is as far as one that is done.
 */
export function progressText(k: Kernel): string {
  const states = k.program.lanes.map(({ name, ops }, t) => {
    const isDone = k.get(t, PC) === 0 || (isDead(k, t) && k.get(t, OP) >= ops.length);
    return isDone ? `${name} done` : `${name} at ${k.get(t, OP)}`;
  });
  return states.join('; ');
}

/**
 * Did the system come to this end by itself? R9, R11 and R15 compare no others: after a failed
 * assertion of the kernel everything stands where it was, and a thread that is still held at an end
 * is one that the environment, which waits for ever itself, does not resume.
 */
export function isOwnEnd(k: Kernel): boolean {
  return !hasPanicked(k) && !someThread(k, isLeftHeld);
}

/** An assertion of the kernel has failed: everything stands, and nobody is left who could look. */
export const hasPanicked = (k: Kernel): boolean => k.global(PANIC) !== 0;

/** Of one whose request was taken back nobody would have to resume it (withdrawn=held). */
const isLeftHeld = (k: Kernel, t: number): boolean => isHeld(k, t) && !isHeldUnasked(k, t);
