/** Places that a trace names (`0:r0`, `q.balance`, `0:dt(L0)`, `x`) in a state of the model. */
import type { Program } from '../../../model/record/program.ts';
import type { Kernel } from '../../../model/record/state.ts';
import { InputError } from '../../errors.ts';
import type { Loc } from '../../litmus/litmus.ts';
import { type Reader, readerOf } from '../../properties/condition.ts';
import type { Known } from '../trace-event.ts';

/** The value of one place, as a trace has it. */
export interface Place {
  readonly name: string;
  readonly wanted: Known;
  readonly read: Reader;
}

/** `final` of an event. @throws InputError for a place that the test does not have */
export function placesIn(
  program: Program,
  final: Readonly<Record<string, Known>>,
  where: string,
): readonly Place[] {
  return Object.entries(final).map(([name, wanted]) => {
    const loc = locOf(name);
    const lane = loc !== null && 'lane' in loc ? `P${loc.lane}` : null;
    try {
      if (loc === null) throw new Error('no place');
      if (lane !== null && !program.lanes.some((known) => known.name === lane)) {
        throw new Error(`no lane ${lane}`);
      }
      return { name, wanted, read: readerOf(program, loc) };
    } catch (error) {
      const why = (error as Error).message;
      throw new InputError(
        `${where}: final names ${name}: ${why}; name places as a condition does: 0:r0, q.balance`,
      );
    }
  });
}

function locOf(name: string): Loc | null {
  const place = { line: 1, column: 1 };
  const timed = /^(\d+):(dt|waited)\((\w+)\)$/.exec(name);
  if (timed !== null) {
    const own = { is: 'dt', lane: Number(timed[1]), label: timed[3], place } as const;
    return timed[2] === 'waited' ? { ...own, waited: true } : own;
  }
  const register = /^(\d+):(\w+)$/.exec(name);
  if (register !== null) {
    return { is: 'register', lane: Number(register[1]), name: register[2], place };
  }
  const object = /^([A-Za-z]\w*)(?:\.(\w+))?$/.exec(name);
  return object === null
    ? null
    : { is: 'object', name: object[1], field: object[2] ?? null, place };
}

/** Whether what a trace knows of a value leaves it possible that it is `value`. */
export function mayBe(known: Known, value: string): boolean {
  if (typeof known === 'object') return known.in.some((each) => String(each) === value);
  return known === '?' || String(known) === value;
}

export const agree = (k: Kernel, places: readonly Place[]): boolean =>
  places.every(({ wanted, read }) => mayBe(wanted, read(k)));

/** `q.balance is 1` of those that are otherwise than the trace has it. */
export function differing(k: Kernel, places: readonly Place[]): string {
  const wrong = places.filter(({ wanted, read }) => !mayBe(wanted, read(k)));
  return wrong.map(({ name, read }) => `${name} is ${read(k)}`).join(', ');
}
