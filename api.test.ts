/** Fermata as a library: what is refused, and what is ended. pack.test.ts runs the example of docs/api.md. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { check, type CheckOptions } from './api.ts';

const KNOWN = 'WQ+abort+wake';

test.for<readonly [string | readonly string[], CheckOptions, string]>([
  [[], {}, 'no test is named'],
  ['no.litmus', {}, 'no.litmus cannot be read'],
  ['WQ+abort+wak', {}, `the nearest is "${KNOWN}"`],
  [KNOWN, { designs: ['tiket'] }, 'tiket'],
  [KNOWN, { revision: 'helenos-2011' }, 'helenos-2011'],
  [KNOWN, { revision: 'helenos-2012' }, 'nothing to check on helenos-2012'],
  [KNOWN, { timeLimit: 0 }, 'timeLimit is "0"'],
  [KNOWN, { maxStates: 1.5 }, 'maxStates is "1.5"'],
  [KNOWN, { maxMemory: 'much' }, 'maxMemory is "much"'],
  [KNOWN, { aborts: -1 }, 'aborts is "-1"'],
  // A typing mistake must not check something else.
  [
    KNOWN,
    { design: ['debt=book'] } as CheckOptions,
    'unknown option "design"; the nearest is "designs"',
  ],
])('check(%j, %j) is refused: %s', async ([tests, options, says]) => {
  await expect(check(tests, options)).rejects.toThrow(says);
});

test('a signal that is aborted ends the searches: nothing is a pass then', async () => {
  const report = await check(KNOWN, { designs: ['ticket'], signal: AbortSignal.abort() });
  expect(report).toMatchObject({ interrupted: true, selected: 1, ran: 0, passed: 0, exitCode: 2 });
  expect(report.command).toBe(`check("${KNOWN}", {"designs":["ticket"]})`);
});

test('its file is one that can be read at a glance', () => {
  const lines = readFileSync(new URL('api.ts', import.meta.url), 'utf8').split('\n');
  expect(lines.length).toBeLessThan(60);
});
