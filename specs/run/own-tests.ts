/**
 * Tests of one's own: files that are not of the catalogue. They are checked on the designs that are
 * held to be right and on the kernel as it is; what the others do there is shown if somebody asks. A
 * design that is named is judged, unless it is known to be bad.
 */
import type { Design } from '../../model/designs/policies.ts';
import type { Run } from '../../reports/data.ts';
import { isOfCatalogue, type Test } from '../catalogue.ts';
import { examines, hasCheckpoint } from '../litmus/calls/asserted.ts';
import { hasSession } from '../search/same-model.ts';

/** The presets that a test of one's own is checked on where none is named. */
export const OWN_DESIGNS: readonly string[] = ['today', 'ticket', 'ticket-libc'];

/**
 * Of `designs` those that `test` is checked on, where none was named. What a known-bad one does to calls
 * is asked by tests of calls; those of debug sessions, of checkpoints and of threads that are looked at
 * would search each of them anew. So they are checked on a wrong one only where they are about it, and
 * so they are on what libc does with what `eintr` tells it.
 */
export function designsFor(test: Test, designs: readonly Design[], isAll: boolean) {
  if (isAll) return designs;
  if (isOfCatalogue(test)) {
    return designs.filter((design) => isOfKernel(design) || isAsked(test, design));
  }
  return designs.filter(({ name }) => OWN_DESIGNS.includes(name));
}

/** Held to be right, and all of it in the kernel. */
const isOfKernel = ({ kind, policies }: Design): boolean =>
  kind !== 'known-bad' && policies.retry === 'none';

/** What is wrong in an image, and in what a debugger does with a held thread. */
const OF_IMAGES = new Set(['tokens', 'debts', 'deadlines', 'names', 'messages', 'cut', 'order']);
const OF_EXAMINING = new Set(['set', 'examine']);

/** It is of calls alone, of what is wrong there, or it cites that: `designs.md#policy-unwind`. */
function isAsked({ litmus }: Test, { name }: Design): boolean {
  const [isMoved, isLookedAt] = [hasCheckpoint(litmus), examines(litmus)];
  if (!hasSession(litmus) && !isMoved && !isLookedAt) return true;
  const set = name.split(',').map((setting) => setting.split('=')[0]);
  return set.some(
    (policy) =>
      (isMoved && OF_IMAGES.has(policy)) ||
      (isLookedAt && OF_EXAMINING.has(policy)) ||
      litmus.meta.ref?.includes(`designs.md#policy-${policy}`),
  );
}

/**
 * Nobody judges it: a test of one's own on a design that was not named and is not one of OWN_DESIGNS,
 * or one that another design than the ticket's has no notion of.
 */
export function isAside(test: Test, { design, verdict }: Run): boolean {
  if (isOfCatalogue(test)) return false;
  return !OWN_DESIGNS.includes(design) || (verdict === 'UNSUPPORTED' && design !== 'ticket');
}
