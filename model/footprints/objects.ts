/**
 * The objects that steps have to do with, numbered: what two steps may have in common.
 *
 * Every byte of a record belongs to an object, but for ghosts that nobody reads and whose changes
 * commute: ledgers are counted up and down, and a thread is put into the arrivals of a queue by
 * itself, with the queue's own list. (A search that asks for a ledger in every state is not reduced.)
 *
 *     OWN + t        what a thread has for itself; while it sleeps, who wakes it writes there too
 *     LINKED + t     whether a kick finds thread t in the list of a queue
 *     REQUEST + t    its ABORT and KICK flags
 *     PLACE + t      how far it is, as the environment asks it: in user mode, held, in which call
 *     QUEUES + q     a wait queue: its counter, its list, its locks
 *     WORDS + w      a word of user memory
 *     IPC            messages, phones, boxes, events, freed memory
 *     TIME           the clock, the list of timeouts, and what decides whether the clock may tick
 *     BUDGETS        how many aborts are left
 *     KICKS          whether any thread has a KICK pending
 *     LANE           how far the E lane is
 */
import { OBJECTS_MAX } from '../../checker/persistent.ts';
import type { Program } from '../record/program.ts';

/** In the order of their numbers. */
export const OBJECT_KINDS = [
  'own',
  'linked',
  'request',
  'place',
  'queues',
  'words',
  'ipc',
  'time',
  'budgets',
  'kicks',
  'lane',
] as const;

export type ObjectKind = (typeof OBJECT_KINDS)[number];

/** Per kind its first object; and how many there are in all. */
export type Objects = Readonly<Record<ObjectKind | 'count', number>>;

/** The objects of one kind: from this one to before that one. */
export function rangeOf(objects: Objects, kind: ObjectKind): { from: number; to: number } {
  const next = OBJECT_KINDS[OBJECT_KINDS.indexOf(kind) + 1] ?? 'count';
  return { from: objects[kind], to: objects[next] };
}

/**
 * The numbers of a program's objects, or null where there are too many. `joined`: what a thread has
 * for itself and its flags are one object, for questions that look at both.
 */
export function objectsOf(program: Program, joined = false): Objects | null {
  let count = 0;
  const take = (size: number): number => (count += size) - size;
  const threads = program.lanes.length;
  const own = take(threads);
  const objects = {
    own,
    linked: take(threads),
    request: joined ? own : take(threads),
    place: take(threads),
    queues: take(program.queues.length),
    words: take(program.words.length),
    ipc: take(1),
    time: take(1),
    budgets: take(1),
    kicks: take(1),
    lane: take(1),
  };
  return count > OBJECTS_MAX ? null : { ...objects, count };
}
