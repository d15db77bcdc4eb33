/**
 * The file of a report, line by line: what it says of itself, then each thing that has a line.
 *
 * As a whole it may be longer than the longest string, and what is read is checked and joined at once,
 * so no more of the file is kept than a line. A file that was laid out anew since it was written is
 * read as a whole, as long as it can be.
 */
import { constants } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import { SECTIONS, type Sections } from '../../reports/packed-data.ts';
import { InputError } from '../errors.ts';
import { parseJson } from '../schema.ts';

/** What the report says of itself, parsed and no more; its sections have been emptied. */
interface HeadItem {
  readonly section: 'head';
  readonly value: unknown;
}

/** One thing of a section, likewise, and its place in there from 0. */
export interface SectionItem {
  readonly section: keyof Sections;
  readonly value: unknown;
  readonly index: number;
}

export type Item = HeadItem | SectionItem;

const CHUNK_BYTES = 2 ** 20;
const NEWLINE = '\n'.charCodeAt(0);

/** @throws InputError when the file cannot be read, or a line of it is too long */
export function* linesOfFile(file: string): Generator<string> {
  const handle = reading(file, () => openSync(file, 'r'));
  try {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    let begun: Buffer[] = [];
    for (;;) {
      const length = reading(file, () => readSync(handle, chunk));
      if (length === 0) break;
      let from = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0 && end < length;) {
        yield textOf([...begun, chunk.subarray(from, end)], file);
        begun = [];
        from = end + 1;
        end = chunk.indexOf(NEWLINE, from);
      }
      if (from < length) begun.push(Buffer.from(chunk.subarray(from, length)));
    }
    if (begun.length > 0) yield textOf(begun, file);
  } finally {
    closeSync(handle);
  }
}

function reading<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new InputError(`${file} cannot be read: ${(error as Error).message}`);
  }
}

function textOf(pieces: readonly Buffer[], file: string): string {
  const bytes = pieces.reduce((sum, { length }) => sum + length, 0);
  if (bytes > constants.MAX_STRING_LENGTH) throw tooLong(file);
  return Buffer.concat(pieces).toString('utf8');
}

function tooLong(file: string): InputError {
  return new InputError(
    `${file} is too long to be read as a whole, and has not one run a line, as fermata check --json has`,
  );
}

/** The things of a report in their order, the head first. @throws InputError */
export function* itemsOf(lines: Iterable<string>, file: string): Generator<Item> {
  const rest = lines[Symbol.iterator]();
  const first = rest.next().value ?? '';
  const opened = /^(\{.*),"(\w+)":\[$/.exec(first);
  const section = sectionOf(opened?.[2]);
  if (opened === null || section === null) {
    yield* itemsOfWhole(wholeText(first, rest, file), file);
    return;
  }
  const head = parseJson(`${opened[1]}}`, file);
  yield { section: 'head', value: { ...(head as object), runs: [] } };
  yield* itemsOfLines({ [Symbol.iterator]: () => rest }, section, file);
}

function* itemsOfLines(
  lines: Iterable<string>,
  opened: keyof Sections,
  file: string,
): Generator<Item> {
  let section = opened;
  let hasEnded = false;
  let index = 0;
  let number = 1;
  for (const line of lines) {
    const place = `${file}:${++number}`;
    if (line === '') continue;
    if (hasEnded) throw new InputError(`${place}: not JSON of ours: the report has ended before`);
    if (line === ']}') hasEnded = true;
    else if (line.startsWith(']')) {
      const next = sectionOf(/^\],"(\w+)":\[$/.exec(line)?.[1]);
      if (next === null || SECTIONS.indexOf(next) <= SECTIONS.indexOf(section)) {
        throw new InputError(`${place}: not JSON of ours: nothing of this name stands here`);
      }
      section = next;
      index = 0;
    } else {
      const text = line.endsWith(',') ? line.slice(0, -1) : line;
      yield { section, value: parseJson(text, place), index: index++ };
    }
  }
  if (!hasEnded) throw new InputError(`${file}:${number}: not JSON: its end is missing`);
  if (section !== 'runs') throw new InputError(`${file}: runs is missing`);
}

function sectionOf(name: string | undefined): keyof Sections | null {
  return SECTIONS.find((section) => section === name) ?? null;
}

function wholeText(first: string, rest: Iterator<string>, file: string): string {
  const lines = [first];
  let length = first.length;
  for (let next = rest.next(); next.done !== true; next = rest.next()) {
    length += next.value.length + 1;
    if (length > constants.MAX_STRING_LENGTH) throw tooLong(file);
    lines.push(next.value);
  }
  return lines.join('\n');
}

/** The same of a report in any layout. What is no report is a head, and nothing else. */
function* itemsOfWhole(text: string, file: string): Generator<Item> {
  const value = parseJson(text, file);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    yield { section: 'head', value };
    return;
  }
  const head: Record<string, unknown> = { ...value };
  const lists = SECTIONS.map((section) => [section, head[section]] as const);
  for (const [section, list] of lists) if (Array.isArray(list)) head[section] = [];
  yield { section: 'head', value: head };
  for (const [section, list] of lists) {
    if (!Array.isArray(list)) continue;
    for (const [index, item] of list.entries()) yield { section, value: item, index };
  }
}
