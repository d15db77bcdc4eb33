/**
 * One test on one design and revision as a model for the search: the machine, the properties that
 * the test asserts, a witness for each, and the outcomes of its ends.
 */
import { ModelError, type Property } from '../../checker/model.ts';
import { KICK } from '../../model/record/layout.ts';
import type { Choice } from '../../model/footprints/choice.ts';
import { Machine } from '../../model/machine.ts';
import type { Program } from '../../model/record/program.ts';
import type { Kernel } from '../../model/record/state.ts';
import { ASSERTIONS, type Assertion } from '../properties/assertions.ts';
import { testOf } from '../properties/condition.ts';
import { type Happening, happeningsOf } from '../properties/happenings.ts';
import { fieldsOf, type Window, windowOf } from '../properties/kernel-view.ts';
import { assertedIn } from '../litmus/calls/asserted.ts';
import type { Litmus } from '../litmus/litmus.ts';
import { movesCounts, ofSomeImage, symmetryIn } from './symmetric.ts';
import {
  hasPanicked,
  isOwnEnd,
  observableText,
  outcomeText,
  progressText,
  shownOf,
} from '../properties/outcome.ts';

/** What the search keeps of an end. Two ends with equal keys are one outcome. */
export interface OutcomeKey {
  /** `0:r0=EOK; q.balance=0;` */
  readonly shown: string;
  /** Does the filter keep it? */
  readonly kept: boolean;
  readonly satisfies: boolean;
  /** Everything that user space can tell (R11, R15). */
  readonly observable: string;
  /** How far each lane got (R9). */
  readonly progress: string;
  /** False for an end that is compared with nothing (R9, R11, R15). */
  readonly own: boolean;
  /** An assertion of the kernel has failed. */
  readonly panicked: boolean;
}

export interface TestModel {
  readonly machine: Machine;
  readonly assertions: readonly Assertion[];
  /** Per assertion: index of its property and of its witness in machine.properties. */
  readonly indices: readonly { readonly holds: number; readonly witness: number }[];
  /** Per window of `Point=`: index of the property that a request found a thread in it. */
  readonly points: readonly { readonly window: string; readonly index: number }[];
  /** What must happen in some run, and the first of their properties, which follow each other. */
  readonly happenings: readonly Happening[];
  readonly happened: number;
}

/**
 * The model of a test with its symmetry, for a search that keeps one state of each orbit; null if it
 * has none. `only` and `choice` as in `testModel`.
 */
export function reducedModel(
  litmus: Litmus,
  program: Program,
  only?: readonly string[],
  choice?: Choice,
): TestModel | null {
  const model = testModel(litmus, program, only, choice);
  const symmetry = symmetryIn(model.machine);
  if (symmetry === null) return null;
  model.machine.symmetry = symmetry;
  if (!movesCounts(symmetry)) return model;
  for (let i = 0; i < model.happenings.length; i++) {
    const property = model.machine.properties[model.happened + i];
    property.holds = ofSomeImage(model.machine, property.holds);
  }
  return model;
}

/**
 * The model of a test; only the assertions named in `only`, if given. `choice`: by which
 * it offers a choice of successors (partial-order.ts).
 */
export function testModel(
  litmus: Litmus,
  program: Program,
  only?: readonly string[],
  choice?: Choice,
): TestModel {
  const wanted = only ?? assertedIn(litmus);
  const assertions = ASSERTIONS.filter(({ id }) => wanted.includes(id));
  const properties: Property[] = [];
  const keyOf = keyReader(litmus, program);
  const add = (
    name: string,
    kind: Property['kind'],
    says: string,
    test: (k: Kernel) => boolean,
  ) => {
    const property: Property = {
      name,
      kind,
      says,
      holds(arena, at) {
        machine.kernel.bind(arena, at);
        return test(machine.kernel);
      },
    };
    return properties.push(property) - 1;
  };
  const indices = assertions.map((assertion) => {
    const { id, kind, says, witness } = assertion;
    return {
      holds:
        kind === 'outcomes' || kind === 'traps'
          ? -1
          : add(id, kind, says, (k) => assertion.holds(k)),
      witness: add(`${id} witness`, 'sometimes', witness, (k) => assertion.witnessed(k)),
    };
  });
  const points = litmus.meta.point.map((window) => {
    const says = `a request found a thread ${window}`;
    return { window, index: add(`point ${window}`, 'sometimes', says, (k) => hits(k, window)) };
  });
  // Another version of the test, for one comparison, is not asked whether the test happened.
  const happenings = only === undefined ? happeningsOf(litmus, program) : [];
  const happened = properties.length;
  for (const each of happenings) add(each.lacking, 'sometimes', each.lacking, (k) => each.seen(k));
  const machine: Machine = new Machine(program, {
    properties,
    choice,
    boundExceeded: (message) => new ModelError(message),
    outcome: (k) => JSON.stringify(keyOf(k)),
    decode: (k) => Object.fromEntries(fieldsOf(k)),
  });
  return { machine, assertions, indices, points, happenings, happened };
}

function hits(k: Kernel, window: string): boolean {
  for (let t = 0; t < k.threads; t++) {
    if (k.has(t, KICK) && windowOf(k, t) === (window as Window)) return true;
  }
  return false;
}

function keyReader(litmus: Litmus, program: Program): (k: Kernel) => OutcomeKey {
  const shown = shownOf(program, litmus);
  const kept = litmus.filter === null ? () => true : testOf(program, litmus.filter);
  const satisfies = testOf(program, litmus.condition.prop);
  return (k) => ({
    shown: outcomeText(k, shown),
    kept: kept(k),
    satisfies: satisfies(k),
    observable: observableText(k),
    progress: progressText(k),
    own: isOwnEnd(k),
    panicked: hasPanicked(k),
  });
}
