/**
 * `fermata explain VACUOUS`, `asleep`, `waitq`, `helenos-2012`, `WQ+fifo`: the words that a result has,
 * those of the litmus language, its objects, the revisions, and the tests.
 */
import { readingOf } from '../reading/reading.ts';
import { OF_ASSERTIONS, OF_WINDOWS } from './explained-by.ts';
import type { Explanation } from './explain.ts';
import { cellBeside } from './explain-paper.ts';
import { type Picture, picturesOf } from './explain-pair.ts';
import { objectLines } from './language-lists.ts';
import { listRevisions } from './lists.ts';
import { OBJECTS, WORDS } from './words.ts';
import { testsToExplain } from './explained-tests.ts';

/** The words that a run can have, in the order of docs/formats.md. */
export const VERDICTS = [
  'VERIFIED',
  'VIOLATED',
  'VACUOUS',
  'UNSUPPORTED',
  'INCONCLUSIVE',
  'ERROR',
] as const;
export const STANDINGS = ['expected', 'unexpected', 'stale', 'information', 'unfinished'] as const;

/** A command that ends with the verdict. */
const SEEN: Readonly<Record<string, string>> = {
  VERIFIED: 'fermata check WQ+abort+wake --design ticket',
  VIOLATED: 'fermata check WQ+abort+wake --design debt=book',
  UNSUPPORTED: 'fermata check SLEEP+abort --design today --revision helenos-2012',
  INCONCLUSIVE: 'fermata check WQ+abort+wake --design ticket --max-states 10',
};

/** A verdict, a standing, a word of the language, an object or a revision. */
export function ofWord(name: string): Explanation | null {
  const result = resultLines(name);
  const lines = [...result, ...wordLines(name), ...objectsNamed(name), ...revisionLines(name)];
  if (lines.length === 0) return null;
  const next =
    result.length > 0
      ? (SEEN[name.toUpperCase()] ?? 'docs/formats.md#verdicts has all of them.')
      : 'fermata list words and fermata list objects have all of them.';
  return { lines, pictures: () => picturesFor(name), next };
}

/** A test of the catalogue, in plain English. */
export function ofTest(name: string): Explanation | null {
  const test = testsToExplain().find((each) => each.name === name);
  if (test === undefined) return null;
  const told = readingOf(test.litmus).flatMap(({ title, sentences }) => [
    `    ${title}: ${sentences.map(({ text }) => text).join(' ')}`,
  ]);
  const lines = [`${name}: ${test.litmus.doc} (${test.file})`, ...told];
  return { lines, pictures: () => [], next: `fermata check ${name} --full` };
}

/** All that `ofWord` knows by a name of its own. */
export function wordNames(): readonly string[] {
  const entries = Object.values(WORDS).flat();
  return [
    ...VERDICTS,
    ...STANDINGS,
    ...entries.flatMap(([written]) => piecesOf(written)),
    ...OBJECTS.map(({ type }) => type),
  ];
}

function picturesFor(name: string): readonly Picture[] {
  if (Object.hasOwn(OF_WINDOWS, name)) return picturesOf(OF_WINDOWS[name], null);
  const pictures = () => picturesOf(OF_ASSERTIONS.R1, 'R1');
  if (name.toUpperCase() === 'VERIFIED') return [pictures()[0]];
  return name.toUpperCase() === 'VIOLATED' ? [pictures()[1]] : [];
}

function resultLines(name: string): string[] {
  const verdict = VERDICTS.find((known) => known === name.toUpperCase());
  const standing = STANDINGS.find((known) => known === name.toLowerCase());
  const word = verdict ?? standing;
  if (word === undefined) return [];
  const kind = verdict === undefined ? 'a standing' : 'a verdict';
  return [`${word} (${kind}): ${cellBeside('formats.md', 'verdicts', word) ?? ''}`];
}

/** Entries that are written so, or have it among others; else those in which it is a word. */
function wordLines(name: string): string[] {
  const entries = Object.entries(WORDS).flatMap(([place, words]) =>
    words.map(([written, says]) => ({ place, written, says })),
  );
  const exact = entries.filter(({ written }) => piecesOf(written).includes(name));
  const inside = entries.filter(({ written }) => new Set(written.match(/\w{2,}/g)).has(name));
  const found = exact.length > 0 ? exact : inside;
  return found.map(({ place, written, says }) => `${written}: ${says} (${place})`);
}

/** The whole, and what stands between its commas that are in no brackets. */
function piecesOf(written: string): string[] {
  return [written, ...written.split(/, (?![^(]*\))/), ...written.split(' ').filter(isName)];
}

function isName(word: string): boolean {
  return /^[A-Z][A-Za-z]+$/.test(word);
}

function objectsNamed(name: string): string[] {
  return OBJECTS.filter(({ type }) => type === name).flatMap(objectLines);
}

function revisionLines(name: string): string[] {
  return listRevisions()
    .split('\n')
    .filter((line) => line.split(' ')[0] === name);
}
