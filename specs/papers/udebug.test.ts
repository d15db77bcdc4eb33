/**
 * docs/udebug.md: its table has every test of debug sessions on every revision, and what it says of
 * some of them, cured and not, is computed again here.
 */
import { describe, expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import { readCatalogue } from '../catalogue.ts';
import { readExpectations } from '../run/baseline/expectations.ts';
import { hasSession } from '../search/same-model.ts';
import { check, revisionsOf } from '../check/check.ts';
import { readPaper, testNamed } from './examples.ts';

const ROW = /^\| (\S+) \| `(.*)` \| (helenos-\d+) \| (.*) \| (.*) \| (\w+) \|$/gm;
const rows = Array.from(
  readPaper('udebug.md').matchAll(ROW),
  ([, name, condition, revision, today, ticket, becomes]) => ({
    name,
    condition,
    revision,
    today,
    ticket,
    becomes,
  }),
);

test('the table has every test with a debug session, on every revision that it is for', () => {
  const debugged = readCatalogue().filter(({ litmus }) => hasSession(litmus));
  expect(debugged.length).toBeGreaterThanOrEqual(45);
  const wanted = debugged.flatMap(({ litmus }) =>
    revisionsOf(litmus).map((revision) => `${litmus.name} ${revision}`),
  );
  const given = rows.map(({ name, revision }) => `${name} ${revision}`);
  expect(given.toSorted()).toEqual(wanted.toSorted());
});

test('nothing gets worse', () => {
  expect(rows.filter(({ becomes }) => becomes === 'worse')).toEqual([]);
});

test('where a condition falls, the baseline has it', () => {
  const lines = readExpectations().filter(({ asserts }) => asserts.includes('condition'));
  const known = new Set(lines.map(({ test: name, target }) => `${name} ${target}`));
  const fallen = rows.flatMap(({ name, revision, today, ticket }) => [
    ...(today.includes('condition') ? [`${name} today/${revision}`] : []),
    ...(ticket.includes('condition') ? [`${name} ticket/${revision}`] : []),
  ]);
  expect(fallen.length).toBeGreaterThan(10);
  expect(fallen.filter((each) => !known.has(each))).toEqual([]);
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
    expect(printed(row.name)).toContain(row.condition);
  });
});

function said(name: string, on: string, design: string): string {
  const source = testNamed(name);
  const revision = revisionsOf(source.litmus).find((known) => known === on)!;
  const { condition, assertions } = check(source, parseDesign(design), revision, LIMITS);
  const { quantifier, positive, negative } = condition;
  const ends = quantifier === 'forall' ? `${negative} other` : `${positive} such`;
  const fallen = [...assertions, { ...condition, id: 'condition' }]
    .filter(({ verdict }) => verdict === 'VIOLATED')
    .map(({ id }) => id);
  return `${ends} of ${positive + negative} ends${fallen.map((id, i) => (i === 0 ? '; ' : ', ') + id).join('')}`;
}

/** The test as its file has it, in one line. */
function printed(name: string): string {
  return testNamed(name).text.replaceAll(/\s+/g, ' ');
}

const LIMITS = {
  statesMax: 1_000_000,
  memoryMaxBytes: 1024 ** 3,
  deadlineMs: null,
  aborts: null,
  digest: '',
  interrupted: () => false,
};
