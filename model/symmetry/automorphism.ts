/**
 * Which permutations of lanes leave a program as it is, and what goes with the lanes.
 *
 * A permutation of lanes says where each call goes; matched call by call, field by field, it says
 * where every task, queue, word, phone, box, message, register, budget and event goes as well. It is
 * an automorphism if the program with all numbers replaced is the same program, names apart: that
 * is compared as text, so what the matching does wrong is refused and never believed.
 *
 * Two lanes that both call a server may be swapped, each with its own phone and private box. What
 * the E lane names it tells apart.
 */
import { samePolicies } from '../designs/policies.ts';
import { NONE, type Op, type Program } from '../record/program.ts';
import { keepsOrder } from './order.ts';

const KINDS = [
  'lanes',
  'tasks',
  'queues',
  'words',
  'phones',
  'boxes',
  'messages',
  'registers',
  'budgets',
  'counted',
  'timed',
  'events',
] as const;
type Kind = (typeof KINDS)[number];

/** By kind of object, for object i the one in whose place it goes. */
export type Automorphism = { readonly [K in Kind]: readonly number[] };

/** The fields of a call that name objects. */
const REFERENCES: readonly (readonly [field: keyof Op, kind: Kind])[] = [
  ['register', 'registers'],
  ['queue', 'queues'],
  ['mutexQueue', 'queues'],
  ['word', 'words'],
  ['phone', 'phones'],
  ['box', 'boxes'],
  ['message', 'messages'],
  ['subject', 'phones'],
  ['mapping', 'words'],
  ['event', 'events'],
  ['source', 'registers'],
  ['target', 'lanes'],
  ['counted', 'counted'],
  ['timed', 'timed'],
];

/** The automorphism that takes lane t to `lanes[t]`, or null if there is none. */
export function automorphismOf(program: Program, lanes: readonly number[]): Automorphism | null {
  const matching = new Matching(program);
  if (!matching.lanes(lanes)) return null;
  const found = matching.whole();
  if (found === null || !keepsOrder(program, found)) return null;
  return textOf(moved(program, found)) === textOf(program) ? found : null;
}

/** The same call by the same policies: those of a call are one object in a design that notes. */
function isAlike(op: Op, other: Op): boolean {
  if (op.call !== other.call) return false;
  return op.policies === other.policies || samePolicies(op.policies, other.policies);
}

/** Finds where every object goes. */
class Matching {
  private readonly program: Program;
  private readonly to = new Map<Kind, number[]>();
  private readonly from = new Map<Kind, number[]>();

  constructor(program: Program) {
    this.program = program;
    for (const kind of KINDS) {
      const count = program[kind].length;
      this.to.set(
        kind,
        Array.from({ length: count }, () => -1),
      );
      this.from.set(
        kind,
        Array.from({ length: count }, () => -1),
      );
    }
  }

  /** False where the lanes cannot go there. */
  lanes(lanes: readonly number[]): boolean {
    const { program } = this;
    return lanes.every((to, t) => {
      const [own, other] = [program.lanes[t].ops, program.lanes[to].ops];
      if (own.length !== other.length || !this.send('lanes', t, to)) return false;
      return own.every((op, i) => isAlike(op, other[i]) && this.call(op, other[i]));
    });
  }

  private call(op: Op, other: Op): boolean {
    for (const [field, kind] of REFERENCES) {
      const [i, j] = [op[field] as number, other[field] as number];
      if (i === NONE || i < 0 ? i !== j : !this.send(kind, i, j)) return false;
    }
    for (let i = 1; i < op.messages; i++) {
      if (!this.send('messages', op.message + i, other.message + i)) return false;
    }
    return true;
  }

  /** Object i goes where object j is, and so does what belongs to it. */
  private send(kind: Kind, i: number, j: number): boolean {
    const to = this.to.get(kind) ?? [];
    const from = this.from.get(kind) ?? [];
    if (i >= to.length || j >= to.length || to[i] === undefined) return i === j;
    if (to[i] >= 0 || from[j] >= 0) return to[i] === j;
    to[i] = j;
    from[j] = i;
    return this.belongings(kind, i, j);
  }

  private belongings(kind: Kind, i: number, j: number): boolean {
    const { lanes, phones, boxes, messages, registers } = this.program;
    const sendAll = (pairs: readonly (readonly [Kind, number, number])[]): boolean =>
      pairs.every(([each, a, b]) => (a === NONE || b === NONE ? a === b : this.send(each, a, b)));
    switch (kind) {
      case 'lanes':
        return sendAll([['tasks', lanes[i].task, lanes[j].task]]);
      case 'tasks':
        return this.ofTask(i, j);
      case 'phones':
        return sendAll([
          ['queues', phones[i].lock, phones[j].lock],
          ['tasks', phones[i].task, phones[j].task],
          ['boxes', phones[i].box, phones[j].box],
          ['messages', phones[i].hangup, phones[j].hangup],
        ]);
      case 'boxes':
        return sendAll([
          ['tasks', boxes[i].task, boxes[j].task],
          ['queues', boxes[i].queue, boxes[j].queue],
        ]);
      case 'messages':
        return sendAll([
          ['phones', messages[i].phone, messages[j].phone],
          ['boxes', messages[i].callerBox, messages[j].callerBox],
        ]);
      case 'registers':
        return sendAll([['lanes', registers[i].lane, registers[j].lane]]);
      default:
        return true;
    }
  }

