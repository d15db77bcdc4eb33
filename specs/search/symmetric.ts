/**
 * Which symmetry a search of a test may use: the permutations of its lanes that leave the program
 * as it is, and that no question which the test asks can tell apart.
 *
 * Assertions speak of all threads, and the states of an orbit satisfy the same ones (ASSERTED says
 * why, for each). Outcomes name lanes, and all of an orbit are kept (checker/images.ts). What must
 * happen in some run may name lanes: `closed` asks it of every state of an orbit.
 */
import type { Property } from '../../checker/model.ts';
import type { Machine } from '../../model/machine.ts';
import { type LaneSymmetry, symmetryOf } from '../../model/symmetry/symmetry.ts';
import type { TestModel } from './test-model.ts';

/** The symmetry of a model, or null if it has none. */
export function symmetryIn({ machine }: Pick<TestModel, 'machine'>): LaneSymmetry | null {
  const initial = new Uint8Array(machine.recordSize);
  machine.initial(initial, 0);
  return symmetryOf(machine.kernel.program, initial);
}
