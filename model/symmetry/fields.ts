/**
 * What each byte of a record names, for whoever permutes lanes: the table beside layout.ts.
 *
 * A byte that is not here is a number: it goes unchanged to where its object goes. (So are places in
 * lists that are kept in their members, and handles, which a task counts for itself.) What a byte
 * names may depend on others: `ON_STACK` are bytes of a thread whose meaning is that of the step it
 * is at, `LISTED_IN` the box of a message that is in a list, `LISTS` threads of which only so many
 * count. permute.ts looks at these one by one.
 */
import {
  CALLEE,
  CLOCK_THREAD,
  CLOSED,
  EVENT_SIZE,
  type Layout,
  LENGTH,
  LINK,
  MISUSE,
  PANIC,
  RECORD,
  RET_CALL,
  SUBSCRIBER,
  THREADS_LOCK,
  TIMERS,
  TOKEN,
} from '../record/layout.ts';
import type { Program } from '../record/program.ts';
import type { Automorphism } from './automorphism.ts';

/** How a byte names what it names. */
export type Meaning =
  /** Thread, queue, message, phone or box, each +1; 0 and what is beyond them stay. */
  | 'thread'
  | 'queue'
  | 'message'
  | 'phone'
  | 'box'
  /** A value of a register, which may have a message (values.ts). */
  | 'value'
  /** MISUSE: how, and who +1. */
  | 'misuser'
  /** CLOSED of a futex of 2012: which tasks know it, a bit each. */
  | 'tasks';

/** One byte of a record, by its name for whoever leaves it out on purpose. */
export interface Field {
  readonly name: string;
  readonly at: number;
  readonly means: Meaning;
}

/** WQ, TIMEOUT, LOCAL and PHONE of a thread; BOX of a message; lists; the order of phones. */
export const ON_STACK = ['WQ', 'TO_READY', 'LOCAL', 'PHONE'] as const;
export const LISTED_IN = 'BOX';
export const CONNECTED = 'CONNECTED_PLACE';

/** A list of threads: where its length stands; the threads follow, unless they stand elsewhere. */
export interface List {
  readonly name: string;
  readonly length: number;
  readonly first: number;
}

/** Every byte that names something by itself. */
export function fieldsIn(program: Program, layout: Layout): readonly Field[] {
  return [
    { name: 'CLOCK_THREAD', at: CLOCK_THREAD, means: 'thread' },
    { name: 'PANIC', at: PANIC, means: 'thread' },
    { name: 'THREADS_LOCK', at: THREADS_LOCK, means: 'thread' },
    // In kernel tables it counts the threads in the section.
    ...(program.kernelLevel ? [] : [{ name: 'MISUSE', at: MISUSE, means: 'misuser' } as const]),
    ...ofThreads(program, layout),
    ...ofObjects(program, layout),
    ...program.registers.map((_, r): Field => {
      return { name: 'register', at: layout.registers + r, means: 'value' };
    }),
  ];
}

function ofThreads({ lanes, depth }: Program, layout: Layout): Field[] {
  return lanes.flatMap((_, t): Field[] => {
    const at = layout.threads + t * layout.threadSize;
    return [
      { name: 'LINK', at: at + LINK, means: 'queue' },
      { name: 'TOKEN', at: at + TOKEN, means: 'queue' },
      ...(depth > RECORD - RET_CALL
        ? [{ name: 'RECORD', at: at + RECORD, means: 'message' } as const]
        : []),
    ];
  });
}

function ofObjects(program: Program, layout: Layout): Field[] {
  const { queues, phones, messages, events, revision, kernelLevel } = program;
  const isKnown = revision === 'helenos-2012' && !kernelLevel;
  return [
    ...queues.flatMap(({ kind }, q): Field[] => {
      const at = layout.queues + q * layout.queueSize + CLOSED;
      return isKnown && kind === 'futex' ? [{ name: 'CLOSED', at, means: 'tasks' }] : [];
    }),
    ...queues.flatMap((_, q): Field[] =>
      kernelLevel ? [{ name: 'owner', at: layout.owners + q * 2, means: 'thread' }] : [],
    ),
    ...phones.map((_, p): Field => {
      return { name: 'CALLEE', at: layout.phones + p * layout.phoneSize + CALLEE, means: 'box' };
    }),
    ...messages.flatMap((_, m) => ofMessage(layout, m)),
    ...events.map((_, e): Field => {
      return { name: 'SUBSCRIBER', at: layout.events + e * EVENT_SIZE + SUBSCRIBER, means: 'box' };
    }),
  ];
}

function ofMessage(layout: Layout, m: number): Field[] {
  const at = layout.messages + m * layout.messageSize;
  return (['priv', 'via', 'by'] as const).flatMap((name): Field[] =>
    layout[name] < 0 ? [] : [{ name, at: at + layout[name], means: 'phone' }],
  );
}

/** Every list of threads. */
export function listsIn(program: Program, layout: Layout): readonly List[] {
  const timers = { name: 'timers', length: TIMERS, first: layout.timers };
  return [
    ...(layout.threads > layout.timers ? [timers] : []),
    ...program.queues.map((_, q) => {
      const length = layout.queues + q * layout.queueSize + LENGTH;
      return { name: 'sleepers', length, first: length + 1 };
    }),
    ...(program.ghosts.place ? program.queues : []).map((_, q) => {
      const length = layout.arrivals + q * (1 + program.lanes.length);
      return { name: 'arrivals', length, first: length + 1 };
    }),
  ];
}

/** By byte of a record, where it goes. */
export function placesOf(
  program: Program,
  layout: Layout,
  automorphism: Automorphism,
): Uint16Array {
  const to = Uint16Array.from({ length: layout.recordSize }, (_, at) => at);
  const move = (from: number, size: number, map: readonly number[]): void => {
    for (const [i, j] of map.entries()) {
      for (let n = 0; n < size; n++) to[from + i * size + n] = from + j * size + n;
    }
  };
  const { lanes, queues, words, phones, messages, boxes, events, registers } = automorphism;
  move(layout.threads, layout.threadSize, lanes);
  move(layout.queues, layout.queueSize, queues);
  if (program.kernelLevel) move(layout.owners, 2, queues);
  else move(layout.ledgers, 1, queues);
  move(layout.words, 1, words);
  move(layout.phones, layout.phoneSize, phones);
  move(layout.messages, layout.messageSize, messages);
  move(layout.boxes, layout.boxSize, boxes);
  move(layout.events, EVENT_SIZE, events);
  move(layout.registers, 1, registers);
  if (layout.handles >= 0) move(layout.handles, 1, registers);
  if (program.stampReturns) move(layout.stamps, 1, registers);
  move(layout.budgets, 1, automorphism.budgets);
  move(layout.counted, 2, automorphism.counted);
  move(layout.timed, 2, automorphism.timed);
  if (program.ghosts.place) move(layout.arrivals, 1 + program.lanes.length, queues);
  if (program.ghosts.order) move(layout.orders, 1, phones);
  return to;
}
