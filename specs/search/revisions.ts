/** The revisions of the kernel that a test is about. */
import type { Revision } from '../../model/record/program.ts';
import type { Litmus } from '../litmus/litmus.ts';

/** The revisions that a test applies to, by its table. */
export function revisionsOf(litmus: Litmus): Revision[] {
  const { table } = litmus.meta;
  if (table === 'any') return ['helenos-2012', 'helenos-2026'];
  if (table === 'linux') return ['linux'];
  return [table.endsWith('2012') ? 'helenos-2012' : 'helenos-2026'];
}
