/**
 * The certificate of a run (docs/formats.md#certificates): what somebody who trusts the model and
 * not the search needs to see for himself that the verdict is true. `certify/` looks at it.
 *
 * What is said of all states (an assertion holds, an `exists` is not reached) rests on the set of
 * all states; what is said of one (a witness, an outcome, a fall) on a schedule that leads there.
 * R9, R11 and R15 are both: each end is one that a schedule of the other version of the test leads
 * to; or one is not among all ends of the other version.
 */
import type { Exploration } from '../../checker/exploration.ts';
import { explore } from '../../checker/explore.ts';
import { traceTo } from '../../checker/trace.ts';
import type { Run } from '../../reports/data.ts';
import { compile } from '../compile/compile.ts';
import { COMPARISONS, isAllowed } from '../search/comparisons.ts';
import { keysOf, type Searched, type Subject } from '../search/search.ts';
import { type TestModel, testModel } from '../search/test-model.ts';
import { OWN, stepsDigest } from './tested.ts';
import type { Schedule } from './shape.ts';
import { sealed, type Section, statesSection, textSection } from './file.ts';

/** No section is longer, unpacked: whoever looks at it has it in one piece. */
const SECTION_BYTES_MAX = 2 ** 31 - 1;

/** What stands in a certificate besides its header. */
interface Evidence {
  readonly states: Section[];
  readonly schedules: Schedule[];
}

/**
 * The certificate as the bytes of its file, or null: only VERIFIED and VIOLATED have one, and none
 * whose states are more than fit.
 */
export function certificateOf(searched: Searched, source: string): Uint8Array | null {
  const { subject, found, exploration } = searched;
  if (found.verdict !== 'VERIFIED' && found.verdict !== 'VIOLATED') return null;
  if (exploration.states * exploration.model.recordSize > SECTION_BYTES_MAX) return null;
  const claims = claimsOf(searched);
  const evidence: Evidence = { states: [], schedules: [] };
  if (found.verdict === 'VERIFIED') proveAll(searched, claims, evidence);
  else proveFalls(searched, claims, evidence);
  const { litmus, hash, design, revision, options } = subject;
  const about = {
    test: litmus.name,
    hash,
    design: design.name,
    revision,
    aborts: options.aborts,
    model: options.digest,
    steps: stepsDigest(),
    verdict: found.verdict,
    claims,
  };
  return sealed(about, [
    textSection('source', source),
    ...evidence.states,
    textSection('schedules', JSON.stringify(evidence.schedules)),
  ]);
}

/** The parts that have the verdict of the run. A condition that cannot fail is none. */
function claimsOf({ subject: { litmus }, found }: Searched): string[] {
  const { condition, assertions, verdict } = found;
  const { is } = litmus.condition.prop;
  const isPart = condition.verdict === verdict && (verdict === 'VIOLATED' || !isConstant(is));
  const fitting = assertions.filter((each) => each.verdict === verdict);
  return [...(isPart ? ['condition'] : []), ...fitting.map(({ id }) => id)];
}

function isConstant(is: string): boolean {
  return is === 'true' || is === 'false';
}

/** VERIFIED: all states; a way to each witness and outcome, and to the ends that others have. */
function proveAll(
  { subject, model, exploration }: Searched,
  claims: readonly string[],
  { states, schedules }: Evidence,
): void {
  states.push(statesSection('states', exploration.seen.arena));
  const shown = new Set<number>();
  for (const index of happeningsIn(model, claims)) shown.add(exploration.properties[index].id);
  for (const id of endsOf(exploration).values()) shown.add(id);
  schedules.push(...schedulesTo(exploration, shown, OWN));
  for (const [version, ids] of Object.entries(comparedBy(claims))) {
    const other = searchOf(subject, version);
    const wanted = new Set<number>();
    for (const id of ids) {
      for (const end of endsLike(exploration, other, id)) wanted.add(end);
    }
    schedules.push(...schedulesTo(other, wanted, version));
    other.seen.arena.release();
  }
}

/** What must have happened: witnesses of what is claimed, windows, all that the test speaks of. */
function happeningsIn(model: TestModel, claims: readonly string[]): number[] {
  const { assertions, indices, points, happenings, happened } = model;
  const witnesses = indices.filter((_, i) => claims.includes(assertions[i].id));
  return [
    ...witnesses.map(({ witness }) => witness),
    ...points.map(({ index }) => index),
    ...happenings.map((_, i) => happened + i),
  ];
}

