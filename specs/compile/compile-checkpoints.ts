/**
 * Checkpoints of a program: for each the plan of its deeds, what a group takes along as a copy, and
 * what the calls of its threads are about afterwards.
 *
 * A group saves the queues that nobody else has. What it shares with a task that stays is its own
 * again where it is restored on the same node, because the other still maps it; elsewhere it is a
 * copy, and an event is the other node's. With cut=single each task is a group of its own, and takes
 * a copy of what the next ones have.
 */
import type { Design } from '../../model/designs/policies.ts';
import {
  callsOf,
  type Copy,
  type Deed,
  type EnvAction,
  type Group,
  NONE,
  type Op,
  type Program,
} from '../../model/record/program.ts';
import { mayEnd } from './compile-ipc.ts';
import { addQueue, cellsOf, type Names } from './compile-names.ts';
import type { EnvOp, Litmus } from '../litmus/litmus.ts';
import { brokenContinuation } from './continuations.ts';
import { usesWord } from './user-words.ts';
import { Unsupported } from './unsupported.ts';

type Lanes = Program['lanes'];
/** What of a call may be shared with a task that stays. */
type Field = 'queue' | 'word' | 'event';
type Restore = Extract<EnvOp, { is: 'restore' }>;

/** The operations of the E lane, in order. */
function envOps({ litmus }: Names): EnvOp[] {
  const column = litmus.lanes.findIndex(({ name }) => name === 'E');
  if (column < 0) return [];
  return cellsOf(litmus, column).flatMap((cell) => (cell.is === 'env' ? [cell.op] : []));
}

/** What the tick counter of the other node is ahead; null: no group is moved in this test. */
export function nodeSkew(litmus: Litmus): number | null {
  const isUsed = litmus.rows.some((row) =>
    row.some((cell) => cell?.is === 'env' && cell.op.is === 'checkpoint'),
  );
  if (!isUsed) return null;
  for (const item of litmus.init) if (item.is === 'node') return item.skew ?? 0;
  return 0;
}

/** Compiles the checkpoints of one test, in the order of the lane. */
export class CheckpointCompiler {
  private readonly names: Names;
  private readonly lanes: Lanes;
  private readonly design: Design;
  private readonly isHeldOnly: boolean;
  /** By group, whose task comes first, what it takes along. */
  private readonly copies: Copy[][];
  private readonly restores: readonly Restore[];
  private next = 0;

  /** @throws Unsupported */
  constructor(names: Names, lanes: Lanes, design: Design, isHeldOnly: boolean) {
    this.names = names;
    this.lanes = lanes;
    this.design = design;
    this.isHeldOnly = isHeldOnly;
    this.copies = lanes.map(() => []);
    this.restores = envOps(names).filter((op): op is Restore => op.is === 'restore');
    if (this.restores.length > 0) refuse(names, lanes, design);
  }

  /** The action of a checkpoint; the restore that follows it says where to. @throws Unsupported */
  checkpoint(tasks: readonly string[]): EnvAction {
    const restore = this.restores[this.next];
    const { cut, order } = this.design.policies;
    const cuts = cut === 'single' ? tasks.map((task) => [task]) : [tasks];
    const isEarly = order === 'save-first' && !this.isHeldOnly;
    const plan = cuts.flatMap((own, i): Deed[] => {
      const later = cuts.slice(i + 1).flat();
      const earlier = cuts.slice(0, i).flat();
      const group = this.group(own, earlier, restore);
      const copies = this.isHeldOnly ? [] : this.copiesOf(own, later, earlier, restore);
      return [
        ...(isEarly ? [{ do: 'read' as const, group }] : []),
        ...group.threads.map((thread) => ({ do: 'stop' as const, thread })),
        { do: 'save', group, copies },
      ];
    });
    return { is: 'checkpoint', plan };
  }

  /** The action of the restore of what was saved last. */
  restore(tasks: readonly string[]): EnvAction {
    const op = this.restores[this.next++];
    const group = this.group(tasks, [], op);
    const mates = this.threadsOf(tasks);
    const copied = mates.flatMap((t) => this.copies[t]).filter(({ of }) => of === 'queue');
    const queues = [...new Set([...group.queues, ...copied.map(({ to }) => to)])];
    return { is: 'restore', group: { ...group, queues } };
  }

  /** By thread, its calls and variants when it has been moved; empty where nothing is different then. */
  moved(): readonly (readonly Op[])[] {
    if (this.copies.every((own) => own.length === 0)) return [];
    return this.lanes.map((lane, t) => callsOf(lane).map((op) => withCopies(op, this.copies[t])));
  }

  private threadsOf(tasks: readonly string[]): number[] {
    const numbers = new Set(tasks.map((task) => this.names.tasks.indexOf(task)));
    return this.lanes.flatMap(({ task }, t) => (numbers.has(task) ? [t] : []));
  }

  /** `earlier`: tasks that are saved by then, and have no part in anything any more. */
  private group(tasks: readonly string[], earlier: readonly string[], restore: Restore): Group {
    const threads = this.threadsOf(tasks);
    const gone = this.threadsOf(earlier);
    const others = this.lanes.flatMap((_, t) =>
      threads.includes(t) || gone.includes(t) ? [] : [t],
    );
    const used = this.names.queues.flatMap((_, q) =>
      this.use('queue', q, threads) && !this.use('queue', q, others) ? [q] : [],
    );
    const boxes = this.boxesOf(tasks);
    if (restore.node !== null) this.refuseNotifiers(threads);
    else this.refuseMortal(threads, others);
    return {
      threads,
      queues: [...new Set([...used, ...boxes.map((box) => this.names.boxes[box].queue)])],
      shared: restore.node === null ? this.sharedQueues(threads, others) : [],
      boxes,
      node: restore.node === null ? 0 : 1,
      isHeldOnly: this.isHeldOnly,
      policies: this.design.policies,
    };
  }

