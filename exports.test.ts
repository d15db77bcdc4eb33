/** `check --itf --dot --aut`: what is written is of the run that was checked; what cannot be is refused. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { explore } from './checker/explore.ts';
import { parseDesign } from './model/designs/designs.ts';
import { type CheckFlags, readCheckFlags } from './check-flags.ts';
import { InputError, UsageError } from './specs/errors.ts';
import { fermataIn } from './launched.ts';
import { readTest } from './specs/catalogue.ts';
import { compile } from './specs/compile/compile.ts';
import { root } from './specs/root.ts';
import { testModel } from './specs/search/test-model.ts';
import { stateGraphOf } from './specs/trace/state-graph.ts';

const { litmus } = readTest(join(root, 'specs', 'catalogue', 'waitq', 'WQ+abort+wake.litmus'));
const { machine } = testModel(
  litmus,
  compile(litmus, parseDesign('debt=book'), 'helenos-2026'),
  [],
);
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fermata-exports-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const check = (...args: readonly string[]) => fermataIn(folder, ['check', ...args]);
const written = (name: string): string => readFileSync(join(folder, name), 'utf8');

test('the graph has the states and steps that the search has', () => {
  const { states, transitions, outcomes, seen } = explore(machine, {});
  seen.arena.release();
  const graph = stateGraphOf(machine, 5000);
  expect(graph?.states.length).toBe(states);
  expect(graph?.edges.length).toBe(transitions);
  const shown = new Set(graph?.states.flatMap(({ outcome }) => outcome ?? []));
  expect(shown).toEqual(
    new Set([...outcomes.keys()].map((key) => (JSON.parse(key) as { shown: string }).shown)),
  );
  expect(stateGraphOf(machine, states - 1)).toBeNull();
});

describe.concurrent('check', () => {
  test('writes the run that fell and all of its states', async () => {
    const files = ['--itf', 'a.itf.json', '--dot', 'a.dot', '--aut', 'a.aut'];
    const { code } = await check('WQ+abort+wake', '--design', 'debt=book', ...files);
    expect(code).toBe(0);
    const itf = JSON.parse(written('a.itf.json'));
    expect(itf['#meta'].description).toBe('WQ+abort+wake, debt=book, helenos-2026: breaks R1');
    expect(itf.states.at(-1)['0:r0']).toBeDefined();
    const graph = stateGraphOf(machine, 5000);
    const head = `des (0,${graph?.edges.length},${graph?.states.length})\n`;
    expect(written('a.aut').startsWith(head)).toBe(true);
    expect(written('a.dot').match(/ -> /g)).toHaveLength(graph?.edges.length ?? 0);
  });

  test('writes a run to an outcome where nothing falls', async () => {
    expect(await check('WQ+abort+wake', '--design=ticket', '--itf=b.json')).toMatchObject({
      code: 0,
    });
    expect(JSON.parse(written('b.json'))['#meta'].description).toContain('nothing falls');
  });
});

const refusal = (tests: readonly string[], flags: CheckFlags): string => {
  try {
    readCheckFlags(tests, flags);
    return '';
  } catch (error) {
    if (error instanceof UsageError || error instanceof InputError) return error.message;
    throw error;
  }
};

test.for<[readonly string[], CheckFlags, string]>([
  [['WQ+abort+wake'], { dot: 'c.dot' }, '--dot is of one run: 0 designs are given'],
  [[], { design: ['ticket'], aut: 'c.aut' }, '--aut is of one run: 0 tests are selected'],
  [['SLEEP2+abort3'], { design: ['ticket'], itf: 'c' }, 'give --revision'],
  [['WQ+abort+wake'], { design: ['ticket'], itf: 'gone/c' }, '--itf gone/c cannot be written'],
  [['WQ+abort+wake'], { design: ['today'], itf: 'c' }, 'today takes no aborts'],
  [
    ['IPC+poke+abort3'],
    { design: ['ticket'], revision: 'helenos-2026', dot: 'd.dot' },
    '--dot: IPC+poke+abort3 has more than 5,000 states',
  ],
])('%j with %j is refused before anything is searched', ([tests, flags, says]) => {
  expect(refusal(tests, flags)).toContain(says);
});
