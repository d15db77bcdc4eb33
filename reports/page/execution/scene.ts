/**
 * What an execution looks like, before it has a size: columns, rows, boxes of calls, arrows.
 *
 * Time runs down, a row a step. Threads have a column each, then the clock and the environment if
 * they do anything, then the kernel objects that change. All of it is read off the events and
 * changes of the steps; nothing here knows a kernel. Pure: no document, no imports of Node.
 */
import type { Execution, Step, StepEvent } from '../../data.ts';

/** Objects that get a column; what else changes is in the state beside the drawing. */
const OBJECTS_MAX = 4;

export interface Column {
  readonly name: string;
  /** What it is, in a word or two: `wait queue`; empty for threads. */
  readonly kind: string;
  readonly is: 'thread' | 'object' | 'environment';
  /** Index into the lanes of the execution; -1 for objects. */
  readonly lane: number;
}

/** One attempt of a call, from the step in which it begins. Steps count from 0. */
export interface Box {
  readonly lane: number;
  readonly call: string;
  readonly label: string | null;
  readonly attempt: number;
  readonly from: number;
  /** The step in which it ends; null: it never does. */
  to: number | null;
  /** How: with a result, taken out to be issued again, or with its thread. */
  end: 'ret' | 'unwind' | 'exit' | null;
  /** The result, if a register keeps it. */
  value: string | null;
  /** Asleep: from step to step; null: to the end. */
  readonly asleep: { readonly from: number; to: number | null; readonly on: string }[];
  /** Steps in which an abort was requested of it. */
  readonly aborts: number[];
}

export type ArrowKind =
  | 'wake'
  | 'abort'
  | 'resume'
  | 'examine'
  | 'set'
  | 'kill'
  | 'message'
  | 'answer';

/** From the lane that moves in one step to another lane, in the same step or a later one. */
export interface Arrow {
  readonly kind: ArrowKind;
  readonly from: { readonly lane: number; readonly step: number };
  /** null: a message that nobody takes. */
  readonly to: { readonly lane: number; readonly step: number } | null;
  readonly says: string;
}

/** A thread held at the boundary between two steps; `to` is null where it is never let go on. */
export interface Hold {
  readonly lane: number;
  readonly from: number;
  readonly to: number | null;
}

export interface Scene {
  readonly columns: readonly Column[];
  readonly boxes: readonly Box[];
  readonly holds: readonly Hold[];
  readonly arrows: readonly Arrow[];
  /** Per step and object column: what changed, `balance 0 → -1`. */
  readonly objectTexts: readonly ReadonlyMap<string, readonly string[]>[];
  /** Objects that change and have no column. */
  readonly withoutColumn: readonly string[];
}

export function sceneOf(execution: Execution): Scene {
  const { steps } = execution;
  const objects = objectsIn(execution);
  const shown = objects.slice(0, OBJECTS_MAX);
  return {
    columns: columnsOf(execution, shown),
    boxes: boxesOf(steps),
    holds: holdsOf(steps),
    arrows: arrowsOf(steps),
    objectTexts: steps.map((step) => objectTextsOf(step, execution.lanes)),
    withoutColumn: objects.slice(OBJECTS_MAX),
  };
}

function columnsOf(execution: Execution, objects: readonly string[]): Column[] {
  const { lanes, steps } = execution;
  const moving = new Set(steps.map(({ lane }) => lane));
  const columns = lanes.map((name, lane): Column => {
    const isThread = lane < lanes.length - 2;
    const kind = name === 'E' && !isThread ? 'environment' : '';
    return { name, kind, is: isThread ? 'thread' : 'environment', lane };
  });
  return [
    ...columns.filter(({ is }) => is === 'thread'),
    ...columns.filter(({ is, lane }) => is === 'environment' && moving.has(lane)),
    ...objects.map((name): Column => ({
      name,
      kind: kindOf(name, execution),
      is: 'object',
      lane: -1,
    })),
  ];
}

/** What an object is, by the fields that it has. */
export function kindOf(object: string, { start }: Execution): string {
  const fields = new Set(
    start.flatMap(([name]) =>
      name.startsWith(`${object}.`) ? [name.slice(object.length + 1)] : [],
    ),
  );
  if (object.startsWith('box@')) return 'private box';
  if (fields.has('calls')) return 'answerbox';
  if (fields.has('state')) return 'phone';
  if (fields.has('sleepers')) return 'wait queue';
  return 'word';
}

/** Names of the objects that change, those that change most first. */
function objectsIn({ steps, lanes }: Execution): string[] {
  const changes = new Map<string, number>();
  for (const step of steps) {
    for (const name of objectTextsOf(step, lanes).keys()) {
      changes.set(name, (changes.get(name) ?? 0) + 1);
    }
  }
  return [...changes.keys()].toSorted((a, b) => (changes.get(b) ?? 0) - (changes.get(a) ?? 0));
}

