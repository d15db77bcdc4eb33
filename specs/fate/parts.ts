/**
 * Which part of a condition was decided first: after which step each stands as it must not at every
 * end that can still be reached.
 *
 * `forall (A /\ B)` falls because A or B is false: the parts are those that are. `~exists (A /\ B)`
 * falls because both are true: the parts are all of them, and each is asked when it became certain.
 */
import { NEVER, stepsTo } from '../../checker/ways.ts';
import { PANIC } from '../../model/record/layout.ts';
import type { LostPart } from '../../reports/data.ts';
import type { Prop } from '../litmus/litmus.ts';
import { printProp } from '../litmus/print.ts';
import { quantifierFor, testOf } from '../properties/condition.ts';
import type { Subject } from '../search/search.ts';
import type { TestModel } from '../search/test-model.ts';
import { endsWith } from './goals.ts';
import type { Asked } from './turning.ts';

/** The parts of a condition that fell, the first one first; none where it has no parts. */
export function lostParts(
  { litmus, design, program }: Subject,
  machine: TestModel['machine'],
  { graph, falls, path }: Asked,
): readonly LostPart[] {
  const isForbidden = quantifierFor(litmus, design) === '~exists';
  const parts = conjunctsOf(litmus.condition.prop);
  if (parts.length < 2) return [];
  const lost = parts.map((prop): LostPart => {
    const holds = testOf(program, prop);
    const wanted = endsWith(
      graph,
      machine,
      (k) => k.global(PANIC) === 0 && holds(k) !== isForbidden,
    );
    const steps = stepsTo(graph, wanted, falls);
    const since = path.findIndex((id) => steps[id] === NEVER);
    return { text: printProp(prop), is: isForbidden, since };
  });
  return lost.filter(({ since }) => since >= 0).toSorted((a, b) => a.since - b.since);
}

/** What must all hold for `prop` (for `not prop`, if not `positive`) to hold. */
export function conjunctsOf(prop: Prop, positive = true): readonly Prop[] {
  if (prop.is === 'not') return conjunctsOf(prop.prop, !positive);
  if (prop.is === (positive ? 'and' : 'or') && 'left' in prop) {
    return [...conjunctsOf(prop.left, positive), ...conjunctsOf(prop.right, positive)];
  }
  if (prop.is === 'implies' && !positive) {
    return [...conjunctsOf(prop.left), ...conjunctsOf(prop.right, false)];
  }
  return [positive ? prop : { is: 'not', prop }];
}
