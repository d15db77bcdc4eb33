/**
 * The verdict on each assertion of a test: does it hold, was it put to the test, and if it falls,
 * is the kernel to blame or the design?
 *
 * An assertion that falls with no abort at all is a defect of the kernel; one that falls only with
 * aborts, of the design. So whatever falls is searched once more without aborts.
 */
import type { Exploration } from '../../checker/exploration.ts';
import type { AssertionResult, SearchResult, Verdict } from '../../reports/data.ts';
import type { Assertion } from '../properties/assertions.ts';
import { COMPARISONS, isAllowed } from '../search/comparisons.ts';
import { assertedIn } from '../litmus/calls/asserted.ts';
import type { OtherSearches } from '../search/other-searches.ts';
import { cutText, keysOf, needsAborts } from '../search/search.ts';
import {
  isTrapWithoutAborts,
  type Livelock,
  type Livelocks,
  ON_CYCLES,
} from '../livelock/livelocks.ts';
import { counterexampleTo } from '../trace/counterexample.ts';
import { lassoTo, trapTo } from '../trace/lasso.ts';
import { trapLasso } from '../../checker/cycles/traps.ts';
import type { TestModel } from '../search/test-model.ts';

/**
 * `others`: the searches of other versions of the test, for the assertions that compare; `livelocks`:
 * the cycles of this one.
 */
export function assertAll(
  others: OtherSearches,
  model: TestModel,
  exploration: Exploration,
  search: SearchResult,
  livelocks: Livelocks,
): AssertionResult[] {
  const { litmus } = others.subject;
  const isImplied = litmus.meta.asserts === null;
  const results = assertedIn(litmus).map((id): AssertionResult => {
    const index = model.assertions.findIndex((assertion) => assertion.id === id);
    const assertion = model.assertions[index];
    const reached = exploration.properties[model.indices[index].witness].id >= 0;
    const witness = { says: assertion.witness, reached };
    const base = { id, says: assertion.says, defect: null, witness, counterexample: null };
    const reason = assertion.unsupported?.(model.machine.kernel) ?? null;
    if (reason !== null) return { ...base, verdict: 'UNSUPPORTED', why: reason };
    // What the test does not name is not searched for where nothing put it to the test.
    const isIdle = isImplied && !reached && assertion.kind === 'outcomes';
    const fallen =
      isIdle || assertion.kind === 'traps'
        ? null
        : assertion.kind === 'outcomes'
          ? compareOutcomes(others, assertion, exploration, search)
          : fallenProperty(others, assertion, model.indices[index].holds, exploration);
    // Where no run ends, none can be compared.
    const isOpen = fallen === null || fallen.verdict === 'VACUOUS';
    if (fallen !== null && !isOpen) return { ...base, ...fallen };
    const round = isIdle ? null : goesRound(others, livelocks, assertion, search);
    if (fallen !== null && round === null) return { ...base, ...fallen };
    if (round !== null) return { ...base, ...round };
    const ruling = onCycles(standing(search, reached, assertion.witness), id, livelocks);
    return { ...base, ...(assertion.kind === 'outcomes' ? compared(ruling, exploration) : ruling) };
  });
  return isImplied ? results.filter(applies) : results;
}

/** False of an assertion that says nothing about this program. */
function applies({ verdict }: AssertionResult): boolean {
  return verdict !== 'UNSUPPORTED' && verdict !== 'VACUOUS';
}

type Ruling = Pick<AssertionResult, 'verdict' | 'why'>;
type Fall = Pick<AssertionResult, 'verdict' | 'why' | 'defect' | 'counterexample'>;

/** partial-order.ts says why that is enough for it. */
const REDUCED = 'nothing breaks it, by a search that leaves out orders of steps that commute';

/** Nothing fell: what may be said then. */
function standing(search: SearchResult, reached: boolean, witness: string): Ruling {
  if (!search.complete) return { verdict: 'INCONCLUSIVE', why: cutText(search) };
  if (!reached) return { verdict: 'VACUOUS', why: `never seen: ${witness}` };
  if (search.reduction) return { verdict: 'VERIFIED', why: REDUCED };
  return { verdict: 'VERIFIED', why: 'in every state of the whole space' };
}

/** What R7 and R9 say of cycles where none breaks them. */
function onCycles(ruling: Ruling, id: string, livelocks: Livelocks): Ruling {
  if (ruling.verdict !== 'VERIFIED' || !ON_CYCLES.includes(id)) return ruling;
  const round =
    id === 'U2' ? 'and from each of them an end can be reached' : 'and on every fair cycle of it';
  const what = livelocks.hasNoCycle ? 'which has no cycle' : round;
  return { ...ruling, why: `${ruling.why}, ${what}` };
}

/** What R9, R11 and R15 say of ends that they pass over: that they are there. */
function compared(ruling: Ruling, exploration: Exploration): Ruling {
  const others = [...keysOf(exploration).values()].filter(({ own }) => !own).length;
  if (others === 0 || ruling.verdict !== 'VERIFIED') return ruling;
  return {
    ...ruling,
    why: `${ruling.why}; of the outcomes ${others} are compared with nothing: ${NOT_OWN}`,
  };
}

const NOT_OWN = 'an assertion of the kernel failed, or the environment holds a thread for ever';

function fallenProperty(
  others: OtherSearches,
  assertion: Assertion,
  property: number,
  exploration: Exploration,
): Fall | null {
  if (exploration.properties[property].id < 0) return null;
  const found = defectOf(others, assertion);
  const isOfProgram = assertion.id === 'U1' && found === 'kernel';
  const defect = isOfProgram ? null : found;
  const because = isOfProgram ? WITHOUT_ABORTS : WHY[found ?? 'unknown'];
  const { reduced } = exploration;
  return {
    verdict: 'VIOLATED',
    why: reduced ? `${because}; ${NOT_SHORTEST}` : because,
    defect,
    counterexample: counterexampleTo(others.subject, exploration, assertion.id, { property }),
  };
}

