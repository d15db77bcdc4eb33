import { beforeAll, expect, test } from 'vitest';
import { parseDesign } from '../model/designs.ts';
import { presets } from '../model/presets.ts';
import type { Run, WhyNot } from '../reports/data.ts';
import { check, revisionsOf } from './check.ts';
import { replay } from './replay.ts';
import { readCatalogue } from './run/catalogue.ts';
import { explained } from './run/explain.ts';

const LIMITS = { statesMax: 1_000_000, memoryMaxBytes: 1e9, deadlineMs: null, aborts: null };
const TESTS = ['WQ+abort+wake', 'IPC+2recv+woken', 'SYNC+written+abort', 'PAGE+abort'];
const CATALOGUE = readCatalogue().filter(({ name }) => TESTS.includes(name));
const DESIGNS = presets().filter(({ name, kind }) => name === 'ticket' || kind === 'known-bad');

let runs: readonly Run[];

beforeAll(() => {
  const jobs = CATALOGUE.flatMap((each) =>
    revisionsOf(each.litmus).flatMap((revision) =>
      DESIGNS.map((design) => ({ test: each, design, revision })),
    ),
  );
  const results = jobs.map(({ test: source, design, revision }) =>
    check(source, design, revision, { ...LIMITS, interrupted: () => false }),
  );
  runs = explained(jobs, results, LIMITS).filter((run) => run !== null);
});

const answersOf = (name: string): readonly WhyNot[] =>
  runs.find((run) => run.test === name && run.design === 'ticket')?.whyNot ?? [];

test('the ticket does not lose the wakeup because it books no debt in the step in which the other does', () => {
  const answer = answersOf('WQ+abort+wake').find(({ breaks }) => breaks === 'R1');
  expect(answer).toMatchObject({ design: 'debt=book', differs: ['debt=book'], agree: 7 });
  expect(answer?.wrong?.rule).toBe('P0 waitq_sleep-relock');
  expect(answer?.instead?.rule).toBe('P0 waitq_sleep-relock');
  expect(answer?.says).toContain('q.balance from 0 to -1');
  expect(answer?.says).toContain('debt=none: a restarted abort books no wakeup debt');
});

test('every run that goes on to an end ends as the right design can end', () => {
  const answers = runs.flatMap((run) => (run.whyNot ?? []).map((answer) => ({ run, answer })));
  expect(answers.length).toBeGreaterThan(10);
  for (const { run, answer } of answers) {
    const known = run.outcomes.map(({ text }) => text);
    if (answer.ends !== null) expect(known).toContain(answer.ends);
  }
});

test('where the two runs part, they have the same beginning', () => {
  for (const run of runs) {
    for (const { agree, design, breaks, execution } of run.whyNot ?? []) {
      const wrong = runs.find(
        (other) =>
          other.test === run.test && other.revision === run.revision && other.design === design,
      );
      const shown = [
        ...(wrong?.assertions ?? []),
        ...(wrong === undefined ? [] : [{ id: 'condition', ...wrong.condition }]),
      ].find(({ id }) => id === breaks)?.counterexample;
      const deeds = (steps: { rule: string; changes: unknown }[] = []): string =>
        JSON.stringify(steps.map(({ rule, changes }) => [rule, changes]));
      if (execution === null) continue;
      expect(deeds(execution.steps.slice(0, agree))).toBe(deeds(shown?.steps.slice(0, agree)));
    }
  }
});

test('a right design that breaks the same itself is not asked', () => {
  const source = CATALOGUE[0];
  const [right, wrong] = ['ticket', 'debt=book'].map((name) => parseDesign(name));
  const jobs = [right, wrong].map((design) => ({
    test: source,
    design,
    revision: 'helenos-2026' as const,
  }));
  const options = { ...LIMITS, interrupted: () => false };
  const results = jobs.map((job) => check(source, job.design, job.revision, options));
  const broken = {
    ...results[0],
    assertions: results[0].assertions.map((each) => ({ ...each, verdict: 'VIOLATED' as const })),
    condition: { ...results[0].condition, verdict: 'VIOLATED' as const },
  };
  expect(explained(jobs, [broken, results[1]], LIMITS)[0]?.whyNot ?? []).toEqual([]);
});

test('its executions can be replayed', () => {
  const executions = runs.flatMap((run) =>
    [...run.outcomes, ...(run.whyNot ?? [])].flatMap(({ execution }) => {
      const source = CATALOGUE.find(({ name }) => name === run.test);
      return source === undefined || execution === null || execution === undefined
        ? []
        : [{ source, execution }];
    }),
  );
  expect(executions.length).toBeGreaterThan(10);
  for (const { source, execution } of executions) {
    expect(replay(source, execution.token).steps).toEqual(execution.steps);
  }
});
