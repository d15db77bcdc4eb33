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
 *     CALLS + b      what comes into a main box: calls, notifications, its connected phones
 *     DISPATCHED + b the calls that its threads have received
 *     ANSWERS + b    the answers in a box; of a private box all that there is
 *     PHONES + p     a phone: its state, its counters
 *     MESSAGES + m   a message, but for its place in a list, which is the list's
 *     TASKS + t      a task's handles, active calls (2026), private boxes (2012)
 *     SESSIONS + s   the udebug structure of a task that can be debugged, and its lock
 *     HOOKS + t      that of a thread: in the session, GO, the call to answer, its event, its frame
 *     KBOXES + s     TASK->kb: its thread, its lock, whether it is finished
 *     LIVING + t     which threads of a task live
 *     IPC            events, freed memory, who is in a section (kernel tables); where there are too many objects, all of the seven
 *     TIME           the clock: its interrupts, and how far the one is that is under way
 *     TICKING        whether the clock may tick: who waits for time, and for how much
 *     TIMERS + c     the list of timeouts of a CPU
 *     BUDGETS        how many aborts are left
 *     KICKS          whether any thread has a KICK pending
 *     LANE           how far the E lane is
 *     THREADS        threads_lock, where it is held over more than one step (2012)
 */
import { OBJECTS_MAX } from '../../checker/persistent.ts';
import type { Box, Program } from '../record/program.ts';
import type { Footprint } from './mask.ts';

/** In the order of their numbers. */
export const OBJECT_KINDS = [
  'own',
  'linked',
  'request',
  'place',
  'queues',
  'words',
  'calls',
  'dispatched',
  'answers',
  'phones',
  'messages',
  'tasks',
  'sessions',
  'hooks',
  'kboxes',
  'living',
  'ipc',
  'time',
  'ticking',
  'timers',
  'budgets',
  'kicks',
  'lane',
  'threads',
] as const;

export type ObjectKind = (typeof OBJECT_KINDS)[number];

/** Per kind its first object; how many there are in all; and each object of IPC by what it is. */
export type Objects = Readonly<Record<ObjectKind | 'count', number>> & { readonly of: OfIpc };

/** The objects of IPC: by box, phone, message and task. Where they are one, each is that. */
export interface OfIpc {
  /** Of a private box all three are one. */
  readonly calls: readonly number[];
  readonly dispatched: readonly number[];
  readonly answers: readonly number[];
  readonly phones: readonly number[];
  readonly messages: readonly number[];
  readonly tasks: readonly number[];
}

/** The objects of one kind: from this one to before that one. */
export function rangeOf(objects: Objects, kind: ObjectKind): { from: number; to: number } {
  const next = OBJECT_KINDS[OBJECT_KINDS.indexOf(kind) + 1] ?? 'count';
  return { from: objects[kind], to: objects[next] };
}

/**
 * The numbers of a program's objects, or null where there are too many even if IPC is one. `joined`:
 * what a thread has for itself and its flags are one object, and IPC is, for questions that look at
 * several of them.
 */
export function objectsOf(program: Program, joined = false): Objects | null {
  const [apart, whole] = [joined ? null : numbered(program, false), numbered(program, true)];
  if (apart !== null && apart.count <= OBJECTS_MAX) return apart;
  const objects = joined ? { ...whole, request: whole.own } : whole;
  return whole.count > OBJECTS_MAX ? null : objects;
}

function numbered(program: Program, isOneIpc: boolean): Objects {
  const { lanes, queues, words, phones, messages, boxes, tasks, sessions, tickOffsets } = program;
  let count = 0;
  const take = (size: number): number => (count += size) - size;
  const threads = lanes.length;
  const finely = (size: number): number => take(isOneIpc ? 0 : size);
  const main = boxes.filter(hasLists).length;
  const objects = {
    own: take(threads),
    linked: take(threads),
    request: take(threads),
    place: take(threads),
    queues: take(queues.length),
    words: take(words.length),
    calls: finely(main),
    dispatched: finely(main),
    answers: finely(boxes.length),
    phones: finely(phones.length),
    messages: finely(messages.length),
    tasks: finely(tasks.length),
    sessions: take(sessions.length),
    hooks: take(sessions.length > 0 ? threads : 0),
    kboxes: take(sessions.length),
    living: take(tasks.length),
    ipc: take(1),
    time: take(1),
    ticking: take(1),
    timers: take(tickOffsets.length),
    budgets: take(1),
    kicks: take(1),
    lane: take(1),
    threads: take(1),
  };
  return { ...objects, count, of: objectsOfIpc(program, objects, isOneIpc) };
}

/** A box in which calls come: it has three lists of its own. A kbox is private to its thread alone. */
export const hasLists = ({ isPrivate, isKbox }: Box): boolean => !isPrivate || isKbox;

function objectsOfIpc(
  { boxes, phones, messages, tasks }: Program,
  objects: Readonly<Record<ObjectKind, number>>,
  isOneIpc: boolean,
): OfIpc {
  const from = (first: number) => (_: unknown, i: number) => (isOneIpc ? objects.ipc : first + i);
  const answers = boxes.map(from(objects.answers));
  const listed = boxes.flatMap((box, b) => (hasLists(box) ? [b] : []));
  const ofMain = (first: number): number[] =>
    boxes.map((box, b) => (hasLists(box) ? from(first)(null, listed.indexOf(b)) : answers[b]));
  return {
    calls: ofMain(objects.calls),
    dispatched: ofMain(objects.dispatched),
    answers,
    phones: phones.map(from(objects.phones)),
    messages: messages.map(from(objects.messages)),
    tasks: tasks.map(from(objects.tasks)),
  };
}

/** All messages, phones, boxes, events, and what tasks have of them. */
export function ofIpc(footprint: Footprint, { of, ipc }: Objects): void {
  for (const kind of [of.calls, of.dispatched, of.answers, of.phones, of.messages, of.tasks]) {
    for (let i = 0; i < kind.length; i++) footprint.has(kind[i]);
  }
  footprint.has(ipc);
}
