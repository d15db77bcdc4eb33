/** The catalogue, read once for all names that are explained in one process. */
import { readCatalogue, type Test } from '../catalogue.ts';

let tests: readonly Test[] | null = null;

export function testsToExplain(): readonly Test[] {
  tests ??= readCatalogue();
  return tests;
}
