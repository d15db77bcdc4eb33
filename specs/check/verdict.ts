/**
 * The verdict on a run, from those on its parts (docs/formats.md#verdicts).
 *
 * What fell has fallen, whatever else is not known. An assertion that nothing models leaves no
 * answer that could be a pass, and neither does a search that was cut; only then does it matter
 * whether what the test is about has happened at all.
 */
import type { Exploration } from '../../checker/exploration.ts';
import type { AssertionResult, ConditionResult, Verdict } from '../../reports/data.ts';
import type { Prop } from '../litmus/litmus.ts';
import { printProp } from '../litmus/print.ts';
import { cutText, searchResult } from '../search/search.ts';

/** What the test is about and the search has not met. */
export interface NotSeen {
  /** Windows of `Point=`. */
  readonly missing: readonly string[];
  /** Sentences about what no run does. */
  readonly lacking: readonly string[];
  /** Whether the design issues calls again: what a test waits for may be that alone. */
  restarts(): boolean;
}

/** The worst of all, in the order in which it matters. */
export function overall(
  exploration: Exploration,
  prop: Prop,
  condition: ConditionResult,
  assertions: readonly AssertionResult[],
  { missing, lacking, restarts }: NotSeen,
): { verdict: Verdict; why: string } {
  if (exploration.stopped === 'error') {
    return { verdict: 'ERROR', why: exploration.error?.message ?? 'the model failed' };
  }
  const parts = [{ id: 'condition', ...condition }, ...assertions];
  const of = (verdict: Verdict) => parts.filter((part) => part.verdict === verdict);
  const violated = of('VIOLATED');
  if (violated.length > 0) return { verdict: 'VIOLATED', why: whyOf(violated) };
  const open = of('INCONCLUSIVE');
  if (open.length > 0) {
    const isCut = exploration.stopped !== 'complete';
    const why = isCut ? cutText(searchResult(exploration)) : whyOf(open);
    return { verdict: 'INCONCLUSIVE', why };
  }
  if (lacking.length > 0) {
    const why = lacking.join('; ');
    if (restarts()) return { verdict: 'VACUOUS', why };
    // The lane may well wait for a call that is issued again.
    return { verdict: 'UNSUPPORTED', why: `${why}; this design issues no call again` };
  }
  if (missing.length > 0) {
    return { verdict: 'VACUOUS', why: `no request found a thread ${missing.join(' or ')}` };
  }
  const vacuous = of('VACUOUS');
  if (vacuous.length > 0) return { verdict: 'VACUOUS', why: whyOf(vacuous) };
  const none = assertions.length > 0 && assertions.every((a) => a.verdict === 'UNSUPPORTED');
  if (none) return { verdict: 'UNSUPPORTED', why: assertions.map(({ why }) => why).join('; ') };
  const checked = checkedIn(prop, assertions);
  if (checked === '') {
    return {
      verdict: 'VACUOUS',
      why: `nothing is checked: every end is as ${printProp(prop)} says`,
    };
  }
  const { states } = exploration.orbits ?? exploration;
  return { verdict: 'VERIFIED', why: `${checked}: ${states} states, the whole space` };
}

/** `condition; R1, R3`: what the verdict rests on. A condition that cannot fail is no part of it. */
function checkedIn(prop: Prop, assertions: readonly AssertionResult[]): string {
  const condition = prop.is === 'true' || prop.is === 'false' ? [] : ['condition'];
  const ids = assertions.filter(({ verdict }) => verdict === 'VERIFIED').map(({ id }) => id);
  return [...condition, ...(ids.length > 0 ? [ids.join(', ')] : [])].join('; ');
}

/** `R5, R10 and R16` */
export function listed(names: readonly string[]): string {
  const last = names.length - 1;
  return last < 1 ? names.join('') : `${names.slice(0, last).join(', ')} and ${names[last]}`;
}

function whyOf(parts: readonly { readonly id: string; readonly why: string }[]): string {
  return parts.map(({ id, why }) => `${id}: ${why}`).join('; ');
}
