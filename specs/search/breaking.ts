/**
 * Whether a state of a test breaks its condition or one of its assertions: the same question for
 * whoever holds a token against its run and for whoever asks what could have come instead.
 */
import { quantifierFor } from '../properties/condition.ts';
import { COMPARISONS, isAllowed } from './comparisons.ts';
import type { Subject } from './search.ts';
import type { OutcomeKey, TestModel } from './test-model.ts';

export interface Breaking {
  /** Only an end can break it. */
  readonly inEnds: boolean;
  /** Does this state, an end if only ends can? */
  at(arena: Uint8Array, at: number): boolean;
}

/**
 * What breaks `breaks`, `condition` or an assertion of the model. `allowed`: for R9, R11 and R15, the
 * ends that the other version of the test has.
 */
export function breakingOf(
  { litmus, design }: Pick<Subject, 'litmus' | 'design'>,
  { machine, assertions, indices }: TestModel,
  breaks: string,
  allowed: ReadonlySet<string>,
): Breaking {
  if (breaks === 'condition') {
    // An `exists` falls when no end satisfies it, which is not to be seen in one state.
    const quantifier = quantifierFor(litmus, design);
    if (quantifier === 'exists') return { inEnds: true, at: () => false };
    const breaking = quantifier === '~exists';
    return ofOutcomes(machine, ({ kept, satisfies }) => kept && satisfies === breaking);
  }
  const comparison = COMPARISONS[breaks];
  if (comparison !== undefined) {
    const { part } = comparison;
    return ofOutcomes(machine, (end) => end.own && !isAllowed(end[part], allowed, part));
  }
  const index = assertions.findIndex(({ id }) => id === breaks);
  const { kind, holds } = machine.properties[indices[index].holds];
  return { inEnds: kind === 'finally', at: (arena, at) => !holds(arena, at) };
}

/** Many ends are one outcome: each is judged once. */
function ofOutcomes(machine: TestModel['machine'], breaks: (key: OutcomeKey) => boolean): Breaking {
  const judged = new Map<string, boolean>();
  return {
    inEnds: true,
    at(arena, at) {
      const text = machine.outcome(arena, at) ?? '';
      const known = judged.get(text) ?? breaks(JSON.parse(text) as OutcomeKey);
      judged.set(text, known);
      return known;
    },
  };
}
