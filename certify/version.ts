/** One version of a test: the set of its states that a certificate lists, and its schedules, run. */
import type { Records } from '../specs/certificate/read.ts';
import type { OutcomeKey, TestModel } from '../specs/search/test-model.ts';

/** A certificate that does not show what it claims: where, and why not. */
export class Refused extends Error {}

/** What is asked of a record; an end is where nobody has to move. */
export type Look = (bytes: Uint8Array, at: number, isEnd: boolean, place: string) => void;
export type Ends = Map<string, OutcomeKey>;

export class Version {
  readonly model: TestModel;
  /** Outcomes of ends: of those that a schedule reaches, and of all in the set. */
  readonly reached: Ends = new Map();
  readonly ends: Ends = new Map();
  private readonly next: Uint8Array;
  private readonly rules: Uint16Array;

  constructor(model: TestModel) {
    this.model = model;
    this.next = new Uint8Array(model.machine.successorsMax * model.machine.recordSize);
    this.rules = new Uint16Array(model.machine.successorsMax);
  }

  /** The initial state is in the set, and each successor of a member: so no state is outside. */
  close({ bytes: set, recordSize: size }: Records, place: string, look: Look): void {
    const { machine } = this.model;
    if (size !== machine.recordSize) throw new Refused(`${place}: its records have ${size} bytes`);
    const table = new Int32Array(2 ** Math.ceil(Math.log2((2 * set.length) / size + 2))).fill(-1);
    for (let at = 0; at < set.length; at += size) {
      const before = set.subarray(Math.max(0, at - size), at);
      const isNext = Buffer.compare(before, set.subarray(at, at + size)) < 0;
      if (!isNext) throw new Refused(`${place}: state ${at / size} does not come after the last`);
      table[slotOf(table, set, set, at, size)] = at;
    }
    machine.initial(this.next, 0);
    const placeOf = (at: number): number => table[slotOf(table, set, this.next, at, size)] / size;
    const first = placeOf(0);
    if (first < 0) throw new Refused(`${place}: the initial state is not in the set`);
    // Some that cannot be reached may be in it, and what is shown of all is shown of them as well.
    const isLedTo = new Uint8Array(set.length / size);
    isLedTo[first] = 1;
    for (let at = 0; at < set.length; at += size) {
      const where = `${place}: state ${at / size}`;
      const count = this.visit(set, at, where, this.ends, look);
      for (let i = 0; i < count; i++) {
        const to = placeOf(i * size);
        if (to >= 0) isLedTo[to] = 1;
        else
          throw new Refused(`${where}: ${machine.rules[this.rules[i]].name} leads out of the set`);
      }
    }
    const idle = isLedTo.indexOf(0);
    if (idle >= 0) throw new Refused(`${place}: state ${idle}: no state of the set leads to it`);
  }

  /** Takes the steps from the initial state, and looks at each state on the way. */
  run(steps: readonly string[], place: string, look: Look): void {
    const { machine } = this.model;
    const record = new Uint8Array(machine.recordSize);
    machine.initial(record, 0);
    for (let i = 0; ; i++) {
      const where = `${place}: step ${i + 1} of ${steps.length}`;
      const count = this.visit(record, 0, where, this.reached, look);
      if (i === steps.length) return;
      const rules = Array.from(this.rules.subarray(0, count), (rule) => machine.rules[rule].name);
      const at = rules.indexOf(steps[i]) * record.length;
      if (at < 0) throw new Refused(`${where}: ${JSON.stringify(steps[i])} cannot be taken`);
      record.set(this.next.subarray(at, at + record.length));
    }
  }

  /** Its successors go to `next`, their rules to `rules`; the outcome of an end to `ends`. */
  private visit(set: Uint8Array, at: number, place: string, ends: Ends, look: Look): number {
    const { machine } = this.model;
    try {
      const count = machine.successors(set, at, this.next, 0, this.rules, 0);
      let isEnd = true;
      for (let i = 0; i < count; i++) isEnd &&= machine.rules[this.rules[i]].optional === true;
      const outcome = isEnd ? machine.outcome(set, at) : undefined;
      if (outcome && !ends.has(outcome)) ends.set(outcome, JSON.parse(outcome) as OutcomeKey);
      look(set, at, isEnd, place);
      return count;
    } catch (error) {
      throw error instanceof Refused ? error : new Refused(`${place}: ${(error as Error).message}`);
    }
  }
}

/** The slot of the table that has the place of this record in the set, or would have it. */
function slotOf(table: Int32Array, set: Uint8Array, one: Uint8Array, at: number, size: number) {
  let code = 0x811c9dc5;
  for (let i = at; i < at + size; i++) code = Math.imul(code ^ one[i], 0x01000193);
  for (let slot = code ^ (code >>> 15); ; slot++) {
    slot &= table.length - 1;
    const from = table[slot];
    let i = from < 0 ? size : 0;
    while (i < size && set[from + i] === one[at + i]) i++;
    if (i === size) return slot;
  }
}