  /** @throws Unsupported where a phone leads into the group, or out of it. */
  private boxesOf(tasks: readonly string[]): number[] {
    const numbers = new Set(tasks.map((task) => this.names.tasks.indexOf(task)));
    for (const { name, task, box } of this.names.phones) {
      if (box === NONE || numbers.has(task) === numbers.has(this.names.boxes[box].task)) continue;
      throw new Unsupported(`the phone ${name} leads across the cut: a call whose other end stays`);
    }
    return this.names.boxes.flatMap(({ task }, b) => (numbers.has(task) ? [b] : []));
  }

  /** What a lane notifies is an event of the node that it is on, which has events of its own. */
  private refuseNotifiers(threads: readonly number[]): void {
    const notifies = threads
      .flatMap((t) => this.lanes[t].ops)
      .find(({ call }) => /^(event_notify|ipc_irq_send_msg)$/.test(call));
    if (notifies === undefined) return;
    throw new Unsupported(`${notifies.call} of a group that moves to another node`);
  }

  private sharedQueues(threads: readonly number[], others: readonly number[]): number[] {
    return this.names.queues.flatMap((_, q) =>
      this.use('queue', q, threads) && this.use('queue', q, others) ? [q] : [],
    );
  }

  /** What is shared with a task that stays is still there at the restore because that task is. */
  private refuseMortal(threads: readonly number[], others: readonly number[]): void {
    const { tasks, queues, words } = this.names;
    for (const t of others) {
      const { task } = this.lanes[t];
      if (!mayEnd(this.names, task)) continue;
      const shared = [
        ...queues.filter((_, q) => this.use('queue', q, [t]) && this.use('queue', q, threads)),
        ...words.filter((_, w) => this.use('word', w, [t]) && this.use('word', w, threads)),
      ];
      if (shared.length === 0) continue;
      throw new Unsupported(
        `${shared[0].name} is shared with ${tasks[task]}, which stays and may end before the group is restored`,
      );
    }
  }

  /** @throws Unsupported: the code would have to name the copy from then on. */
  private refuseCopiesOfUserCode([copy]: readonly Copy[]): void {
    if (this.names.flow === null || copy === undefined) return;
    const { queues, words, events } = this.names;
    const { name } = { queue: queues, word: words, event: events.map((each) => ({ name: each })) }[
      copy.of
    ][copy.from];
    throw new Unsupported(`user code of a group that takes a copy of ${name} along`);
  }

  private use(field: Field, object: number, threads: readonly number[]): boolean {
    const uses = (op: Op): boolean =>
      field === 'word' ? usesWord(op, object) : op[field] === object;
    return threads.some((t) => callsOf(this.lanes[t]).some(uses));
  }

  /** @throws Unsupported where a group with copies is saved once more. */
  private copiesOf(
    tasks: readonly string[],
    later: readonly string[],
    earlier: readonly string[],
    { node }: Restore,
  ): Copy[] {
    const threads = this.threadsOf(tasks);
    const gone = this.threadsOf(earlier);
    const stay = this.lanes.flatMap((_, t) => (threads.includes(t) || gone.includes(t) ? [] : [t]));
    const others = node === null ? this.threadsOf(later) : stay;
    const { queues, words, events } = this.names;
    const shared = (field: Field, count: number, by = others): number[] =>
      Array.from({ length: count }, (_, i) => i).filter(
        (i) => this.use(field, i, threads) && this.use(field, i, by),
      );
    const of = tasks.join('+');
    const copies: Copy[] = [
      ...shared('queue', queues.length).map((from): Copy => {
        const { name, kind } = queues[from];
        return { of: 'queue', from, to: addQueue(this.names, `${name}@${of}`, kind, 0) };
      }),
      ...shared('word', words.length).map((from): Copy => {
        const { name, mod } = words[from];
        words.push({ name: `${name}@${of}`, initial: 0, mod, isCopy: true });
        return { of: 'word', from, to: words.length - 1 };
      }),
      ...shared('event', events.length, node === null ? [] : stay).map((from): Copy => ({
        of: 'event',
        from,
        to: events.push(`${events[from]}@${of}`) - 1,
      })),
    ];
    this.refuseCopiesOfUserCode(copies);
    if (copies.length > 0 && this.restores.length > 1) {
      throw new Unsupported('a second checkpoint in a test whose group takes copies along');
    }
    for (const t of threads) this.copies[t] = copies;
    return copies;
  }
}

function withCopies(op: Op, copies: readonly Copy[]): Op {
  const to = (of: Copy['of'], object: number): number =>
    copies.find((copy) => copy.of === of && copy.from === object)?.to ?? object;
  return {
    ...op,
    queue: op.queue === NONE ? NONE : to('queue', op.queue),
    word: op.word === NONE ? NONE : to('word', op.word),
    event: op.event === NONE ? NONE : to('event', op.event),
  };
}

/** What no checkpoint is modelled of. */
function refuse(names: Names, lanes: Lanes, design: Design): void {
  const { sessions, crosses } = names;
  const stops = [design.policies, ...Object.values(design.perCall)].map(({ stop }) => stop);
  if (stops.includes('points') && crosses) {
    const broken = brokenContinuation(lanes.flatMap(({ ops }) => ops));
    if (broken !== null) throw new Unsupported(broken);
  }
  if (stops.some((stop) => stop !== undefined && stop !== 'boundary')) {
    throw new Unsupported('a checkpoint needs a design that stops threads at the boundary');
  }
  if (sessions.length > 0) throw new Unsupported('a checkpoint of a task that can be debugged');
}
