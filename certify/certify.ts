/**
 * Does a certificate show its verdict? The search is not believed, and nothing of it is used: for all
 * states stands a set that no step leaves, for one a schedule that is run. Believed is the model: what
 * a test means, what a step does, what an assertion asks.
 */
import type { Design } from '../model/designs/policies.ts';
import { designProblem } from '../specs/catalogue.ts';
import type { Certificate } from '../specs/certificate/read.ts';
import { OWN, stepsDigest, testedBy } from '../specs/certificate/tested.ts';
import { assertedIn } from '../specs/litmus/calls/asserted.ts';
import { isUnmodelled } from '../specs/properties/assertions.ts';
import { quantifierFor } from '../specs/properties/condition.ts';
import { breakingOf } from '../specs/search/breaking.ts';
import { COMPARISONS, isAllowed } from '../specs/search/comparisons.ts';
import { type Ends, type Look, Refused, Version } from './version.ts';

/** A certificate, under this design, on the model of this digest. @throws Refused, Error: why not */
export function certify(certificate: Certificate, design: Design, digest: string): void {
  const { model, claims, schedules, states, verdict } = certificate;
  need(model === digest, `it is about the model ${model}, and this one is ${digest}`);
  need(certificate.steps === stepsDigest(), 'its program numbers steps otherwise');
  const { litmus, modelOf } = testedBy(certificate, certificate.source, design, designProblem);
  const versions = new Map<string, Version>();
  const version = (name: string): Version => {
    if (!versions.has(name)) versions.set(name, new Version(modelOf(name)));
    return versions.get(name) as Version;
  };
  const unused = new Set(states.keys());
  const close = (name: string, look: Look): Ends => {
    const section = `states ${name}`.trimEnd();
    const set = states.get(section);
    if (set === undefined) throw new Refused(`section ${section} is missing`);
    if (unused.delete(section)) version(name).close(set, `section ${section}`, look);
    return version(name).ends;
  };
  const run = (i: number, look: Look): void =>
    version(schedules[i].version).run(schedules[i].steps, `section schedules: number ${i}`, look);

  const own = version(OWN);
  const { assertions, indices, machine, points, happenings, happened } = own.model;
  const parts = ['condition', ...assertions.map(({ id }) => id)];
  const isPart = (id: string, i: number) => parts.includes(id) && claims.indexOf(id) === i;
  need(claims.length > 0 && claims.every(isPart), `it cannot claim ${claims.join(', ')}`);
  const quantifier = quantifierFor(litmus, design);
  for (const { breaks } of schedules) need(breaks === '' || claims.includes(breaks), `${breaks}?`);
  if (verdict === 'VERIFIED') allHold();
  else for (const claim of claims) falls(claim);
  for (const name of unused) need(false, `section ${name}: nothing here needs it`);

  function allHold(): void {
    const { is } = litmus.condition.prop;
    need(is === 'true' || is === 'false' || claims.includes('condition'), 'no condition claimed');
    need(!assertedIn(litmus).some(isUnmodelled), 'it asserts what nothing models');
    const held: number[] = [];
    const unseen = new Set([
      ...points.map(({ index }) => index),
      ...happenings.map((_, i) => happened + i),
    ]);
    // What is not claimed must not apply: its witness is nowhere, or there is no end to compare.
    const absent: string[] = [];
    for (const [i, { id, kind, unsupported }] of assertions.entries()) {
      const applies = !unsupported?.(machine.kernel);
      need(applies || !claims.includes(id), `${id} says nothing about this program`);
      if (claims.includes(id)) {
        unseen.add(indices[i].witness);
        if (kind !== 'outcomes') held.push(indices[i].holds);
      } else if (applies) {
        need(litmus.meta.asserts === null, `${id} is asserted and not claimed`);
        absent.push(id);
      }
    }
    const witnessOf = (id: string): number => indices[parts.indexOf(id) - 1].witness;
    const met = new Set<string>();
    const ends = close(OWN, (bytes, at, isEnd, place) => {
      for (const index of held) {
        const { kind, name, holds } = machine.properties[index];
        if (kind === 'finally' && !isEnd) continue;
        if (!holds(bytes, at)) throw new Refused(`${place}: ${name} does not hold`);
      }
      for (const id of absent) if (machine.properties[witnessOf(id)].holds(bytes, at)) met.add(id);
    });
    for (const id of met) need(partsOf(ends, id).size === 0, `${id} applies and is not claimed`);
    for (const i of schedules.keys()) {
      run(i, (bytes, at) => {
        if (schedules[i].version !== OWN) return;
        for (const index of unseen) {
          if (machine.properties[index].holds(bytes, at)) unseen.delete(index);
        }
      });
    }
    for (const i of unseen) need(false, `no schedule shows: ${machine.properties[i].name}`);
    const reached = shownIn(own.reached);
    need(reached.size > 0, 'no schedule leads to an end that passes the filter');
    for (const end of shownIn(ends)) need(reached.has(end), `no schedule leads to an end ${end}`);
    const breaking = [...reached].filter((end) => end.startsWith(`${quantifier !== 'forall'} `));
    need(breaking.length > 0 === (quantifier === 'exists'), `condition: ${breaking[0] ?? 'none'}`);
    for (const id of claims.filter((each) => COMPARISONS[each] !== undefined)) {
      const { part, says } = COMPARISONS[id];
      const allowed = partsOf(version(says).reached, id);
      need(partsOf(own.reached, id).size > 0, `${id}: no schedule leads to an end of its own`);
      for (const end of partsOf(ends, id)) {
        need(isAllowed(end, allowed, part), `${id}: no schedule ${says} leads to an end ${end}`);
      }
    }
  }

  function falls(claim: string): void {
    const says = COMPARISONS[claim]?.says ?? OWN;
    for (const [i, schedule] of schedules.entries()) if (schedule.breaks === '') run(i, () => {});
    if (claim === 'condition' && quantifier === 'exists') {
      const satisfying = [...shownIn(close(OWN, () => {}))].filter((end) =>
        end.startsWith('true '),
      );
      need(satisfying.length === 0, `condition: ${satisfying[0]} may be reached`);
      return need(
        shownIn(own.reached).size > 0,
        'no schedule leads to an end that passes the filter',
      );
    }
    const allowed =
      says === OWN
        ? new Set<string>()
        : partsOf(
            close(says, () => {}),
            claim,
          );
    const isEmpty = says !== OWN && partsOf(version(says).reached, claim).size === 0;
    need(!isEmpty, `${claim}: no schedule ${says} leads to an end of its own`);
    const { inEnds, at: breaks } = breakingOf({ litmus, design }, own.model, claim, allowed);
    const i = schedules.findIndex((schedule) => schedule.breaks === claim);
    need(i >= 0 && schedules[i].version === OWN, `no schedule of ${claim}`);
    let isBroken = false;
    run(i, (bytes, at, isEnd) => (isBroken = (isEnd || !inEnds) && breaks(bytes, at)));
    need(isBroken, `section schedules: number ${i}: ${claim} does not fall at its end`);
  }
}

function need(holds: boolean, why: string): void {
  if (!holds) throw new Refused(why);
}

/** Outcomes as they are shown, with whether each satisfies the condition; filtered ones left out. */
function shownIn(ends: Ends): Set<string> {
  const kept = [...ends.values()].filter((end) => end.kept);
  return new Set(kept.map(({ satisfies, shown }) => `${satisfies} ${shown}`));
}

/** What a comparison compares of the ends that the system came to by itself; else nothing. */
function partsOf(ends: Ends, id: string): Set<string> {
  const { part } = COMPARISONS[id] ?? {};
  const own = [...ends.values()].filter((end) => end.own && part !== undefined);
  return new Set(own.map((end) => end[part]));
}
