/**
 * Every form that a call of a lane may have: as it is written, with arguments that a debugger has set,
 * about what its group has taken along, and as the kernel of the other node has it. Which of them a
 * step is about is read off the state (`Kernel.op`); what may come has to do with all.
 */
import type { Op, Program } from '../record/program.ts';

/** The programs that run one after the other, where groups move to another kernel. */
export function worldsOf(program: Program): readonly Program[] {
  return program.worlds === undefined ? [program] : [...new Set(program.worlds)];
}

/** All forms of call `i` of lane t. An argument is set of whatever call the thread is at by then. */
export function formsOf(program: Program, t: number, i: number): readonly Op[] {
  return worldsOf(program).flatMap(({ lanes, moved }) => [
    lanes[t].ops[i],
    ...(moved.length > 0 ? [moved[t][i]] : []),
    ...lanes[t].variants,
  ]);
}

/** All forms of all calls of all lanes. */
export function allForms(program: Program): readonly Op[] {
  return program.lanes.flatMap(({ ops }, t) => ops.flatMap((_, i) => formsOf(program, t, i)));
}
