/**
 * A program while it is made: tasks with their threads, objects, calls one after the other.
 *
 * Calls are added in an order in which they can be made one by one: who wakes comes, at the latest,
 * with the sleeper, in another lane, and behind nothing that waits for this sleeper. So one run in
 * which every call returns exists by construction, and the condition of each program asks for it.
 */
import type { Arg, Cell, Init, Lane, Place, Table } from '../litmus/litmus.ts';
import type { Random } from './random.ts';

/** Of everything that is built: the printer does not print it. */
export const PLACE: Place = { line: 1, column: 1 };

type CallCell = Extract<Cell, { is: 'call' }>;

/** A cell, and what its lane does in it. */
export interface Drafted {
  readonly cell: Cell;
  /** It may wait: for another lane, or for time. */
  readonly waits: boolean;
  /** Ticks that it waits for at most; 0 where it has no timeout. */
  readonly ticks: number;
}

/** How a call waits. */
export interface Waiting {
  readonly waits?: boolean;
  readonly ticks?: number;
}

export class Draft {
  readonly random: Random;
  readonly table: Table;
  readonly init: Init[] = [];
  readonly lanes: { readonly task: string | null; readonly cells: Drafted[] }[] = [];
  /** Phones that a call has hung up: who sends over them waits for nothing. */
  readonly hungUp = new Set<string>();
  /** Events that a notification has masked. */
  readonly masked = new Set<string>();
  /** A task that is killed at a moment of the environment's choosing. */
  killed: string | null = null;

  constructor(random: Random, table: Table) {
    this.random = random;
    this.table = table;
  }

  get isOld(): boolean {
    return this.table === 'helenos-2012';
  }

  get isNew(): boolean {
    return this.table === 'helenos-2026';
  }

  /** A new thread; `task` null: one of the only task, T. */
  thread(task: string | null = null): number {
    return this.lanes.push({ task, cells: [] }) - 1;
  }

  threads(count: number, task: string | null = null): number[] {
    return Array.from({ length: count }, () => this.thread(task));
  }

  /** Calls and assignments so far. */
  get size(): number {
    return this.lanes.reduce((sum, { cells }) => sum + cells.length, 0);
  }

  /** `waitq q;` `futex f = 1;` Declares it once. */
  object(type: string, name: string, value: number | null = null): string {
    const known = this.init.some((it) => it.is === 'object' && it.name === name);
    if (known) return name;
    const initial = value === null ? null : ({ is: 'integer', value } as const);
    this.init.push({ is: 'object', type, name, value: initial, link: null, place: PLACE });
    return name;
  }

  /** `phone s = C -> S;` or, with no callee, one that is not connected. */
  phone(name: string, from: string, to: string | null): string {
    const link = to === null ? null : { from, to };
    const value = to === null ? ({ is: 'name', name: from, payload: null } as const) : null;
    if (!this.init.some((it) => it.is === 'object' && it.name === name)) {
      this.init.push({ is: 'object', type: 'phone', name, value, link, place: PLACE });
    }
    return name;
  }

  /** `q.balance = 1;` */
  field(name: string, field: string, value: number): void {
    const loc = { is: 'object', name, field, place: PLACE } as const;
    this.init.push({ is: 'value', loc, value: { is: 'integer', value }, place: PLACE });
  }

  /** A call at the end of a lane, its arguments as they are written; the register that it sets. */
  call(
    lane: number,
    name: string,
    args: readonly (string | number)[] = [],
    { waits = false, ticks = 0 }: Waiting = {},
  ): string {
    const { cells } = this.lanes[lane];
    const calls = cells.filter(({ cell }) => cell.is === 'call').length;
    const register = `r${calls}`;
    const cell: CallCell = {
      is: 'call',
      label: `L${calls}`,
      register: name === 'thread_exit' ? null : register,
      call: name,
      args: args.map(argument),
      place: PLACE,
    };
    cells.push({ cell, waits, ticks });
    return register;
  }

  /** `x = 1`, or `x += 1`. */
  assign(lane: number, word: string, op: '=' | '+=', value: number): void {
    const loc = { is: 'object', name: word, field: null, place: PLACE } as const;
    const cell = { is: 'assign', loc, op, value: { is: 'integer', value }, place: PLACE } as const;
    this.lanes[lane].cells.push({ cell, waits: false, ticks: 0 });
  }

  /** Threads as the language has them. */
  get columns(): Lane[] {
    return this.lanes.map(({ task }, i) => ({ name: `P${i}`, task, place: PLACE }));
  }
}

function argument(written: string | number): Arg {
  if (typeof written === 'number') return { is: 'integer', value: written, place: PLACE };
  return { is: 'names', names: written.split('+'), place: PLACE };
}
