/** Tests with designs as programs whose steps are all declared, for tests of the reduction. */
import type { Design } from '../../model/designs/policies.ts';
import { takesAborts } from '../../model/designs/designs.ts';
import { isDeclared } from '../../model/footprints/declared-programs.ts';
import type { Program } from '../../model/record/program.ts';
import { compile } from '../compile/compile.ts';
import { Unsupported } from '../compile/unsupported.ts';
import type { Litmus } from '../litmus/litmus.ts';
import { revisionsOf } from './revisions.ts';
import { needsAborts } from './search.ts';

export interface Case {
  readonly name: string;
  readonly design: string;
  readonly litmus: Litmus;
  readonly program: Program;
}

/** Each of these tests with this design, where all steps are declared; in each revision. */
export function casesOf(tests: readonly Litmus[], design: Design): readonly Case[] {
  return tests.flatMap((litmus) =>
    needsAborts(litmus) && !takesAborts(design)
      ? []
      : revisionsOf(litmus).flatMap((revision): Case[] => {
          try {
            const program = compile(litmus, design, revision);
            const name = `${litmus.name} ${design.name} ${revision}`;
            return isDeclared(program) ? [{ name, design: design.name, litmus, program }] : [];
          } catch (error) {
            if (error instanceof Unsupported) return [];
            throw error;
          }
        }),
  );
}
