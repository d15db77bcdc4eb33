/**
 * Many programs under one design: what was put to the test, what fell, and why.
 */
import type { Design } from '../../../model/designs/policies.ts';
import type { Revision } from '../../../model/record/program.ts';
import { revisionsOf } from '../../check/check.ts';
import type { Litmus } from '../../litmus/litmus.ts';
import { printLitmus } from '../../litmus/print.ts';
import { parseLitmus } from '../../litmus/parse/parse.ts';
import { LitmusError } from '../../litmus/litmus-error.ts';
import type { Family } from '../families.ts';
import { generate } from '../generate.ts';
import { shrunk } from '../shrink.ts';
import { causesOf } from './causes.ts';
import { type Fall, judge, type Judged } from './judge.ts';

/** A fall that no cause explains. */
export interface Finding {
  readonly litmus: Litmus;
  readonly revision: Revision;
  readonly fall: Fall;
}

/** What became of the programs of a family. */
export interface Tally {
  readonly family: string;
  programs: number;
  runs: number;
  states: number;
  /** The slowest search. */
  slowestMs: number;
  /** Per assertion: programs that put it to the test. */
  readonly tested: Map<string, number>;
  /** Per cause and assertion, `D7 R1`: falls that it explains. */
  readonly explained: Map<string, number>;
  readonly findings: Finding[];
  /** Programs without an answer, and those that cannot end as they were made to. */
  readonly troubles: {
    readonly litmus: Litmus;
    readonly revision: Revision;
    readonly why: string;
  }[];
}

/** Makes and judges `count` programs of a family; `onProgram` is called after each. */
export function trial(
  family: Family,
  seed: string | number,
  count: number,
  design: Design,
  onProgram?: (tally: Tally) => void,
): Tally {
  const tally: Tally = {
    family: family.name,
    programs: 0,
    runs: 0,
    states: 0,
    slowestMs: 0,
    tested: new Map(),
    explained: new Map(),
    findings: [],
    troubles: [],
  };
  for (const litmus of generate(family, seed, count)) {
    const judged = revisionsOf(litmus).map((revision) => judge(litmus, design, revision));
    tally.programs++;
    for (const each of judged) add(tally, each, design);
    for (const id of new Set(judged.flatMap(({ tested }) => tested))) increase(tally.tested, id);
    onProgram?.(tally);
  }
  return tally;
}

function add(tally: Tally, { litmus, revision, ...judged }: Judged, design: Design): void {
  tally.runs++;
  tally.states += judged.states;
  tally.slowestMs = Math.max(tally.slowestMs, judged.elapsedMs);
  const trouble = judged.trouble ?? meaningless(litmus, judged);
  if (trouble !== null) tally.troubles.push({ litmus, revision, why: trouble });
  for (const fall of judged.falls) {
    const causes = causesOf(litmus, design, revision, fall);
    if (causes.length === 0) tally.findings.push({ litmus, revision, fall });
    // One fall may have several causes: it counts for the first that is written down.
    else increase(tally.explained, `${causes[0].id} ${fall.id}`);
  }
}

/** Why the program says nothing, or null: each was made to end, and to be aborted in the kernel. */
function meaningless(
  { meta }: Litmus,
  { completes, tested }: Pick<Judged, 'completes' | 'tested'>,
): string | null {
  if (!completes) return 'no end has all calls returned';
  if ((meta.asserts ?? []).includes('R7') && !tested.includes('R7')) return 'no abort met a call';
  return null;
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** A smallest program by which the same assertion falls on that revision, as unexplained. */
export function smallest({ litmus, revision, fall }: Finding, design: Design): Litmus {
  return shrunk(litmus, (smaller) => {
    if (!isValid(smaller)) return false;
    const { falls } = judge(smaller, design, revision);
    const same = falls.find(({ id, blame }) => id === fall.id && blame === fall.blame);
    return same !== undefined && causesOf(smaller, design, revision, same).length === 0;
  });
}

function isValid(litmus: Litmus): boolean {
  try {
    parseLitmus(printLitmus(litmus), 'a smaller program');
    return true;
  } catch (error) {
    if (error instanceof LitmusError) return false;
    throw error;
  }
}
