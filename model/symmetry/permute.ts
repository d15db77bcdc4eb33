/**
 * A permutation of lanes at work on records: each byte goes to where its object goes, and what it
 * names is named anew.
 *
 * Most bytes go by two tables that are made once for each permutation: where the byte goes, and what
 * becomes of its value (fields.ts). What a byte of a thread's stack names depends on the step that
 * the thread is at; these are looked at one by one after that.
 */
// First: it numbers all steps in one order.
import '../steps.ts';
import { CLEAN_SYNC, CLEAN_SYNC_GOT } from '../ipc/cleanup/cleanup-2012.ts';
import { PARKED } from '../proc/boundary.ts';
import { DISPATCHED, IN_CALLS, IN_NOTIFS } from '../record/ipc-objects.ts';
import {
  BOX,
  CALLEE,
  CONNECTED_PLACE,
  EXITING,
  FLAGS,
  type Layout,
  LOCAL,
  OP,
  PC,
  PHONE,
  RET,
  RET_CALL,
  TO_READY,
  WHERE,
  WITH_CLEANUP,
  WQ,
} from '../record/layout.ts';
import { NONE, type Program } from '../record/program.ts';
import { STEPS } from '../record/step.ts';
import { FINISHED, HANDLER_2012, HANDLER_2026 } from '../synch/clock.ts';
import { READY_ALL, READY_FIRST } from '../synch/wait-queue-2012.ts';
import type { Automorphism } from './automorphism.ts';
import { type Field, type List, fieldsIn, listsIn, placesOf } from './fields.ts';
import { cleansUp } from './order.ts';
import { MEANINGS, valuesOf } from './values.ts';

/** A permutation made ready for records of one program. */
export interface Permutation {
  readonly automorphism: Automorphism;
  /** By byte, where it goes. */
  readonly places: Uint16Array;
  /** The numbers that go elsewhere: from where and to where, one after the other. */
  readonly moving: Uint16Array;
  /** The bytes that may be named anew. All others stay as they are. */
  readonly naming: Uint16Array;
  /** By meaning and value, what the value is then: 256 of each, the first of plain numbers. */
  readonly values: Uint8Array;
  /** Lanes, queues and boxes as bytes. */
  readonly lanes: Uint8Array;
  readonly queues: Uint8Array;
  readonly boxes: Uint8Array;
  readonly messages: Uint8Array;
  readonly phones: Uint8Array;
}

/** Steps at which TO_READY names a thread. */
const MAKES_READY = new Set([READY_FIRST, READY_ALL, HANDLER_2012, HANDLER_2026, FINISHED]);

/** Permutes records of one program. */
export class Permuter {
  readonly program: Program;
  readonly layout: Layout;
  readonly lists: readonly List[];
  readonly fields: readonly Field[];
  /** By byte, 256 times the number of its meaning; 0 for numbers. */
  readonly meanings: Uint16Array;
  /** By step: 1 where WQ is that of a sleep or a wakeup, which RET says; 2 where TO_READY names. */
  private readonly steps: Uint8Array;
  /** By thread and call: 1 if LOCAL is a message. */
  private readonly holdsMessage: readonly Uint8Array[];
  /** The phones of a box are a set: nothing goes by their order but a clean-up. */
  readonly phonesAreSet: boolean;
  private readonly leavesOut: (name: string) => boolean;

  /** `without`: the name of a field that is left as it is, for who tests that this is noticed. */
  constructor(program: Program, layout: Layout, without: string | null = null) {
    this.program = program;
    this.layout = layout;
    this.leavesOut = (name) => name === without;
    this.lists = listsIn(program, layout).filter(({ name }) => name !== without);
    this.fields = fieldsIn(program, layout).filter(({ name }) => name !== without);
    this.meanings = new Uint16Array(layout.recordSize);
    for (const { at, means } of this.fields) {
      this.meanings[at] = 256 * (1 + MEANINGS.indexOf(means));
    }
    this.steps = Uint8Array.from(STEPS, ({ mode }, pc) => {
      const waits = mode === 'kernel' && pc !== PARKED && without !== 'WQ' ? 1 : 0;
      return waits | (MAKES_READY.has(pc) && without !== 'TO_READY' ? 2 : 0);
    });
    this.holdsMessage = program.lanes.map(({ ops }) =>
      Uint8Array.from([...ops.map((op) => op.queue === NONE && op.call !== 'tick'), true], Number),
    );
    this.phonesAreSet = phonesAreSet(program);
  }

  /** Makes a permutation ready. */
  ready(automorphism: Automorphism): Permutation {
    const { lanes, queues, boxes, messages, phones } = automorphism;
    const { program, layout, meanings } = this;
    const places = placesOf(program, layout, automorphism);
    const all = [...places.keys()];
    const moving = all.filter((at) => places[at] !== at && meanings[at] === 0);
    const naming = all.filter((at) => meanings[at] > 0);
    return {
      automorphism,
      places,
      moving: Uint16Array.from(moving.flatMap((at) => [at, places[at]])),
      naming: Uint16Array.from(naming),
      values: valuesOf(program, automorphism),
      lanes: Uint8Array.from(lanes),
      queues: Uint8Array.from(queues),
      boxes: Uint8Array.from(boxes),
      messages: Uint8Array.from(messages),
      phones: Uint8Array.from(phones),
    };
  }

