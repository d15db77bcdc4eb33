/**
 * Every execution of the model is accepted, however little was logged of it and in whatever order its
 * lines come; and of its mutations those that no execution of the model gives (plain-language.ts says
 * which) are rejected, at the line up to which they can be followed.
 *
 * Of each family of the catalogue a few tests are drawn. All of them, and many more executions: ALL=1.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ModelError } from '../../../checker/model.ts';
import { parseDesign, takesAborts } from '../../../model/designs/designs.ts';
import type { Machine } from '../../../model/machine.ts';
import { readTest } from '../../catalogue.ts';
import { compile } from '../../compile/compile.ts';
import { Unsupported } from '../../compile/unsupported.ts';
import type { Litmus } from '../../litmus/litmus.ts';
import { root } from '../../root.ts';
import { revisionsOf } from '../../search/revisions.ts';
import { needsAborts } from '../../search/search.ts';
import { testModel } from '../../search/test-model.ts';
import { Walk } from '../../trace/walk.ts';
import { readTrace } from '../read-trace.ts';
import { writeTrace } from '../write-trace.ts';
import { type Logged, loggedBy } from './execution-trace.ts';
import { patternOf } from './pattern.ts';
import { followed, TooMany } from './plain-language.ts';
import { Pursuit } from './pursuit.ts';
import { deviationOf } from './deviation.ts';
import { type Draw, mutated, thinned } from './thinned.ts';

const isAll = process.env.ALL !== undefined;
const FOLDER = join(root, 'specs', 'catalogue');
/** Of each family every so manieth file, at most so many. */
const PER_FAMILY = isAll ? 1000 : 2;
const WALKS = isAll ? 4 : 2;
const MUTATIONS = isAll ? 20 : 2;
const DESIGNS = isAll ? ['ticket', 'today', 'eintr'] : ['ticket', 'today'];
const STEPS_MAX = 300;
const LIMITS = { pairsMax: 150_000, pairsAfter: 0, deadlineMs: null };
const NODES_MAX = isAll ? 20_000 : 3000;

/** mulberry32: the same numbers everywhere. */
function drawing(seed: number): Draw {
  let state = seed;
  return (most) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % most;
  };
}

interface Case {
  readonly name: string;
  readonly litmus: Litmus;
  readonly machine: Machine;
}

function casesIn(family: string): readonly Case[] {
  const files = readdirSync(join(FOLDER, family)).filter((file) => file.endsWith('.litmus'));
  const every = Math.max(1, Math.floor(files.length / PER_FAMILY));
  return files
    .filter((_, i) => i % every === 0)
    .flatMap((file) => casesOf(join(FOLDER, family, file)));
}

function casesOf(file: string): readonly Case[] {
  const { litmus } = readTest(file);
  return DESIGNS.flatMap((name) =>
    revisionsOf(litmus).flatMap((revision): Case[] => {
      const design = parseDesign(name);
      if (needsAborts(litmus) !== takesAborts(design)) return [];
      try {
        const { machine } = testModel(litmus, compile(litmus, design, revision), []);
        return [{ name: `${litmus.name} ${revision} ${name}`, litmus, machine }];
      } catch (error) {
        if (error instanceof Unsupported) return [];
        throw error;
      }
    }),
  );
}

const families = readdirSync(FOLDER);
const cases = families.flatMap((family) => casesIn(family));

/** A random execution; null where a bound of the model ends it. */
function executionOf({ machine, litmus }: Case, draw: Draw): Logged | null {
  const walk = new Walk(machine, STEPS_MAX);
  try {
    for (let enabled = walk.enabled(); !walk.isFull; enabled = walk.enabled()) {
      const isEnd = enabled.every((rule) => machine.rules[rule].optional === true);
      if (isEnd && (enabled.length === 0 || draw(2) === 0)) {
        return loggedBy(machine, litmus, walk.trace, true);
      }
      walk.take(enabled[draw(enabled.length)]);
    }
    return loggedBy(machine, litmus, walk.trace, false);
  } catch (error) {
    if (error instanceof ModelError) return null;
    throw error;
  }
}

function pursue(
  { machine, litmus }: Case,
  { meta, events, end }: Logged,
  isExact = false,
): Pursuit {
  const bytes = new TextEncoder().encode(writeTrace(meta, events, end));
  const pursuit = new Pursuit(machine, patternOf(readTrace(bytes, 'x'), machine, litmus, isExact));
  pursuit.run(LIMITS);
  return pursuit;
}

test(
  'every execution is accepted, with all of it logged and with less',
  { timeout: 3_600_000 },
  () => {
    const refused: string[] = [];
    let [executions, cut] = [0, 0];
    for (const [c, each] of cases.entries()) {
      for (let walk = 0; walk < WALKS; walk++) {
        const draw = drawing(c * 1000 + walk);
        const logged = executionOf(each, draw);
        if (logged === null) continue;
        executions++;
        for (const [what, log] of Object.entries({
          whole: logged,
          thinned: thinned(logged, draw),
        })) {
          const pursuit = pursue(each, log);
          if (pursuit.accepted >= 0) continue;
          if (!pursuit.isComplete) cut++;
          else refused.push(`${each.name} ${walk} ${what}: ${deviationOf(pursuit).contradiction}`);
        }
      }
    }
    if (isAll) console.log({ cases: cases.length, executions, cut });
    expect(refused).toEqual([]);
    expect(executions).toBeGreaterThan(50);
    expect(cut).toBeLessThan(executions / 20);
  },
);

test('a mutation is accepted exactly if it is of the language', { timeout: 3_600_000 }, () => {
  const wrong: string[] = [];
  let [within, outside, skipped] = [0, 0, 0];
  for (const [c, each] of cases.entries()) {
    const draw = drawing(c * 7919 + 17);
    const logged = executionOf(each, draw);
    if (logged === null || logged.events.length === 0) continue;
    const isOver = logged.end.status === 'complete';
    for (let m = 0; m < MUTATIONS; m++) {
      const events = mutated(logged.events, draw).map((event) =>
        'final' in event ? ({ ...event, final: {} } as typeof event) : event,
      );
      const end = { ...logged.end, t: (events.length + 1) * 1000, final: {} };
      let most: number;
      try {
        most = followed(each.machine, events, isOver, NODES_MAX);
      } catch (error) {
        if (!(error instanceof TooMany) && !(error instanceof ModelError)) throw error;
        skipped++;
        continue;
      }
      const isOf = most > events.length;
      const mutant = { meta: logged.meta, events, end };
      const pursuit = pursue(each, mutant, true);
      const name = `${each.name} ${m}`;
      if (!pursuit.isComplete && pursuit.accepted < 0) skipped++;
      else if (pursuit.accepted >= 0 !== isOf) wrong.push(`${name}: ${isOf ? 'of' : 'not of'} it`);
      // Line 1 is meta.
      else if (!isOf && deviationOf(pursuit).line !== most + 2) {
        wrong.push(`${name}: line ${deviationOf(pursuit).line}, not ${most + 2}`);
      }
      // Logged before or after it is done, it is no less a trace of that execution.
      if (isOf && pursue(each, mutant).accepted < 0) wrong.push(`${name}: of it, if not exactly`);
      if (isOf) within++;
      else outside++;
    }
  }
  if (isAll) console.log({ within, outside, skipped });
  expect(wrong).toEqual([]);
  expect(outside).toBeGreaterThan(40);
  expect(within).toBeGreaterThan(5);
});
