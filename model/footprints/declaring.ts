/** What a declaration of a step writes into, and what it knows of the program. */
import type { Kernel } from '../record/state.ts';
import type { Program } from '../record/program.ts';
import { WITH_CLEANUP } from '../record/layout.ts';
import { hasTwoCpus } from '../record/cpus.ts';
import { isStopped } from './checkpoints.ts';
import { allForms } from './forms.ts';
import { isMortal, isTimed } from './kinds.ts';
import type { Footprint } from './mask.ts';
import { type Objects, ofIpc } from './objects.ts';
import { anyTimeout } from './times.ts';

export interface Declaring {
  readonly footprint: Footprint;
  readonly objects: Objects;
  /** Per queue: somebody sleeps on it with a timeout. */
  readonly timedQueues: readonly boolean[];
  /** Per queue: the private box that it lies in, or -1. */
  readonly privateBoxes: readonly number[];
  /** All phones lead all the time where they lead at the start, so no last reference is put. */
  readonly areFixed: boolean;
  /** Some call takes a queue out of its capability table. */
  readonly destroys: boolean;
  readonly isTimed: boolean;
  readonly hasTwoCpus: boolean;
  /** What lies in a task may be gone (dying.ts), and threads may die. */
  readonly tasksEnd: boolean;
  readonly threadsDie: boolean;
  /** Per thread: who may let it go is up to how far the E lane is. */
  readonly waitsForLane: readonly boolean[];
}

export function declaringOf(
  program: Program,
  objects: Objects,
  footprint: Footprint,
  areFixed: boolean,
): Declaring {
  const { queues, boxes, lanes, resumed } = program;
  const ops = allForms(program);
  return {
    footprint,
    objects,
    timedQueues: queues.map((_, q) => isTimed(program, q)),
    privateBoxes: queues.map((_, q) => boxes.findIndex((box) => box.queue === q && box.isPrivate)),
    areFixed,
    destroys: ops.some(({ call }) => call === 'waitq_destroy'),
    isTimed: ops.some(({ timeout }) => timeout !== 0),
    tasksEnd: program.depth >= WITH_CLEANUP && !program.kernelLevel,
    threadsDie: lanes.some((_, t) => isMortal(program, t)),
    hasTwoCpus: hasTwoCpus(program),
    waitsForLane: resumed.map((isResumed, t) => isResumed || isStopped(program, t)),
  };
}

/**
 * What is declared no closer than by being a step of IPC: all messages, phones, boxes and events, and
 * its own boundary. It sleeps and wakes by steps of wait queues; of a queue itself it has only the
 * bits that are its box's.
 */
export function anyOfIpc(d: Declaring, k: Kernel, t: number): void {
  const { footprint, objects } = d;
  ofIpc(footprint, objects);
  footprint.has(objects.request + t);
  footprint.has(objects.place + t);
  if (d.isTimed) anyTimeout(footprint, k.program, objects);
  const { mapping, word } = k.op(t);
  if (mapping < k.program.words.length) footprint.reads(objects.words + mapping);
  if (word < k.program.words.length) footprint.has(objects.words + word);
}