  /** The main box, the phones in their order, the lock of the address space. */
  private ofTask(i: number, j: number): boolean {
    const { phones, boxes, asLocks } = this.program;
    const phonesOf = (task: number): number[] =>
      phones.flatMap((phone, p) => (phone.task === task ? [p] : []));
    const [own, other] = [phonesOf(i), phonesOf(j)];
    const boxOf = (task: number): number =>
      boxes.findIndex((box) => box.task === task && !box.isPrivate);
    if (own.length !== other.length || boxOf(i) < 0 !== boxOf(j) < 0) return false;
    if (boxOf(i) >= 0 && !this.send('boxes', boxOf(i), boxOf(j))) return false;
    if ((asLocks[i] ?? NONE) === NONE ? (asLocks[j] ?? NONE) !== NONE : false) return false;
    if ((asLocks[i] ?? NONE) !== NONE && !this.send('queues', asLocks[i], asLocks[j])) return false;
    return own.every((p, n) => this.send('phones', p, other[n]));
  }

  /** All of it: budgets by what they are for, whatever no call names where it is. */
  whole(): Automorphism | null {
    if (!this.budgets()) return null;
    for (const kind of KINDS) {
      const to = this.to.get(kind) ?? [];
      for (const [i, at] of to.entries()) if (at < 0 && !this.send(kind, i, i)) return null;
    }
    return Object.fromEntries(this.to) as unknown as Automorphism;
  }

  private budgets(): boolean {
    const { budgets } = this.program;
    const lanes = this.to.get('lanes') ?? [];
    const from = this.from.get('budgets') ?? [];
    return budgets.every(({ thread, op, most }, b) => {
      const at = thread === NONE ? NONE : lanes[thread];
      const to = budgets.findIndex(
        (it, i) => from[i] < 0 && it.thread === at && it.op === op && it.most === most,
      );
      return to >= 0 && this.send('budgets', b, to);
    });
  }
}

/** The program with everything where it goes. */
function moved(program: Program, to: Automorphism): Program {
  const at = (kind: Kind, i: number): number => (i === NONE || i < 0 ? i : (to[kind][i] ?? i));
  const place = <T>(kind: Kind, list: readonly T[], change: (item: T) => T): T[] => {
    const result: T[] = [];
    for (const [i, item] of list.entries()) result[to[kind][i]] = change(item);
    return result;
  };
  const op = (it: Op): Op => {
    const changed: Record<string, unknown> = { ...it };
    for (const [field, kind] of REFERENCES) changed[field] = at(kind, it[field] as number);
    return changed as unknown as Op;
  };
  return {
    ...program,
    lanes: place('lanes', program.lanes, (it) => ({
      ...it,
      task: at('tasks', it.task),
      ops: it.ops.map(op),
    })),
    env: program.env.map((it) => {
      if (it.is === 'kill') return { ...it, threads: it.threads.map((t) => at('lanes', t)) };
      if (it.is === 'set') return { ...it, word: at('words', it.word) };
      return 'thread' in it ? { ...it, thread: at('lanes', it.thread) } : it;
    }),
    queues: place('queues', program.queues, (it) => it),
    words: place('words', program.words, (it) => it),
    phones: place('phones', program.phones, (it) => ({
      ...it,
      lock: at('queues', it.lock),
      task: at('tasks', it.task),
      box: at('boxes', it.box),
      hangup: at('messages', it.hangup),
    })),
    boxes: place('boxes', program.boxes, (it) => ({
      ...it,
      task: at('tasks', it.task),
      queue: at('queues', it.queue),
    })),
    asLocks: place('tasks', program.asLocks, (it) => at('queues', it)),
    messages: place('messages', program.messages, (it) => ({
      ...it,
      thread: at('lanes', it.thread),
      phone: at('phones', it.phone),
      callerBox: at('boxes', it.callerBox),
    })),
    registers: place('registers', program.registers, (it) => ({
      ...it,
      lane: at('lanes', it.lane),
    })),
    budgets: place('budgets', program.budgets, (it) => ({ ...it, thread: at('lanes', it.thread) })),
    resumed: place('lanes', program.resumed, (it) => it),
    counted: place('counted', program.counted, (it) => ({ ...it, thread: at('lanes', it.thread) })),
    timed: place('timed', program.timed, (it) => ({ ...it, thread: at('lanes', it.thread) })),
  };
}

/** A program as text, without the names that no step reads, and policies, which `isAlike` compares. */
function textOf(program: Program): string {
  const nameless = {
    ...program,
    lanes: program.lanes.map(({ ops, ...lane }) => ({
      ...lane,
      ops: ops.map((op) => ({ ...op, policies: null })),
    })),
    name: '',
    tasks: program.tasks.length,
    events: program.events.length,
  };
  return JSON.stringify(nameless, (key, value: unknown) =>
    key === 'name' || key === 'label' ? undefined : value,
  );
}
