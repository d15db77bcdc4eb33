/** Joins reports/ and specs/, as only the top level may: the page writes what replay reads. */
import { expect, test } from 'vitest';
import { parseDesign } from './model/designs/designs.ts';
import { tokenOf } from './reports/page/execution/token.ts';
import { check } from './specs/check/check.ts';
import { replay } from './specs/trace/replay.ts';
import { readCatalogue } from './specs/catalogue.ts';
import { CHECK_OPTIONS } from './specs/run/sample.ts';
import { readToken } from './specs/trace/token.ts';

test('a token that the page makes is the one of the execution, and replays it', async () => {
  const source = readCatalogue().find(({ name }) => name === 'WQ+abort+wake');
  if (source === undefined) throw new Error('no WQ+abort+wake');
  const runs = ['debt=book', 'ticket'].map((design) =>
    check(source, parseDesign(design), 'helenos-2026', CHECK_OPTIONS),
  );
  const executions = runs.flatMap((run) =>
    [
      ...run.assertions.map(({ counterexample }) => counterexample),
      ...run.outcomes.map(({ execution }) => execution ?? null),
    ].flatMap((execution) => (execution === null ? [] : [{ run, execution }])),
  );
  expect(executions.length).toBeGreaterThan(2);
  for (const { run, execution } of executions) {
    const bare = { ...execution, token: '' };
    const token = await tokenOf(bare, run, { model: CHECK_OPTIONS.digest, aborts: null });
    expect(readToken(token)).toEqual(readToken(execution.token));
    expect(replay(source, token, CHECK_OPTIONS).steps).toEqual(execution.steps);
    const round = {
      ...bare,
      breaks: 'R9',
      words: { let: '', then: '', however: '' },
      loop: { from: 2 },
    };
    const looped = await tokenOf(round, run, { model: CHECK_OPTIONS.digest, aborts: null });
    expect(readToken(looped)).toMatchObject({ breaks: 'R9', loopFrom: 2 });
  }
});