function objectTextsOf({ changes }: Step, lanes: readonly string[]): Map<string, string[]> {
  const texts = new Map<string, string[]>();
  for (const { name, from, to } of changes) {
    const object = objectOf(name, lanes);
    // The lock of a phone has steps and words of its own.
    if (object === null || name.includes('.lock.')) continue;
    const field = name.startsWith(`${object}.`) ? `${name.slice(object.length + 1)} ` : '';
    const known = texts.get(object) ?? [];
    texts.set(object, [...known, `${field}${from} → ${to}`]);
  }
  return texts;
}

/** `q` of `q.balance`; null for threads, registers, messages and the time, which show otherwise. */
export function objectOf(field: string, lanes: readonly string[]): string | null {
  if (field === 'now' || field.includes('#') || /^\d+:/.test(field)) return null;
  const dot = field.indexOf('.');
  const name = dot < 0 ? field : field.slice(0, dot);
  return lanes.includes(name) ? null : name;
}

function boxesOf(steps: readonly Step[]): Box[] {
  const boxes: Box[] = [];
  const open = new Map<number, Box>();
  for (const [at, { events }] of steps.entries()) {
    for (const event of events) {
      if (event.ev === 'call' || event.ev === 'restart') {
        const { lane, call, label, attempt } = event;
        const times = { from: at, to: null, end: null, value: null };
        const box: Box = { lane, call, label, attempt, ...times, asleep: [], aborts: [] };
        open.set(lane, box);
        boxes.push(box);
        continue;
      }
      const box = open.get(event.lane);
      if (box === undefined) continue;
      note(box, event, at);
      if (box.to !== null) open.delete(event.lane);
    }
  }
  return boxes;
}

/** What an event adds to the call that its lane is in. */
function note(box: Box, event: StepEvent, at: number): void {
  switch (event.ev) {
    case 'block':
      box.asleep.push({ from: at, to: null, on: event.on });
      break;
    case 'unblock':
      endSleep(box, at);
      break;
    case 'abort':
      box.aborts.push(at);
      break;
    case 'ret':
      box.value = event.value;
      end(box, at, 'ret');
      break;
    case 'unwind':
    case 'exit':
      end(box, at, event.ev);
      break;
    default:
  }
}

function endSleep({ asleep }: Box, at: number): void {
  const last = asleep.at(-1);
  if (last !== undefined && last.to === null) last.to = at;
}

function end(box: Box, at: number, how: NonNullable<Box['end']>): void {
  endSleep(box, at);
  box.to = at;
  box.end = how;
}

function holdsOf(steps: readonly Step[]): Hold[] {
  const ends = (lane: number, from: number): number | null => {
    const to = steps.findIndex(
      ({ events }, at) =>
        at > from && events.some((event) => event.ev === 'resume' && event.lane === lane),
    );
    return to < 0 ? null : to;
  };
  return steps.flatMap(({ events }, from) =>
    events.flatMap((event) =>
      event.ev === 'hold' ? [{ lane: event.lane, from, to: ends(event.lane, from) }] : [],
    ),
  );
}

function arrowsOf(steps: readonly Step[]): Arrow[] {
  return steps.flatMap(({ events, lane }, at) =>
    events.flatMap((event): Arrow[] => {
      const from = { lane, step: at };
      if (event.ev === 'send' || event.ev === 'answer') {
        const kind = event.ev === 'send' ? 'message' : 'answer';
        return [{ kind, from, to: takenAt(steps, event.message, at), says: event.message }];
      }
      if (event.lane === lane) return [];
      const to = { lane: event.lane, step: at };
      if (event.ev === 'wake') return [{ kind: 'wake', from, to, says: 'wakes' }];
      if (event.ev === 'abort') return [{ kind: 'abort', from, to, says: 'asks to stop' }];
      if (event.ev === 'resume') return [{ kind: 'resume', from, to, says: 'lets go on' }];
      if (event.ev === 'examine') return [{ kind: 'examine', from, to, says: 'looks at it' }];
      if (event.ev === 'set') return [{ kind: 'set', from, to, says: 'sets it' }];
      if (event.ev === 'kill') return [{ kind: 'kill', from, to, says: 'kills' }];
      return [];
    }),
  );
}

/** Where this message, put into a list in step `at`, is taken out again. */
function takenAt(steps: readonly Step[], message: string, at: number): Arrow['to'] {
  for (let step = at; step < steps.length; step++) {
    const taken = steps[step].events.some(
      (event) => event.ev === 'take' && event.message === message && step > at,
    );
    if (taken) return { lane: steps[step].lane, step };
  }
  return null;
}
