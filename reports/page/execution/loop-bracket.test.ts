/** The table of a run that goes round for ever: a bracket along its loop, and the way back. */
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import type { Counterexample } from '../../data.ts';
import { LOST_WAKEUP } from '../../sample.ts';
import { ExecutionTable } from './execution-table.ts';
import { bracketClass } from './loop-bracket.ts';
import { headline } from './meaning.ts';
import { sceneOf } from './scene.ts';
import { tokenOf } from './token.ts';

const ROUND: Counterexample = { ...LOST_WAKEUP, loop: { from: 2 } };

function tableOf(execution: Counterexample): string {
  return renderToString(
    h(ExecutionTable, {
      execution,
      scene: sceneOf(execution),
      at: 0,
      remark: null,
      folds: [],
      fates: null,
      hrefOfStep: (at: number) => `#step-${at}`,
      onStep: () => {},
    }),
  );
}

test('the rows of the loop have a bracket, and below them a link leads back', () => {
  const table = tableOf(ROUND);
  const rows = [...table.matchAll(/<tr[^>]*class="([^"]*)"[^>]*data-step/g)].map(([, all]) => all);
  expect(rows.map((all) => all.split(' ').filter((each) => each.startsWith('loop')))).toEqual([
    [],
    ['loop', 'loop-first'],
    ['loop'],
    ['loop', 'loop-last'],
  ]);
  expect(table).toContain('<a href="#step-2">loop from step 2</a>: after step 4 all is');
  expect(tableOf(LOST_WAKEUP)).not.toMatch(/loop|tfoot/);
});

test('a folded row has all of the bracket that its steps have', () => {
  expect(bracketClass(ROUND, 0, 0)).toBe('');
  expect(bracketClass(ROUND, 0, 3)).toBe('loop loop-first loop-last');
  expect(bracketClass(ROUND, 2, 3)).toBe('loop loop-last');
});

test('the headline and the token know of the loop', async () => {
  expect(headline(ROUND, 4, null)).toBe('What it means: goes round for ever from step 2 on');
  const run = { test: 'T', hash: 'h', revision: 'r', design: 'd' } as Parameters<typeof tokenOf>[1];
  const tokens = await Promise.all(
    [ROUND, LOST_WAKEUP].map((each) => tokenOf(each, run, { model: 'm', aborts: null })),
  );
  expect(tokens[0]).not.toBe(tokens[1]);
});
