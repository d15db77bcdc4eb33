/** The model's bytes of docs/alternatives.md, computed again for a sleep. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { modelKeyOf } from '../bounds/alternatives-page.ts';
import { WAYS } from '../bounds/alternatives.ts';
import { readCatalogue } from '../catalogue.ts';
import { root } from '../root.ts';
import { modelBytes } from './alternatives.ts';

const paper = readFileSync(join(root, 'docs', 'alternatives.md'), 'utf8');

test('what a stopped sleeper has in the model is what the page says', () => {
  const found = modelBytes(readCatalogue().filter(({ name }) => name === 'SLEEP+abort'));
  for (const revision of ['helenos-2012', 'helenos-2026'] as const) {
    const row = paper
      .split('\n')
      .find((line) => line.startsWith(`| \`thread_usleep\` | ${revision}`));
    const ways = WAYS.filter(({ name }) => name !== 'today');
    const cells = row?.split(' | ').slice(2, 2 + ways.length) ?? [];
    const said = cells.map((cell) => Number(/\(model: (\d+)\)/.exec(cell)?.[1] ?? Number.NaN));
    const computed = ways.map(
      ({ design }) =>
        found.get(modelKeyOf(design, { call: 'thread_usleep', revision })) ?? Number.NaN,
    );
    expect(said).toHaveLength(ways.length);
    expect(said).toEqual(computed);
  }
});
