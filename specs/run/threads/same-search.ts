/**
 * Runs that need no search of their own: those of designs that answer all that an earlier search of
 * the same test on the same revision has asked as its own design did (model/designs/noted.ts).
 *
 * What else of a design a run depends on is what it tells: its name, and how much is told of designs
 * that are there for what they break. The name stays that of the design that was searched
 * (`sameAs`), and none is served by one of which less is told.
 */
import { type Asked, noted } from '../../../model/designs/noted.ts';
import type { Design } from '../../../model/designs/policies.ts';
import type { Run } from '../../../reports/data.ts';
import { isAskedOf } from '../../fate/fate.ts';
import { quantifierFor } from '../../properties/condition.ts';
import { type FateLimits, withAborts } from '../../search/search.ts';
import type { Job } from './pool.ts';

interface Earlier {
  readonly design: Design;
  readonly asked: Asked;
}

interface Limits {
  readonly aborts: number | null;
  readonly fate?: FateLimits;
}

/** Of one thread: the searches of the test and revision that it was given last. */
export class SameSearch {
  private readonly limits: Limits;
  private about = '';
  private earlier: Earlier[] = [];

  constructor(limits: Limits) {
    this.limits = limits;
  }

  /** The design whose search has already found what this job's would find, or null. */
  designFor(job: Job): Design | null {
    this.begin(job);
    const { design } = job;
    const found = this.earlier.find(
      (each) => this.tellsAsMuch(each.design, job) && each.asked.isAlike(design),
    );
    return found?.design ?? null;
  }

  /**
   * The run of a job, by a design that notes what it is asked. `isWhole`: asked afterwards whether
   * nothing but the test and the design has decided how the run went; no clock, no signal.
   */
  run(job: Job, search: (design: Design) => Run, isWhole: () => boolean): Run {
    this.begin(job);
    const { design, asked } = noted(job.design);
    const run = search(design);
    if (isWhole()) this.earlier.push({ design: job.design, asked });
    return run;
  }

  private begin({ test, revision }: Job): void {
    const about = `${revision} ${test.name} ${test.hash} ${test.text}`;
    if (about === this.about) return;
    this.about = about;
    this.earlier = [];
  }

  private tellsAsMuch(earlier: Design, { test, design, revision }: Job): boolean {
    const { aborts, fate } = this.limits;
    const litmus = withAborts(test.litmus, aborts);
    if (quantifierFor(litmus, earlier) !== quantifierFor(litmus, design)) return false;
    // Its counterexample is its own, whoever else falls there.
    if (design.fall?.test === test.name && design.fall.revision === revision) return false;
    const isTold = (each: Design): boolean => each.kind !== 'known-bad';
    const isAsked = (each: Design): boolean =>
      fate === undefined || fate.everyDesign || isAskedOf(each, test.name, revision);
    return (isTold(earlier) || !isTold(design)) && (isAsked(earlier) || !isAsked(design));
  }
}
