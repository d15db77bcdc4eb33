/**
 * The runs of a report, made of what stands in its file: `reports/packed-data.ts` read backwards.
 *
 * What several runs refer to is one object in all of them, so a report takes no more memory than its
 * file does. A reference leads to what has been read before, so there are no circles.
 */
import type { Counterexample, Deed, Execution, Run, Step } from '../../reports/data.ts';
import type {
  PackedCounterexample,
  PackedExecution,
  PackedOutcome,
  PackedRun,
  PackedText,
  PackedWhyNot,
  Place,
} from '../../reports/packed-data.ts';
import { InputError } from '../errors.ts';

/** Takes in the tables, then the runs. Each throws InputError where it refers to what is not there. */
export class Unpacking {
  readonly texts: string[] = [];
  readonly steps: Step[] = [];
  readonly deeds: Deed[] = [];
  readonly starts: Execution['start'][] = [];
  readonly executions: Execution[] = [];
  readonly counterexamples: Counterexample[] = [];
  readonly runs: Run[] = [];
  /** What is being read: `runs[3]`, for what is said about it. */
  place = '';
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  execution(packed: PackedExecution): Execution {
    const start = this.#at(packed.start, this.starts, 'starts');
    const steps = packed.steps.map((step) => this.#at(step, this.steps, 'steps'));
    const { length } = packed.lanes;
    const isStray = ({ lane, events }: Step): boolean =>
      lane >= length || events.some((event) => event.lane >= length);
    if (steps.some(isStray)) throw this.#wrong('has a step of a lane that it does not have');
    return { ...packed, start, steps };
  }

  counterexample(packed: PackedCounterexample): Counterexample {
    const { let: given, then, however } = packed.words;
    const words = {
      let: this.#text(given),
      // oxlint-disable-next-line unicorn/no-thenable -- data.ts names it so; nobody awaits words
      then: this.#text(then),
      however: this.#text(however),
    };
    const execution = { ...packed, ...this.execution(packed), words };
    if (hasStrayFate(execution)) {
      throw this.#wrong('has a fate of steps or lanes that it does not have');
    }
    if (packed.loop !== undefined && packed.loop.from > packed.steps.length) {
      throw this.#wrong('has a loop of steps that it does not have');
    }
    return execution;
  }

  run(packed: PackedRun): Run {
    const { condition, assertions, outcomes, search, whyNot, ...own } = packed;
    return {
      ...own,
      condition: this.#part(condition, 'condition', (it) => ({
        ...it,
        text: this.#text(it.text),
        why: this.#text(it.why),
        counterexample: this.#counterexampleAt(it.counterexample),
      })),
      assertions: this.#part(assertions, 'assertions', (all) =>
        all.map((it) => ({
          ...it,
          says: this.#text(it.says),
          why: this.#text(it.why),
          witness: { ...it.witness, says: this.#text(it.witness.says) },
          counterexample: this.#counterexampleAt(it.counterexample),
        })),
      ),
      outcomes: this.#part(outcomes, 'outcomes', (all) => all.map((it) => this.#outcome(it))),
      search: this.#part(search, 'search', (it) => it),
      ...(whyNot === undefined
        ? {}
        : { whyNot: this.#part(whyNot, 'whyNot', (all) => all.map((it) => this.#whyNot(it))) }),
    };
  }

  #outcome({ execution, ...packed }: PackedOutcome): Run['outcomes'][number] {
    return {
      ...packed,
      text: this.#text(packed.text),
      witness: packed.witness.map((rule) => this.#text(rule)),
      ...(execution === undefined ? {} : { execution: this.#executionAt(execution) }),
    };
  }

  #whyNot(packed: PackedWhyNot): NonNullable<Run['whyNot']>[number] {
    const { wrong, instead, says, ends, execution } = packed;
    return {
      ...packed,
      wrong: wrong === null ? null : this.#at(wrong, this.deeds, 'deeds'),
      instead: instead === null ? null : this.#at(instead, this.deeds, 'deeds'),
      says: this.#text(says),
      ends: ends === null ? null : this.#text(ends),
      execution: execution === null ? null : this.#executionAt(execution),
    };
  }

  /** A part of a run, or that of the earlier run which has the same. */
  #part<Name extends keyof Run, Packed>(
    part: Packed | Place,
    name: Name,
    unpack: (part: Packed) => NonNullable<Run[Name]>,
  ): NonNullable<Run[Name]> {
    if (typeof part !== 'number') return unpack(part);
    const same = this.#at(part, this.runs, 'runs')[name];
    if (same === undefined || same === null)
      throw this.#wrong(`refers to runs[${part}].${name}, which is missing`);
    return same;
  }

  #text(text: PackedText): string {
    return this.#at(text, this.texts, 'texts');
  }

  #executionAt(execution: PackedExecution | Place): Execution {
    return typeof execution === 'number'
      ? this.#at(execution, this.executions, 'executions')
      : this.execution(execution);
  }

  #counterexampleAt(found: PackedCounterexample | Place | null): Counterexample | null {
    if (found === null) return null;
    return typeof found === 'number'
      ? this.#at(found, this.counterexamples, 'counterexamples')
      : this.counterexample(found);
  }

  #at<T>(it: T | Place, table: readonly T[], name: string): T {
    if (typeof it !== 'number') return it;
    if (it < table.length) return table[it];
    throw this.#wrong(`refers to ${name}[${it}], and only ${table.length} stand before`);
  }

  #wrong(sentence: string): InputError {
    return new InputError(`${this.#file}: ${this.place} ${sentence}`);
  }
}

/** What could have become of it names a step, or a lane, that is not there. */
function hasStrayFate({ fate, lanes, steps }: Counterexample): boolean {
  if (fate?.is !== 'known') return false;
  const { lost, instead, aborts, switches, parts } = fate;
  const named = [
    lost,
    ...aborts.each.flatMap((each) => each.steps),
    ...switches.each.map(({ after }) => after),
    ...parts.map(({ since }) => since),
  ];
  return (
    named.some((step) => step > steps.length) || instead.some(({ lane }) => lane >= lanes.length)
  );
}