/** A state for each outcome that is shown, and for an end that comparisons look at. */
function endsOf(exploration: Exploration): Map<string, number> {
  const ends = new Map<string, number>();
  for (const [text, { shown, kept, satisfies, own }] of keysOf(exploration)) {
    const id = exploration.outcomes.get(text)?.id ?? 0;
    const names = [...(kept ? [`${satisfies} ${shown}`] : []), ...(own ? ['own'] : [])];
    for (const name of names) if (!ends.has(name)) ends.set(name, id);
  }
  return ends;
}

/** Of the assertions claimed, those that compare, by the version that they compare with. */
function comparedBy(claims: readonly string[]): Record<string, string[]> {
  const versions: Record<string, string[]> = {};
  for (const id of claims) {
    if (COMPARISONS[id] !== undefined) (versions[COMPARISONS[id].says] ??= []).push(id);
  }
  return versions;
}

/** A state of the other version for each end of ours: one that allows it, as assertion `id` asks. */
function endsLike(exploration: Exploration, other: Exploration, id: string): Iterable<number> {
  const { part } = COMPARISONS[id];
  const states = new Map<string, number>();
  for (const [text, key] of keysOf(other)) {
    if (key.own && !states.has(key[part])) {
      states.set(key[part], other.outcomes.get(text)?.id ?? 0);
    }
  }
  const wanted = new Set<number>();
  for (const key of keysOf(exploration).values()) {
    if (!key.own) continue;
    const exact = states.get(key[part]);
    const like = [...states].find(([end]) => isAllowed(key[part], new Set([end]), part));
    const allowing = exact ?? like?.[1];
    if (allowing === undefined) throw new Error(`${id} is not as it was: ${key[part]}`);
    wanted.add(allowing);
  }
  return wanted;
}

/** VIOLATED: a way to each fall; where it is one for what is nowhere, all states as well. */
function proveFalls(
  { subject, exploration, found }: Searched,
  claims: readonly string[],
  { states, schedules }: Evidence,
): void {
  for (const { breaks, steps } of fallsOf(found)) {
    schedules.push({ version: OWN, breaks, steps: steps.map(({ rule }) => rule) });
  }
  if (claims.includes('condition') && found.condition.quantifier === 'exists') {
    states.push(statesSection('states', exploration.seen.arena));
    const ends = new Set(endsOf(exploration).values());
    schedules.push(...schedulesTo(exploration, ends, OWN));
  }
  for (const version of Object.keys(comparedBy(claims))) {
    const other = searchOf(subject, version);
    states.push(statesSection(`states ${version}`, other.seen.arena));
    const end = endsOf(other).get('own');
    if (end !== undefined) schedules.push(...schedulesTo(other, new Set([end]), version));
    other.seen.arena.release();
  }
}

function fallsOf({ condition, assertions }: Pick<Run, 'condition' | 'assertions'>) {
  return [condition, ...assertions].flatMap(({ verdict, counterexample }) =>
    verdict === 'VIOLATED' && counterexample !== null ? [counterexample] : [],
  );
}

/** Another version of the test, searched. It was complete when the verdict was found. */
function searchOf({ litmus, design, revision, options }: Subject, version: string): Exploration {
  const comparison = Object.values(COMPARISONS).find(({ says }) => says === version);
  const program = compile(litmus, design, revision, comparison?.other);
  const { statesMax, memoryMaxBytes } = options;
  const exploration = explore(testModel(litmus, program, []).machine, {
    statesMax,
    memoryMaxBytes,
  });
  if (exploration.stopped === 'complete') return exploration;
  throw new Error(`the search ${version} was cut the second time (${exploration.stopped})`);
}

/**
 * Schedules that pass through all of these states. What lies on the way to another needs none of its
 * own; the deepest come first.
 */
function schedulesTo(
  exploration: Exploration,
  states: ReadonlySet<number>,
  version: string,
): Schedule[] {
  const { arena } = exploration.seen;
  const { rules } = exploration.model;
  const passed = new Set<number>();
  const schedules: Schedule[] = [];
  for (const id of [...states].toSorted((a, b) => b - a)) {
    if (passed.has(id)) continue;
    for (let at = id; !passed.has(at); at = arena.parentOf(at)) passed.add(at);
    const steps = traceTo(exploration, id).rules.map((rule) => rules[rule].name);
    schedules.push({ version, breaks: '', steps });
  }
  return schedules;
}
