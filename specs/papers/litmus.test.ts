/** docs/litmus.md is complete: every call, type of object and table of the language is in it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CALLS } from '../litmus/calls/calls.ts';
import { objectTypesOf } from '../litmus/calls/objects.ts';
import { root } from '../root.ts';

const paper = readFileSync(join(root, 'docs', 'litmus.md'), 'utf8');

test.for([...new Set(CALLS.map(({ name }) => name))])('%s is in the paper', (name) => {
  expect(paper).toMatch(new RegExp(`\`${name}\\b`));
});

test('so is every type of object', () => {
  const types = (['helenos-2012', 'helenos-2026', 'kernel-2012', 'kernel-2026'] as const).flatMap(
    (table) => objectTypesOf(table),
  );
  expect(types.filter((type) => !paper.includes(`\`${type} `))).toEqual([]);
});
