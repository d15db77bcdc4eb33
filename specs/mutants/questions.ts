/**
 * What there is to ask: the tests of the catalogue and the recorded programs, by name.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDesign } from '../../model/designs/designs.ts';
import type { Revision } from '../../model/record/program.ts';
import { type RecordedProgram, readOutcomes } from '../agree/read-outcomes.ts';
import { assertedIn } from '../litmus/calls/asserted.ts';
import { revisionsOf } from '../check/check.ts';
import { readCatalogue, type Test } from '../catalogue.ts';
import { root } from '../root.ts';
import { unknownName, UsageError } from '../errors.ts';
import type { Trial } from './mutant.ts';
import type { Question } from './trial.ts';

const PROGRAMS = ['waitq.jsonl', 'ipc.jsonl', 'ipc-kinds.jsonl', 'udebug.jsonl'].map((file) =>
  join('specs', 'kernel-outcomes', file),
);
const DESIGN = 'ticket';

export class Questions {
  private readonly tests: readonly Test[];
  private readonly programs: readonly RecordedProgram[];

  constructor() {
    this.tests = readCatalogue();
    this.programs = PROGRAMS.flatMap((file) =>
      readOutcomes(readFileSync(join(root, file), 'utf8'), file),
    );
  }

  /** @throws UsageError naming what does not exist, DesignError. */
  of(trial: Trial): Question {
    const { revision } = trial;
    if ('program' in trial) {
      const named = this.programs.filter(({ name }) => name === trial.program);
      const recorded = named.find((program) => program.revision === revision);
      if (recorded !== undefined) return { is: 'agree', recorded };
      throw new UsageError(
        `${PROGRAMS.join(' and ')} have no program ${trial.program} on ${revision}`,
      );
    }
    const source = this.tests.find(({ name }) => name === trial.litmus);
    if (source === undefined) {
      const names = this.tests.map(({ name }) => name);
      throw unknownName('test', trial.litmus, names, 'fermata list litmus');
    }
    if (!revisionsOf(source.litmus).includes(revision)) {
      throw new UsageError(`${trial.litmus} is not about ${revision}`);
    }
    return { is: 'check', source, design: parseDesign(trial.design ?? DESIGN), revision };
  }

  /** The assertions that the trial can see fall, by the names that killers have for them. */
  visible(trial: Trial): readonly string[] {
    if ('program' in trial) return ['agree', 'error'];
    const source = this.tests.find(({ name }) => name === trial.litmus);
    return [...(source ? assertedIn(source.litmus) : []), 'condition', 'error'];
  }

  /** Every test on every revision that it is about, then every recorded program. */
  all(design: string): readonly Trial[] {
    const onTests = this.tests.flatMap(({ name, litmus }) =>
      revisionsOf(litmus).map((revision: Revision) => ({ litmus: name, revision, design })),
    );
    return [
      ...onTests,
      ...this.programs.map(({ name, revision }) => ({ program: name, revision })),
    ];
  }
}