/** Said of what fell in a reduced search. */
export const NOT_SHORTEST =
  'the trace need not be a shortest one: the search that finds those was cut';

const WHY = {
  kernel: 'it falls with no abort at all',
  design: 'it falls only with aborts',
  unknown: 'it falls; whether also without aborts is open, that search was cut',
} as const;

/** Does it fall without any abort? null: the search that would say was cut. */
function defectOf(others: OtherSearches, { id }: Assertion): 'kernel' | 'design' | null {
  // Only a request breaks R7, and without aborts those of a debugger, which the design lets it make.
  if (!needsAborts(others.subject.litmus)) return id === 'R7' ? 'design' : 'kernel';
  const { falls, isComplete } = others.withoutAborts();
  if (falls.has(id)) return 'kernel';
  return isComplete ? 'design' : null;
}

// --- R7, R9: cycles ---------------------------------------------------------------------------

/** The fall of an assertion on a cycle, or that nothing is known of cycles; null: no cycle breaks it. */
function goesRound(
  others: OtherSearches,
  livelocks: Livelocks,
  assertion: Assertion,
  { complete }: SearchResult,
): Fall | null {
  const { id } = assertion;
  if (!ON_CYCLES.includes(id) || !complete) return null;
  if (id === 'U2') return trapped(others, livelocks);
  const reissued = id === 'R9' ? livelocks.reissued() : 'none';
  const found = id === 'R7' ? livelocks.unanswered() : orElse(reissued, others, livelocks);
  if (found === 'none') return null;
  if ('unknown' in found) {
    return { verdict: 'INCONCLUSIVE', why: found.unknown, defect: null, counterexample: null };
  }
  const isOwn = found === reissued;
  const defect = id === 'R7' ? defectOf(others, assertion) : isOwn ? 'kernel' : 'design';
  return {
    verdict: 'VIOLATED',
    why: `it falls on a cycle that can be repeated for ever${defect === 'design' ? ', only with aborts' : ''}`,
    defect,
    counterexample: lassoTo(others.subject, livelocks.model.machine, found, id),
  };
}

/** U2. Without aborts it is neither the kernel's fault nor the design's. */
function trapped(others: OtherSearches, livelocks: Livelocks): Fall | null {
  const traps = livelocks.traps();
  if (traps === 'none') return null;
  if ('unknown' in traps) {
    return { verdict: 'INCONCLUSIVE', why: traps.unknown, defect: null, counterexample: null };
  }
  const { subject } = others;
  const isOwn = needsAborts(subject.litmus) ? isTrapWithoutAborts(subject) : true;
  const why = isOwn === null ? WHY.unknown : isOwn ? WITHOUT_ABORTS : WHY.design;
  return {
    verdict: 'VIOLATED',
    why: `some runs never end: ${why}`,
    defect: isOwn === false ? 'design' : null,
    counterexample: trapTo(subject, livelocks.model.machine, trapLasso(traps), 'U2'),
  };
}

const WITHOUT_ABORTS = 'it falls with no abort at all, by the code of its lanes';

/** A call that is issued for ever is no progress, whatever else there is to compare. */
function orElse(reissued: Livelock, others: OtherSearches, livelocks: Livelocks): Livelock {
  return reissued === 'none' ? unfinished(others, livelocks) : reissued;
}

/** With no end without aborts to compare with there is nothing to say. */
function unfinished(others: OtherSearches, livelocks: Livelocks): Livelock {
  const { other, part } = COMPARISONS.R9;
  const ends = others.outcomes(other, part);
  return ends === null || ends.size === 0 ? 'none' : livelocks.unfinished(ends);
}

// --- R9, R11, R15: sets of outcomes -----------------------------------------------------------

function compareOutcomes(
  others: OtherSearches,
  assertion: Assertion,
  exploration: Exploration,
  search: SearchResult,
): Fall | (Ruling & { defect: null; counterexample: null }) | null {
  const { part, other, says } = COMPARISONS[assertion.id];
  const allowed = others.outcomes(other, part);
  if (allowed === null) {
    const verdict: Verdict = 'INCONCLUSIVE';
    return { verdict, why: `the search ${says} was cut`, defect: null, counterexample: null };
  }
  const own = [...keysOf(exploration)].filter(([, key]) => key.own);
  if (search.complete && (own.length === 0 || allowed.size === 0)) {
    return {
      verdict: 'VACUOUS',
      why: `no end to compare: ${NOT_OWN}`,
      defect: null,
      counterexample: null,
    };
  }
  const offenders = own.filter(([, key]) => !isAllowed(key[part], allowed, part));
  if (offenders.length === 0) return null;
  const nearest = offenders.toSorted(
    ([a], [b]) => (exploration.outcomes.get(a)?.id ?? 0) - (exploration.outcomes.get(b)?.id ?? 0),
  )[0];
  return {
    verdict: 'VIOLATED',
    why: `${offenders.length} of ${exploration.outcomes.size} outcomes ${part === 'progress' ? 'end before any end' : 'are not possible'} ${says}${exploration.reduced ? `; ${NOT_SHORTEST}` : ''}${search.complete ? '' : ' (the search was cut, so there may be more)'}`,
    defect: 'design',
    counterexample: counterexampleTo(
      others.subject,
      exploration,
      assertion.id,
      { outcome: nearest[0] },
      part === 'observable' ? allowed : undefined,
    ),
  };
}
