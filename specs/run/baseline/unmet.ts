/**
 * What a check should have met and has not: lines of the baseline and declared falls that no run
 * was about, and lines that no longer hold for the run that they are about.
 */
import type { Design } from '../../../model/designs/policies.ts';
import { presets } from '../../../model/designs/presets.ts';
import type { Run } from '../../../reports/data.ts';
import { type Expectation, isDeviation, keyOf, staleness, targetOf } from './expectations.ts';
import type { Job } from '../threads/pool.ts';

/** Lines about another hash than the test now has, or expired: a sentence each, sorted. */
export function staleLines(
  runs: readonly Run[],
  baseline: readonly Expectation[],
  today: string,
): readonly string[] {
  const hashes = new Map(
    runs.map(({ test, hash, design, revision }) => [
      keyOf({ test, target: targetOf(design, revision) }),
      hash,
    ]),
  );
  const stale = baseline.flatMap((line) => {
    const hash = hashes.get(keyOf(line));
    const why = hash === undefined ? null : staleness(line, hash, today);
    return why === null ? [] : [`stale: the line of the baseline about ${keyOf(line)} ${why}`];
  });
  return stale.toSorted();
}

/** How a note begins that makes no check fail. */
const NOT_LOOKED_AT = 'Not looked at: ';

/**
 * Stale lines about tests that were selected, on designs or revisions that were not: a sentence with
 * their number, or none. `jobs`: all that was selected of the tests that stand by this baseline.
 */
export function unlookedLines(
  jobs: readonly Job[],
  baseline: readonly Expectation[],
  today: string,
): readonly string[] {
  const hashes = new Map(jobs.map(({ test }) => [test.name, test.hash]));
  const met = new Set(
    jobs.map(({ test, design, revision }) =>
      keyOf({ test: test.name, target: targetOf(design.name, revision) }),
    ),
  );
  const ofModel = baseline.filter((line) => !isDeviation(line));
  const stale = ofModel.filter((line) => {
    const hash = hashes.get(line.test);
    return hash !== undefined && !met.has(keyOf(line)) && staleness(line, hash, today) !== null;
  });
  if (stale.length === 0) return [];
  const [lines, are] = stale.length === 1 ? ['1 line', 'is'] : [`${stale.length} lines`, 'are'];
  const where = 'of the baseline about designs or revisions not selected here';
  return [`${NOT_LOOKED_AT}${lines} ${where} ${are} stale, such as ${keyOf(stale[0])}.`];
}

/**
 * What a check of the whole catalogue on `designs` should have met and has not. `isAsked`: a test is
 * checked on this design; what it does on others, the baseline may say all the same.
 */
export function unmetIn(
  jobs: readonly Job[],
  designs: readonly Design[],
  baseline: readonly Expectation[],
  isAsked: (test: Job['test'], design: Design) => boolean,
): readonly string[] {
  const runs = new Map(jobs.map((job) => [`${job.test.name} ${job.revision}`, job.test]));
  const isLeftOut = ({ test: name, target }: Expectation): boolean => {
    const [design, revision] = target.split('/');
    const test = runs.get(`${name} ${revision}`);
    const preset = presets().find((known) => known.name === design);
    return test !== undefined && preset !== undefined && !isAsked(test, preset);
  };
  const met = new Set(
    jobs.map(({ test, design, revision }) => `${test.name} ${targetOf(design.name, revision)}`),
  );
  const isSelected = (target: string): boolean => {
    const name = target.split('/')[0];
    const exists = presets().some((preset) => preset.name === name);
    return !exists || designs.some((design) => design.name === name);
  };
  // What a kernel under test does is looked at by `run`; that there is its test, here.
  const names = new Set(jobs.map(({ test }) => test.name));
  const isMet = (line: Expectation): boolean =>
    isDeviation(line) ? names.has(line.test) : met.has(`${line.test} ${line.target}`);
  const lines = baseline
    .filter((line) => isSelected(line.target) && !isMet(line))
    .filter((line) => !isLeftOut(line))
    .map(
      ({ test, target }) =>
        `stale: the baseline has a line about ${test} on ${target}, which does not exist`,
    );
  const falls = designs.flatMap(({ name, fall }) =>
    fall === null || met.has(`${fall.test} ${targetOf(name, fall.revision)}`)
      ? []
      : [
          `${name} must break ${fall.assertion} on ${fall.test} (${fall.revision}), which does not exist`,
        ],
  );
  return [...lines, ...falls];
}
