import { beforeAll, expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import { presets } from '../../model/designs/presets.ts';
import type { Counterexample, Execution, Run, WhyNot } from '../../reports/data.ts';
import { check, revisionsOf } from '../check/check.ts';
import { replay } from './replay.ts';
import { readCatalogue } from '../catalogue.ts';
import { explained } from '../run/explain.ts';

const LIMITS = {
  statesMax: 1_000_000,
  memoryMaxBytes: 1e9,
  deadlineMs: null,
  aborts: null,
  digest: '',
};
const TESTS = new Set(['WQ+abort+wake', 'SYNC+abort', 'SYNC+written+abort', 'PAGE+abort']);
const CATALOGUE = readCatalogue().filter(({ name }) => TESTS.has(name));
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
}, 120_000);

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
  const ends = runs.flatMap(({ outcomes, whyNot = [] }) =>
    whyNot.map((answer) => ({ ends: answer.ends, known: outcomes.map(({ text }) => text) })),
  );
  const reached = ends.filter((each) => each.ends !== null);
  expect(reached.length).toBeGreaterThan(10);
  for (const each of reached) expect(each.known).toContain(each.ends);
});

/** The counterexample that an answer is about. */
function wrongRun({ test: name, revision }: Run, { design, breaks }: WhyNot): Counterexample {
  const run = runs.find(
    (other) => other.test === name && other.revision === revision && other.design === design,
  );
  const own =
    breaks === 'condition' ? run?.condition : run?.assertions.find(({ id }) => id === breaks);
  if (!own?.counterexample) throw new Error(`${design} does not break ${breaks} on ${name}`);
  return own.counterexample;
}

test('where the two runs part, they have the same beginning', () => {
  const told = runs.flatMap((run) =>
    (run.whyNot ?? []).flatMap((answer) =>
      answer.execution === null
        ? []
        : [{ answer, own: answer.execution, wrong: wrongRun(run, answer) }],
    ),
  );
  expect(told.length).toBeGreaterThan(5);
  for (const { answer, own, wrong } of told) {
    const begins = ({ steps }: Execution): string =>
      JSON.stringify(steps.slice(0, answer.agree).map(({ rule, changes }) => [rule, changes]));
    expect(begins(own)).toBe(begins(wrong));
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
    expect(replay(source, execution.token, LIMITS).steps).toEqual(execution.steps);
  }
});

test('each known-bad design has an answer where its declared fall is', () => {
  const declared = DESIGNS.flatMap(({ name, fall }) =>
    fall !== null && TESTS.has(fall.test) ? [{ name, ...fall }] : [],
  );
  expect(declared.length).toBeGreaterThan(1);
  for (const { name, test: on, revision, assertion } of declared) {
    const right = runs.find(
      (run) => run.test === on && run.revision === revision && run.design === 'ticket',
    );
    const answers = (right?.whyNot ?? []).map(({ design, breaks }) => `${design} ${breaks}`);
    expect(answers).toContain(`${name} ${assertion}`);
  }
});
