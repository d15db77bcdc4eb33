/**
 * Tests of one's own: files that are not of the catalogue. They are checked on the designs that are
 * held to be right and on the kernel as it is; what the others do there is shown if somebody asks. A
 * design that is named is judged, unless it is known to be bad.
 */
import type { Design } from '../../model/designs/policies.ts';
import type { Run } from '../../reports/data.ts';
import { isOfCatalogue, type Test } from '../catalogue.ts';
import { hasSession } from '../search/same-model.ts';

/** The presets that a test of one's own is checked on where none is named. */
export const OWN_DESIGNS: readonly string[] = ['today', 'ticket', 'ticket-libc'];

/**
 * Of `designs` those that `test` is checked on, where none was named. What a known-bad one does to calls
 * is asked by tests of calls; those of debug sessions would search each of them anew. So they are
 * checked on a wrong one only where they are about it.
 */
export function designsFor(test: Test, designs: readonly Design[], isAll: boolean) {
  if (isAll) return designs;
  if (isOfCatalogue(test)) {
    if (!hasSession(test.litmus)) return designs;
    return designs.filter((design) => design.kind !== 'known-bad' || isAbout(test, design));
  }
  return designs.filter(({ name }) => OWN_DESIGNS.includes(name));
}

/** It cites the policy by whose value the design is wrong: `designs.md#policy-unwind`. */
function isAbout({ litmus }: Test, { name }: Design): boolean {
  const wrong = name.split(',').map((setting) => setting.split('=')[0]);
  return wrong.some((policy) => litmus.meta.ref?.includes(`designs.md#policy-${policy}`));
}

/**
 * Nobody judges it: a test of one's own on a design that was not named and is not one of OWN_DESIGNS,
 * or one that another design than the ticket's has no notion of.
 */
export function isAside(test: Test, { design, verdict }: Run): boolean {
  if (isOfCatalogue(test)) return false;
  return !OWN_DESIGNS.includes(design) || (verdict === 'UNSUPPORTED' && design !== 'ticket');
}
