/**
 * docs/udebug.md: its table has every test of debug sessions on every revision, and what it says of
 * some of them, cured and not, is computed again here.
 */
import { describe, expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import { readCatalogue } from '../catalogue.ts';
import { check, revisionsOf } from '../check/check.ts';
import { readPaper, testNamed } from './examples.ts';

const ROW = /^\| (UD\S+) \| (helenos-\d+) \| (.*) \| (.*) \| (\w+) \|$/gm;
const rows = Array.from(
  readPaper('udebug.md').matchAll(ROW),
  ([, name, revision, today, ticket, becomes]) => ({ name, revision, today, ticket, becomes }),
);

test('the table has every test of the family, on every revision that it is for', () => {
  const family = readCatalogue().filter(({ file }) => file.includes('/udebug/'));
  const wanted = family.flatMap(({ litmus }) =>
    revisionsOf(litmus).map((revision) => `${litmus.name} ${revision}`),
  );
  const given = rows.map(({ name, revision }) => `${name} ${revision}`);
  expect(given.toSorted()).toEqual(wanted.toSorted());
});

test('nothing gets worse', () => {
  expect(rows.filter(({ becomes }) => becomes === 'worse')).toEqual([]);
});

const CHEAP = new Set([
  'UD+D1',
  'UD+D2+event.2026',
  'UD+N4+end',
  'UD+N13+go.2026',
  'UD+R13+message',
]);

describe('what a row says is so', () => {
  test.for(rows.filter(({ name }) => CHEAP.has(name)))('$name on $revision', (row) => {
    expect(said(row.name, row.revision, 'today')).toBe(row.today);
    expect(said(row.name, row.revision, 'ticket')).toBe(row.ticket);
  });
});

function said(name: string, on: string, design: string): string {
  const source = testNamed(name);
  const revision = revisionsOf(source.litmus).find((known) => known === on)!;
  const { condition, assertions } = check(source, parseDesign(design), revision, LIMITS);
  const { quantifier, positive, negative } = condition;
  const ends = quantifier === 'forall' ? `${negative} other` : `${positive} such`;
  const fallen = assertions.filter(({ verdict }) => verdict === 'VIOLATED').map(({ id }) => id);
  return `${ends} of ${positive + negative} ends${fallen.map((id, i) => (i === 0 ? '; ' : ', ') + id).join('')}`;
}

const LIMITS = {
  statesMax: 1_000_000,
  memoryMaxBytes: 1024 ** 3,
  deadlineMs: null,
  aborts: null,
  digest: '',
  interrupted: () => false,
};
