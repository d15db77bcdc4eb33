/** Where user code gets its numbers: the names of the test, and the compiler of its calls. */
import type { Flow } from '../litmus/flow/flat.ts';
import type { CallCompiler } from './compile-calls.ts';
import type { Names } from './compile-names.ts';
import { Unsupported } from './unsupported.ts';
import type { Numbers } from './compile-user.ts';

/** A register is named in a byte whose last value means none. */
const REGISTERS_MAX = 250;

export function numbersOf(names: Names, calls: CallCompiler, thread: number, flow: Flow): Numbers {
  const { onCycles } = flow.lanes[thread];
  return {
    base: calls.ofUserMode(thread),
    register(lane, name) {
      const number = calls.register(lane, name);
      if (number < REGISTERS_MAX) return number;
      throw new Unsupported(`${number + 1} registers; the model has at most ${REGISTERS_MAX}`);
    },
    word: (name) => names.words.findIndex((word) => word.name === name),
    section: (name) => names.sections.findIndex((section) => section.name === name),
    call: (step, { labels }, index) =>
      calls.call(step, labels[0] ?? null, thread, index, onCycles.has(index)),
  };
}

/** @throws Unsupported for what user code has not been thought through with */
export function refuseUserCode({ sessions, litmus, crosses }: Names): void {
  if (sessions.length > 0) throw new Unsupported('user code beside a debug session');
  // Its steps are numbered for the calls of one revision.
  if (crosses) throw new Unsupported('user code of a group that moves to another revision');
  if ((litmus.meta.cpus ?? 1) > 1) throw new Unsupported('user code on two CPUs');
}
