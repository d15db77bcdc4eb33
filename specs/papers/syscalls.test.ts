/**
 * docs/syscalls.md has a row for every system call of both kernels and for nothing else, and its
 * first paragraphs count those rows.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../root.ts';
import { SYSCALLS_2012, SYSCALLS_2026 } from './kernel-syscalls.ts';

const PAPER = readFileSync(join(root, 'docs', 'syscalls.md'), 'utf8');
const COLUMNS = ['call', '2012', '2026', 'class', 'waits for', 'where', 'killed', 'a stop must'];
const CLASSES = ['nothing', 'lock', 'pager', 'event'] as const;
const REVISIONS = [
  { revision: '2012', calls: SYSCALLS_2012 },
  { revision: '2026', calls: SYSCALLS_2026 },
] as const;

type Revision = (typeof REVISIONS)[number]['revision'];

/** A row of the tables: one call, in one revision or in both. */
interface Row {
  readonly line: string;
  readonly cells: readonly string[];
  readonly call: string;
  readonly anchors: readonly string[];
  /** The call's number in a revision that the row speaks of. */
  readonly numbers: Readonly<Record<Revision, number | null>>;
  readonly class: string;
}

const ANCHOR = /<a id="([^"]+)"><\/a>/g;
const rows = PAPER.split('\n')
  .filter((line) => /^\| (?:<a id="[^"]*"><\/a>)?`SYS_/.test(line))
  .map(rowOf);

function rowOf(line: string): Row {
  const cells = line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
  const [call = '', in2012 = '', in2026 = '', kind = ''] = cells;
  return {
    line,
    cells,
    call: /`(\w+)`$/.exec(call)?.[1] ?? '',
    anchors: anchorsOf(call),
    numbers: { '2012': numberOf(in2012), '2026': numberOf(in2026) },
    class: kind,
  };
}

function anchorsOf(text: string): string[] {
  return [...text.matchAll(ANCHOR)].map(([, id = '']) => id);
}

function numberOf(cell: string): number | null {
  if (cell === '-') return null;
  return /^\d+$/.test(cell) ? Number(cell) : NaN;
}

function callsOfClass(revision: Revision, kind: string): string[] {
  return rows
    .filter((row) => row.numbers[revision] !== null && row.class === kind)
    .map(({ call }) => call);
}

/** The paper's text before its first heading below the title, on one line. */
const opening = (PAPER.split(/\n## /)[0] ?? '').replaceAll(/\s+/g, ' ');

describe.for(REVISIONS)('helenos-$revision', ({ revision, calls }) => {
  test.for(calls.map((call, number) => ({ call, number })))(
    '$call has one row, with its number $number',
    ({ call, number }) => {
      const numbers = rows
        .filter((row) => row.call === call && row.numbers[revision] !== null)
        .map((row) => row.numbers[revision]);
      expect(numbers).toEqual([number]);
    },
  );

  test('no row is of a call that this revision does not have', () => {
    const strangers = rows.filter(
      (row) => row.numbers[revision] !== null && !(calls as readonly string[]).includes(row.call),
    );
    expect(strangers.map(({ line }) => line)).toEqual([]);
  });

  test('the first paragraph counts the rows by class', () => {
    const [nothing, lock, pager, event] = CLASSES.map(
      (kind) => callsOfClass(revision, kind).length,
    );
    expect(opening).toContain(
      `helenos-${revision} has ${calls.length} system calls: ${nothing} wait for nothing, ` +
        `${lock} for a lock or memory only, ${pager} for a lock, memory or a user pager, ` +
        `and ${event} for an event of their own.`,
    );
  });

  test('the calls that wait for an event are named', () => {
    const named = new RegExp(`- helenos-${revision}: ((?:\`\\w+\`[,.] ?)+)`).exec(opening)?.[1];
    const names = [...(named ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name);
    expect(names).toEqual(callsOfClass(revision, 'event'));
  });
});

test("the ticket's sentence is said to hold for as many calls as the rows say", () => {
  const of = (revision: Revision, kinds: readonly string[]): number =>
    kinds.flatMap((kind) => callsOfClass(revision, kind)).length;
  const always = ['nothing', 'lock'];
  expect(opening).toContain(`holds for ${of('2012', always)} of the ${SYSCALLS_2012.length},`);
  expect(opening).toContain(
    `holds for ${of('2026', always)} of the ${SYSCALLS_2026.length} in every case, ` +
      `and for ${of('2026', [...always, 'pager'])} where no area has a user pager`,
  );
  expect(opening).toContain(`${of('2026', ['pager'])} calls touch user memory or an address space`);
});

test('every name has one anchor, in the first of its rows', () => {
  const names: readonly string[] = [...new Set<string>([...SYSCALLS_2012, ...SYSCALLS_2026])];
  const firstRows = names.map((name) => rows.find(({ call }) => call === name)?.anchors);
  expect(firstRows).toEqual(names.map((name) => [name]));
  expect(
    anchorsOf(PAPER)
      .filter((id) => id.startsWith('SYS_'))
      .toSorted(),
  ).toEqual(names.toSorted());
});

test.for(rows)('no cell is empty and the class is known: $line', (row) => {
  expect(row.cells).toHaveLength(COLUMNS.length);
  expect(row.cells).not.toContain('');
  expect(CLASSES).toContain(row.class);
  expect(row.numbers).not.toEqual({ '2012': null, '2026': null });
});

test('every table of calls has the same columns', () => {
  const heads = PAPER.split('\n').filter((line) => line.startsWith('| call |'));
  expect(heads.length).toBeGreaterThan(0);
  expect([...new Set(heads)]).toEqual([`| ${COLUMNS.join(' | ')} |`]);
});

test('links within the paper lead to its own anchors', () => {
  const targets = [...PAPER.matchAll(/\]\(#([^)]+)\)/g)].map(([, id = '']) => id);
  expect(targets.filter((id) => !anchorsOf(PAPER).includes(id))).toEqual([]);
});