  /** Writes the image of the record at `from` of `source` to `to` of `target`. */
  apply(by: Permutation, source: Uint8Array, from: number, target: Uint8Array, to: number): void {
    const { meanings, lists } = this;
    const { places, values, moving, naming } = by;
    target.set(source.subarray(from, from + this.layout.recordSize), to);
    for (let i = 0; i < moving.length; i += 2)
      target[to + moving[i + 1]] = source[from + moving[i]];
    for (let i = 0; i < naming.length; i++) {
      const at = naming[i];
      target[to + places[at]] = values[meanings[at] + source[from + at]];
    }
    for (let i = 0; i < lists.length; i++) applyList(lists[i], by, source, from, target, to);
    for (let t = 0; t < this.program.lanes.length; t++) {
      this.applyStack(t, by, source, from, target, to);
    }
    if (!this.leavesOut('BOX')) this.applyBoxes(by, source, from, target, to);
    if (this.phonesAreSet && !this.leavesOut('CONNECTED_PLACE')) this.numberPhones(target, to);
  }

  /** The thread that t, a waker, has still to make ready, or -1. */
  wokenBy(t: number, source: Uint8Array, from: number): number {
    const own = from + this.layout.threads + t * this.layout.threadSize;
    return (this.steps[source[own + PC]] & 2) === 0 ? -1 : source[own + TO_READY] - 1;
  }

  /** What thread t has on its stack. */
  private applyStack(
    t: number,
    by: Permutation,
    source: Uint8Array,
    from: number,
    target: Uint8Array,
    to: number,
  ): void {
    const { layout, steps, program } = this;
    const at = layout.threads + t * layout.threadSize;
    const own = from + at;
    const image = to + by.places[at];
    const pc = source[own + PC];
    const queue = source[own + WQ];
    if ((steps[pc] & 1) !== 0 && source[own + RET] !== 0 && queue < by.queues.length) {
      target[image + WQ] = by.queues[queue];
    }
    const woken = source[own + TO_READY];
    if ((steps[pc] & 2) !== 0 && woken !== 0) target[image + TO_READY] = by.lanes[woken - 1] + 1;
    const held = source[own + LOCAL];
    if (held !== 0 && this.isMessage(t, source, own) && !this.leavesOut('LOCAL')) {
      target[image + LOCAL] = by.messages[held - 1] + 1;
    }
    if (program.depth < WITH_CLEANUP || this.leavesOut('PHONE')) return;
    const worked = source[own + PHONE];
    if (worked === 0) return;
    const isBox =
      pc === CLEAN_SYNC || pc === CLEAN_SYNC_GOT || source[own + RET_CALL] === CLEAN_SYNC_GOT;
    target[image + PHONE] = (isBox ? by.boxes : by.phones)[worked - 1] + 1;
  }

  /** Calls on queues and lanes that tick keep other things in LOCAL; a thread that exits does not. */
  private isMessage(t: number, source: Uint8Array, own: number): boolean {
    const isExiting = !this.program.kernelLevel && (source[own + FLAGS] & EXITING) !== 0;
    const holds = this.holdsMessage[t];
    return isExiting || holds[Math.min(source[own + OP], holds.length - 1)] !== 0;
  }

  /** BOX of a message that is in a list; elsewhere it is 0, which names none. */
  private applyBoxes(
    by: Permutation,
    source: Uint8Array,
    from: number,
    target: Uint8Array,
    to: number,
  ): void {
    const { layout, program } = this;
    for (let m = 0; m < program.messages.length; m++) {
      const at = layout.messages + m * layout.messageSize;
      const where = source[from + at + WHERE];
      if (where !== IN_CALLS && where !== DISPATCHED && where !== IN_NOTIFS) continue;
      target[to + by.places[at] + BOX] = by.boxes[source[from + at + BOX]];
    }
  }

  /** The phones of each box that are in its list, numbered in their own order. */
  private numberPhones(target: Uint8Array, to: number): void {
    const { layout, program } = this;
    const { phones, phoneSize } = layout;
    for (let p = 0; p < program.phones.length; p++) {
      const at = to + phones + p * phoneSize;
      if (target[at + CONNECTED_PLACE] === 0) continue;
      let place = 1;
      for (let other = 0; other < p; other++) {
        const its = to + phones + other * phoneSize;
        const isBeside = target[its + CALLEE] === target[at + CALLEE];
        if (isBeside && target[its + CONNECTED_PLACE] !== 0) place++;
      }
      target[at + CONNECTED_PLACE] = place;
    }
  }
}

function applyList(
  { length, first }: List,
  by: Permutation,
  source: Uint8Array,
  from: number,
  target: Uint8Array,
  to: number,
): void {
  const count = source[from + length];
  for (let i = 0; i < count; i++) {
    target[to + by.places[first + i]] = by.lanes[source[from + first + i]];
  }
}

/**
 * No step of this program goes by the order of connected_phones: none cleans up, and none connects
 * a phone, so that those which are left stand in the order of their numbers.
 */
export function phonesAreSet(program: Program): boolean {
  return !cleansUp(program) && !program.allocatesPhones;
}
