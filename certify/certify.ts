/**
 * Does a certificate show its verdict? The search is not believed, and nothing of it is used: for all
 * states stands a set that no step leaves, for one a schedule that is run. Believed is the model: what
 * a test means, what a step does, what an assertion asks.
 */
import type { Design } from '../model/designs/policies.ts';
import { designProblem } from '../specs/catalogue.ts';
import { dutiesOf } from '../specs/certificate/duties.ts';
import type { Certificate } from '../specs/certificate/read.ts';
import { OWN, stepsDigest, testedBy } from '../specs/certificate/tested.ts';
import { quantifierFor } from '../specs/properties/condition.ts';
import { breakingOf } from '../specs/search/breaking.ts';
import { COMPARISONS, isAllowed } from '../specs/search/comparisons.ts';
import { type Ends, type Look, Refused, Version } from './version.ts';

/** A certificate, under this design, on the model of this digest. @throws Refused, Error: why not */
export function certify(certificate: Certificate, design: Design, digest: string): void {
  const { claims, model, schedules, steps, verdict } = certificate;
  need(model === digest, `it is about the model ${model}, and this one is ${digest}`);
  need(steps === stepsDigest(), 'its program numbers the steps otherwise');
  const evidence = new Evidence(certificate, design);
  const parts = new Set(evidence.own.model.assertions.map(({ id }) => id)).add('condition');
  const isPart = (id: string, i: number) => parts.has(id) && claims.indexOf(id) === i;
  need(claims.length > 0 && claims.every(isPart), `it cannot claim ${claims.join(', ')}`);
  const fallen = new Set(['', ...(verdict === 'VIOLATED' ? claims : [])]);
  for (const { breaks } of schedules) need(fallen.has(breaks), `a schedule breaks ${breaks}`);
  if (verdict === 'VERIFIED') allHold(evidence);
  else for (const claim of claims) falls(evidence, claim);
  for (const name of evidence.unused) need(false, `section ${name}: nothing here needs it`);
}

/** What the certificate has, each version of the test with its sets and schedules. */
class Evidence {
  readonly certificate: Certificate;
  readonly design: Design;
  readonly tested: ReturnType<typeof testedBy>;
  readonly own: Version;
  readonly unused: Set<string>;
  private readonly versions = new Map<string, Version>();

  constructor(certificate: Certificate, design: Design) {
    this.certificate = certificate;
    this.design = design;
    this.tested = testedBy(certificate, certificate.source, design, designProblem);
    this.own = this.version(OWN);
    this.unused = new Set(certificate.states.keys());
  }

  version(name: string): Version {
    const made = this.versions.get(name) ?? new Version(this.tested.modelOf(name));
    return this.versions.set(name, made) && made;
  }

  /** All ends of a version: those of its set, which must be there. */
  ends(version: string, look: Look = () => {}): Ends {
    const section = `states ${version}`.trimEnd();
    const set = this.certificate.states.get(section);
    if (set === undefined) throw new Refused(`section ${section} is missing`);
    const made = this.version(version);
    if (this.unused.delete(section)) made.close(set, `section ${section}`, look);
    return made.ends;
  }

  /** Runs the schedules that break this, in their versions; `look` is for those of the test itself. */
  run(breaks: string, look: Look = () => {}): void {
    for (const [i, schedule] of this.certificate.schedules.entries()) {
      if (schedule.breaks !== breaks) continue;
      const seen = schedule.version === OWN ? look : () => {};
      this.version(schedule.version).run(schedule.steps, `section schedules: schedule ${i}`, seen);
    }
  }
}

function allHold(evidence: Evidence): void {
  const { certificate, design, own, tested } = evidence;
  const duties = dutiesOf(tested, own.model, certificate.claims);
  const met = new Set<string>();
  const ends = evidence.ends(OWN, (bytes, at, isEnd, place) => {
    for (const property of duties.hold) {
      if (property.kind === 'finally' && !isEnd) continue;
      if (!property.holds(bytes, at)) throw new Refused(`${place}: ${property.name} falls`);
    }
    for (const { id, witness } of duties.absent) if (witness.holds(bytes, at)) met.add(id);
  });
  for (const id of met) need(partsOf(ends, id).size === 0, `${id} applies, and is not claimed`);
  const unseen = new Set(duties.happen);
  evidence.run('', (bytes, at) => {
    for (const each of unseen) if (each.holds(bytes, at)) unseen.delete(each);
  });
  for (const { name } of unseen) need(false, `section schedules: none shows ${name}`);
  const reached = shownIn(own.reached);
  for (const end of shownIn(ends)) need(reached.has(end), `no schedule leads to an end ${end}`);
  need(reached.size > 0, 'no schedule leads to an end that passes the filter');
  const quantifier = quantifierFor(tested.litmus, design);
  const telling = [...reached].find((end) => end.startsWith(`${quantifier !== 'forall'} `));
  need((telling !== undefined) === (quantifier === 'exists'), `${quantifier} falls: ${telling}`);
  for (const id of duties.compare) {
    const { part, says } = COMPARISONS[id];
    const allowed = partsOf(evidence.version(says).reached, id);
    need(partsOf(own.reached, id).size > 0, `${id}: no schedule leads to an end to compare`);
    for (const end of partsOf(ends, id)) {
      need(isAllowed(end, allowed, part), `${id}: no schedule ${says} leads to an end ${end}`);
    }
  }
}

function falls(evidence: Evidence, claim: string): void {
  const { design, own, tested } = evidence;
  const { says } = COMPARISONS[claim] ?? { says: OWN };
  evidence.run('');
  if (claim === 'condition' && quantifierFor(tested.litmus, design) === 'exists') {
    const right = [...shownIn(evidence.ends(OWN))].find((end) => end.startsWith('true '));
    need(right === undefined, `condition: there may be an end ${right}`);
    return need(
      shownIn(own.reached).size > 0,
      'no schedule leads to an end that passes the filter',
    );
  }
  const allowed = says === OWN ? new Set<string>() : partsOf(evidence.ends(says), claim);
  const isCompared = says === OWN || partsOf(evidence.version(says).reached, claim).size > 0;
  need(isCompared, `${claim}: no schedule ${says} leads to an end to compare`);
  const breaking = breakingOf({ ...tested, design }, own.model, claim, allowed);
  let isBroken = false;
  evidence.run(claim, (bytes, at, isEnd) => {
    isBroken = (isEnd || !breaking.inEnds) && breaking.at(bytes, at);
  });
  need(isBroken, `section schedules: none at whose end ${claim} falls`);
}

function need(holds: boolean, why: string): void {
  if (!holds) throw new Refused(why);
}

/** Outcomes as they are shown, with whether each satisfies the condition; filtered ones left out. */
function shownIn(ends: Ends): Set<string> {
  const kept = [...ends.values()].filter((end) => end.kept);
  return new Set(kept.map(({ satisfies, shown }) => `${satisfies} ${shown}`));
}

/** What an assertion compares of the ends to which the system came by itself; else nothing. */
function partsOf(ends: Ends, id: string): Set<string> {
  if (COMPARISONS[id] === undefined) return new Set(ends.keys());
  const own = [...ends.values()].filter((end) => end.own);
  return new Set(own.map((end) => end[COMPARISONS[id].part]));
}
