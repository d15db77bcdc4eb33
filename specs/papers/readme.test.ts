/** The README is short, and its numbers are those of the papers that commands compute. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { presets } from '../../model/designs/presets.ts';
import { readCatalogue } from '../catalogue.ts';
import { root } from '../root.ts';

const README = readFileSync(join(root, 'README.md'), 'utf8');
const SYNC = readFileSync(join(root, 'docs', 'sync-calls.md'), 'utf8');
const FINDINGS = readFileSync(join(root, 'docs', 'findings.md'), 'utf8');
const LINES = README.trimEnd().split('\n');
const CHAPTERS = ['## ipc_call_sync, helenos-2012', '## page_in, helenos-2026'];

test('at most 120 lines of at most 120 columns, one table of at most 12 rows', () => {
  expect(LINES.length).toBeLessThanOrEqual(120);
  // The address of the picture is no text.
  const texts = LINES.map((line) => line.replace(/^!\[(.*)\]\(.*\)$/, '$1'));
  expect(texts.filter((line) => line.length > 120)).toEqual([]);
  const rows = LINES.filter((line) => line.startsWith('|'));
  expect(LINES.filter((line) => line.startsWith('| ---'))).toHaveLength(1);
  expect(rows.length - 2).toBeLessThanOrEqual(12);
});

test('the answer comes before the litmus, and the litmus before the findings', () => {
  const heads = LINES.filter((line) => line.startsWith('## '));
  expect(heads.slice(0, 4)).toEqual([
    '## The answer',
    '## Two commands',
    '## A first litmus',
    '## What comes out',
  ]);
});

test('it counts the tests that there are', () => {
  const tests = readCatalogue().length;
  expect(README).toContain(`of ${tests} tests`);
  expect(FINDINGS).toContain(`${tests} tests, ${presets().length} designs`);
});

/** `R9 (1), R15 (55)` by assertion; a number that is left out is null. */
function falls(cell: string): Map<string, number | null> {
  return new Map(
    Array.from(cell.matchAll(/(R\d+)\]?(?:\([^)]*\))?(?: \((\d+)\))?/g), ([, id, tests]) => [
      id,
      tests === undefined ? null : Number(tests),
    ]),
  );
}

/** The rows of one table of sync-calls.md: what a design breaks, and B. */
function computed(chapter: string): Map<string, { broken: Map<string, number | null>; b: string }> {
  const text = SYNC.slice(SYNC.indexOf(chapter)).split('\n## ')[0];
  const [head, , ...rows] = text.split('\n').filter((line) => line.startsWith('|'));
  const columns = cellsOf(head);
  const at = (name: string): number => columns.findIndex((column) => column.startsWith(name));
  return new Map(
    rows
      .map(cellsOf)
      .map((cells) => [
        cells[at('design')].replaceAll('`', ''),
        { broken: falls(cells[at('broken')]), b: cells[at('B')] },
      ]),
  );
}

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

describe('the table of treatments', () => {
  const [old, young] = CHAPTERS.map(computed);
  const rows = LINES.filter((line) => /^\| .*`/.test(line) && !line.includes('page-in, 2026')).map(
    cellsOf,
  );

  test('in 2012 two treatments break nothing, and each other one something', () => {
    const clean = rows.filter(([, on2012]) => on2012 === 'nothing').map(([name]) => name);
    expect(clean).toEqual(['**two stages** (`ticket`)', '**libc** (`ticket-libc`)']);
    expect(README).toContain('breaks an assertion on 2012 that these two keep');
    for (const design of ['ticket', 'ticket-libc']) expect(old.get(design)?.broken.size).toBe(0);
  });

  test('has a row for each treatment that the papers tell', () => {
    expect(rows.length).toBeGreaterThanOrEqual(10);
  });

  test.for(rows.map(([name, on2012, on2026, b]) => ({ name, on2012, on2026, b })))(
    '$name',
    ({ name, on2012, on2026, b }) => {
      const design = /`([^`]+)`/.exec(name)?.[1] ?? '';
      const own = old.get(design);
      expect(own).toBeDefined();
      compare(on2012, own?.broken);
      expect(b).toBe(own?.b);
      if (!on2026.startsWith('as ')) compare(on2026, young.get(design)?.broken);
    },
  );
});

/** The same assertions, and the numbers that are given. */
function compare(cell: string, broken: Map<string, number | null> | undefined): void {
  // `R4-R6` stands for R4, R5, R6.
  const spread = cell.replace(/R(\d+)-R(\d+)/g, (_, from, to) =>
    Array.from({ length: to - from + 1 }, (__, i) => `R${Number(from) + i}`).join(', '),
  );
  const told = falls(spread);
  expect([...told.keys()].toSorted()).toEqual([...(broken?.keys() ?? [])].toSorted());
  const given = [...told].filter(([, tests]) => tests !== null);
  expect(given).toEqual(given.map(([id]) => [id, broken?.get(id)]));
}
