/** Every name that `fermata list` prints, and every number of the papers, is one that `explain` knows. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readCatalogue } from '../catalogue.ts';
import { root } from '../root.ts';
import { explain } from './explain.ts';
import { valueNames } from './explain-design.ts';
import { noteNames } from './explain-paper.ts';
import { STANDINGS, VERDICTS } from './explain-word.ts';
import { listCalls, listObjects, listPolicies, listWords } from './language-lists.ts';
import { listAssertions, listDesigns, listLitmus, listRevisions } from './lists.ts';

/** What stands first in the lines that are not indented. */
function headsOf(list: string): string[] {
  return Array.from(list.matchAll(/^([^\s(]+)/gm), ([, name]) => name);
}

/** What stands before the two spaces in the indented lines of `list words`. */
function wordsOf(list: string): string[] {
  return Array.from(list.matchAll(/^ {2}(\S.*?) {2}/gm), ([, written]) => written);
}

/** Names that are said to be something: lines, and a command or a paper to go on with. */
function unknown(names: readonly string[]): readonly string[] {
  expect(names).not.toEqual([]);
  return names.filter((name) => {
    const { lines, next } = explain(name);
    return lines.join(' ').length <= name.length || next === '';
  });
}

test.for([
  ['assertions', headsOf(listAssertions())],
  ['what assertions are from', listAssertions().match(/[a-z]+\.md#[\w.-]+/g) ?? []],
  ['designs', headsOf(listDesigns())],
  ['revisions', headsOf(listRevisions())],
  ['tests', headsOf(listLitmus(readCatalogue()))],
  ['calls', headsOf(listCalls())],
  [
    'policies',
    headsOf(listPolicies()).filter(
      (name) => /^[a-z]+[A-Z]?[a-z]*$/.test(name) && name !== 'fermata',
    ),
  ],
  ['values of policies', valueNames()],
  ['objects', headsOf(listObjects()).filter((name) => !name.startsWith('P0'))],
  ['words', wordsOf(listWords())],
  ['verdicts and standings', [...VERDICTS, ...STANDINGS]],
  ['numbers of the papers', noteNames()],
] as const)('%s', ([, names]) => {
  expect(unknown(names)).toEqual([]);
});

test('the papers have numbers of every kind', () => {
  const kinds = new Set(noteNames().map((name) => name.replaceAll(/[\d.]+(-END)?/g, '')));
  expect(kinds).toEqual(new Set(['', 'D', 'N', 'F', 'I', 'L', 'R', 'U', 'W']));
});

test('a defect that names a test is drawn', () => {
  const paper = readFileSync(join(root, 'docs', 'kernel.md'), 'utf8');
  const rows = Array.from(paper.matchAll(/^\| <a id="([DNF]\d+(?:-END)?)"><\/a>.*$/gm));
  const notDrawn = rows
    .filter(([row]) => !row.includes('not modelled yet') && !row.includes('| – |'))
    .map(([, name]) => name)
    .filter((name) => explain(name).pictures().length === 0);
  expect(rows.length).toBeGreaterThan(40);
  expect(notDrawn).toEqual([]);
});

test('verdicts are those of formats.md, each with what it means', () => {
  for (const verdict of [...VERDICTS, ...STANDINGS]) {
    expect(explain(verdict).lines[0]).toMatch(RegExp(`^${verdict} \\(a [a-z]+\\): \\w`));
  }
  expect(explain('n19').lines).toEqual(explain('N19').lines);
});
