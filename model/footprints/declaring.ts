/** What a declaration of a step writes into, and what it knows of the program. */
import type { Kernel } from '../record/state.ts';
import type { Program } from '../record/program.ts';
import { isTimed } from './calls.ts';
import type { Footprint } from './mask.ts';
import type { Objects } from './objects.ts';

export interface Declaring {
  readonly footprint: Footprint;
  readonly objects: Objects;
  /** Per queue: somebody sleeps on it with a timeout; it is a private box's. */
  readonly timedQueues: readonly boolean[];
  readonly privateQueues: readonly boolean[];
  /** Some call takes a queue out of its capability table. */
  readonly destroys: boolean;
  readonly isTimed: boolean;
}

export function declaringOf(program: Program, objects: Objects, footprint: Footprint): Declaring {
  const { queues, boxes, lanes } = program;
  return {
    footprint,
    objects,
    timedQueues: queues.map((_, q) => isTimed(program, q)),
    privateQueues: queues.map((_, q) => boxes.some((box) => box.queue === q && box.isPrivate)),
    destroys: lanes.some(({ ops }) => ops.some(({ call }) => call === 'waitq_destroy')),
    isTimed: lanes.some(({ ops }) => ops.some(({ timeout }) => timeout !== 0)),
  };
}

/**
 * A step of IPC: all messages, phones, boxes and events, and its own boundary. It sleeps and wakes by
 * steps of wait queues; of a queue itself it has only the bits that are its box's.
 */
export function anyOfIpc(d: Declaring, k: Kernel, t: number): void {
  const { footprint, objects } = d;
  footprint.has(objects.ipc);
  footprint.has(objects.request + t);
  footprint.has(objects.place + t);
  if (d.isTimed) footprint.has(objects.time);
  const { mapping, word } = k.op(t);
  if (mapping < k.program.words.length) footprint.reads(objects.words + mapping);
  if (word < k.program.words.length) footprint.has(objects.words + word);
}
