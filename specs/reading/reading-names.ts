/**
 * What the parts of a litmus are called in its reading: `P0's second ipc_wait`, `the phone s`.
 *
 * A call goes by its name, with its number where its lane has several; a register by the call that
 * sets it, where only one does.
 */
import type { CallRef, Cell, Init, Litmus } from '../litmus/litmus.ts';
import { DEFAULT_TASK } from '../litmus/validate/validate-names.ts';

export type Call = Extract<Cell, { is: 'call' }>;

const ORDINALS = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
  'eleventh',
  'twelfth',
  'thirteenth',
  'fourteenth',
  'fifteenth',
  'sixteenth',
];

export class ReadingNames {
  readonly litmus: Litmus;

  constructor(litmus: Litmus) {
    this.litmus = litmus;
  }

  /** The lanes that are threads, and the numbers of their columns. */
  threads(): { readonly name: string; readonly task: string; readonly column: number }[] {
    return this.litmus.lanes.flatMap(({ name, task }, column) =>
      name === 'E' ? [] : [{ name, task: task ?? DEFAULT_TASK, column }],
    );
  }

  object(name: string): Extract<Init, { is: 'object' }> | undefined {
    for (const item of this.litmus.init) {
      if (item.is === 'object' && item.name === name) return item;
    }
    return undefined;
  }

  /** The cells of a lane that are not empty, in program order. */
  cellsOf(lane: string): Cell[] {
    const column = this.litmus.lanes.findIndex(({ name }) => name === lane);
    return this.litmus.rows.flatMap((row) => row[column] ?? []);
  }

  /** `P0's ipc_wait`, `P0's second ipc_wait`. */
  call(lane: string, call: Call): string {
    const alike = this.#callsOf(lane).filter((other) => other.call === call.call);
    const ordinal = alike.length === 1 ? '' : `${ORDINALS[alike.indexOf(call)]} `;
    return `${lane}'s ${ordinal}${call.call}`;
  }

  /** The call with this label, with the label: `P0's ipc_wait (L0)`. */
  labelled({ lane, label }: CallRef): string {
    const found = this.#callsOf(lane).find((call) => call.label === label);
    return found === undefined ? `${lane}:${label}` : `${this.call(lane, found)} (${label})`;
  }

  /** The only call that sets this register, or undefined where none or several do. */
  setterOf(lane: string, register: string): Call | undefined {
    const setters = this.#callsOf(lane).filter((call) => call.register === register);
    const isGiven = this.litmus.init.some(
      ({ is, ...item }) =>
        is === 'value' &&
        'loc' in item &&
        item.loc.is === 'register' &&
        `P${item.loc.lane}` === lane &&
        item.loc.name === register,
    );
    return setters.length === 1 && !isGiven ? setters[0] : undefined;
  }

  /** The lane whose register a call of `lane` means: its own, or that of another of its task. */
  holderOf(lane: string, register: string): string {
    const threads = this.threads();
    const task = threads.find(({ name }) => name === lane)?.task;
    const holders = threads.filter(({ name }) => this.#has(name, register));
    if (holders.some(({ name }) => name === lane)) return lane;
    return holders.find((other) => other.task === task)?.name ?? lane;
  }

  #has(lane: string, register: string): boolean {
    return (
      this.#callsOf(lane).some((call) => call.register === register) ||
      this.litmus.init.some(
        (item) =>
          item.is === 'value' &&
          item.loc.is === 'register' &&
          `P${item.loc.lane}` === lane &&
          item.loc.name === register,
      )
    );
  }

  #callsOf(lane: string): Call[] {
    return this.cellsOf(lane).filter((cell) => cell.is === 'call');
  }
}

/** `a`, `a and b`, `a, b and c`. */
export function joined(items: readonly string[], word: 'and' | 'or' = 'and'): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;
}

/** `1 tick`, `2 ticks`. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** `once`, `twice`, `3 times`. */
export function times(number: number): string {
  return ['never', 'once', 'twice'][number] ?? `${number} times`;
}

/** The noun for an object of this type. */
export function objectNoun(type: string): string {
  const nouns: ReadonlyMap<string, string> = new Map([
    ['waitq', 'wait queue'],
    ['condvar', 'condition variable'],
    ['irq', 'interrupt'],
  ]);
  return nouns.get(type) ?? type;
}
