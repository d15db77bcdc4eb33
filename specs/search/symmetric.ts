/**
 * Which symmetry a search of a test may use: the permutations of its lanes that leave the program
 * as it is. What the E lane names is moved by none of them.
 *
 * The search then keeps one state of each orbit (checker/model.ts), so no question may tell the
 * states of an orbit apart, or it must be asked of all of them:
 *
 *     assertions, their witnesses    speak of all threads alike: INVARIANT says of what, for each
 *     windows (`Point=`)             of any thread that a request has found
 *     outcomes, conditions           name lanes; all ends of an orbit are kept (checker/images.ts),
 *                                    so that R9, R11 and R15 compare whole sets of them
 *     B and H, boundaries, stops     of any thread, by the names of calls
 *     what must happen in some run   names the operations of the E lane, which stay; budgets and
 *                                    aborts of the condition: `ofSomeImage` asks the whole orbit
 */
import type { Property } from '../../checker/model.ts';
import type { Machine } from '../../model/machine.ts';
import { type LaneSymmetry, symmetryOf } from '../../model/symmetry/symmetry.ts';

/** Of what each assertion speaks, and its witness: all of it, whatever its number. */
export const INVARIANT: Readonly<Record<string, string>> = {
  R1: 'every queue, its ledger and sleepers; every thread; every message',
  R2: 'every thread and its own deadline',
  R3: 'every thread',
  R4: 'every thread',
  R5: 'every message; every call of every lane and its own messages',
  R6: 'every thread',
  R7: 'whether some thread is stuck, and whether any can take a step in the kernel',
  R8: 'every message, and every pair of one phone',
  R9: 'sets of ends, closed; witness: some thread is held',
  R10: 'sets of ends; programs with checkpoints have no symmetry',
  R11: 'sets of ends, closed; witness: the sum of what was drawn from the budgets',
  R12: 'every register and the policies of the calls that write it',
  R13: 'every thread',
  R14: 'every message, phone and box, with sums over the others',
  R15: 'sets of ends, closed; witness: some thread',
  R16: 'every message; programs with debug sessions have no symmetry',
  R17: 'every queue: one order of threads within another',
  R18: 'every thread; programs that examine or set one have no symmetry',
  U1: 'marks of the whole state; every thread; programs with user code have no symmetry',
  U2: 'whether an end can be reached; programs with user code have no symmetry',
};

/** The symmetry of a machine, or null if it has none. */
export function symmetryIn(machine: Machine): LaneSymmetry | null {
  const initial = new Uint8Array(machine.recordSize);
  machine.initial(initial, 0);
  return symmetryOf(machine.kernel.program, initial);
}

/** Does a question tell lanes apart that the symmetry permutes: of a budget, of a call's aborts? */
export function movesCounts({ automorphisms }: LaneSymmetry): boolean {
  const moves = (map: readonly number[]): boolean => map.some((to, i) => to !== i);
  return automorphisms.some(({ budgets, counted }) => moves(budgets) || moves(counted));
}

/** A question that some state of the orbit is to answer with yes. */
export function ofSomeImage(machine: Machine, holds: Property['holds']): Property['holds'] {
  const image = new Uint8Array(machine.recordSize);
  return (arena, at) => {
    const { symmetry } = machine;
    if (symmetry === undefined) return holds(arena, at);
    for (let element = 0; element < symmetry.size; element++) {
      symmetry.apply(element, arena, at, image, 0);
      if (holds(image, 0)) return true;
    }
    return false;
  };
}
