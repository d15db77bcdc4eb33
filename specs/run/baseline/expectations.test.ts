import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  differenceOf,
  type Expectation,
  expectationFor,
  parseExpectations,
  printExpectations,
  readExpectations,
  staleness,
  writeExpectations,
} from './expectations.ts';

const line: Expectation = {
  test: 'A',
  hash: '0123456789abcdef0123456789abcdef',
  target: 'ticket/helenos-2026',
  expect: 'fail',
  asserts: ['R1', 'R3'],
  outcomes: [],
  why: 'D7: the kernel loses the wakeup',
  link: '',
  since: '2026-11-23',
  expires: null,
};

describe('reading', () => {
  test('what was printed is read back, sorted', () => {
    const lines = [{ ...line, test: 'B' }, line, { ...line, target: 'eintr/helenos-2026' }];
    const text = printExpectations(lines);
    expect(parseExpectations(text, 'x.jsonl')).toEqual([lines[2], line, lines[0]]);
    expect(printExpectations(parseExpectations(text, 'x.jsonl'))).toBe(text);
  });

  test('asserts are sorted, link and expires may be absent', () => {
    const { link: _, expires: __, ...rest } = line;
    const text = JSON.stringify({ ...rest, asserts: ['R3', 'R1'] });
    expect(parseExpectations(text, 'x.jsonl')).toEqual([line]);
  });

  test.for([
    { change: { expect: 'fial' }, says: 'x.jsonl:2: "expect" is "fial", expected pass or fail' },
    { change: { hash: 'abc' }, says: 'x.jsonl:2: "hash" is "abc", expected 32 hexadecimal' },
    { change: { target: 'ticket' }, says: 'x.jsonl:2: "target" is "ticket"' },
    { change: { why: ' ' }, says: 'x.jsonl:2: "why" is " ", expected the reason' },
    { change: { asserts: [] }, says: 'x.jsonl:2: "asserts" is [], expected what fails' },
    { change: { asserts: 'R1' }, says: 'x.jsonl:2: "asserts" is "R1", expected a list' },
    { change: { expires: 'never' }, says: 'x.jsonl:2: "expires" is "never", expected a date' },
    { change: { hsah: 1 }, says: 'x.jsonl:2: unknown key "hsah"; the nearest is "hash"' },
  ])('$change is refused with its line', ({ change, says }) => {
    const text = `\n${JSON.stringify({ ...line, ...change })}\n`;
    expect(() => parseExpectations(text, 'x.jsonl')).toThrow(says);
  });

  test('text that is no JSON object is refused with its line', () => {
    expect(() => parseExpectations('{', 'x.jsonl')).toThrow('x.jsonl:1: not JSON');
    expect(() => parseExpectations('[]', 'x.jsonl')).toThrow('x.jsonl:1: expected one JSON object');
  });

  test('two lines about one target are refused', () => {
    const text = `${JSON.stringify(line)}\n${JSON.stringify(line)}\n`;
    expect(() => parseExpectations(text, 'x.jsonl')).toThrow(
      'x.jsonl:2: line 1 is about A on ticket/helenos-2026 already',
    );
  });
});

test.for(['2026-99-99', '2026-02-30', '2026-13-01', '2025-02-29', '0000-00-00'])(
  '%s is no date',
  (day) => {
    for (const key of ['since', 'expires']) {
      const text = JSON.stringify({ ...line, [key]: day });
      expect(() => parseExpectations(text, 'x.jsonl')).toThrow(
        `x.jsonl:1: "${key}" is "${day}", expected a date`,
      );
    }
  },
);

test('a value that is nested without end is refused as any other', () => {
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  const text = JSON.stringify({ ...line, why: 'DEEP' }).replace('"DEEP"', deep);
  expect(() => parseExpectations(text, 'x.jsonl')).toThrow(
    'x.jsonl:1: not JSON of ours: it is nested more than 64 deep',
  );
});

test('a line is found by test and target, whatever its hash', () => {
  expect(expectationFor([line], 'A', 'ticket/helenos-2026')).toBe(line);
  expect(expectationFor([line], 'A', 'ticket/helenos-2012')).toBeNull();
});

test('a line is stale after its last day and for another hash', () => {
  const lasting = { ...line, expires: '2026-12-01' };
  expect(staleness(lasting, line.hash, '2026-12-01')).toBeNull();
  expect(staleness(lasting, line.hash, '2026-12-02')).toBe('expired on 2026-12-01');
  expect(staleness(line, 'f'.repeat(32), '2026-12-01')).toContain('is about hash 0123');
});

test('the difference names what goes and what comes', () => {
  const changed = { ...line, why: 'another reason' };
  const [gone, come] = differenceOf([line], [changed]);
  expect(gone.slice(0, 2) + come.slice(0, 2)).toMatch(/- \+ |\+ - /);
  expect(differenceOf([line], [line])).toEqual([]);
});

describe('writing', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fermata-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('replaces the file and leaves nothing beside it', () => {
    const file = join(folder, 'expectations.jsonl');
    writeExpectations([line], file);
    writeExpectations([{ ...line, test: 'B' }, line], file);
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(3);
    expect(readdirSync(folder)).toEqual(['expectations.jsonl']);
    expect(readExpectations(file)).toEqual([line, { ...line, test: 'B' }]);
  });

  test('no file is no lines', () => {
    expect(readExpectations(join(folder, 'none.jsonl'))).toEqual([]);
  });

  test('a folder that is not there is refused in a sentence', () => {
    expect(() => writeExpectations([line], join(folder, 'no', 'x.jsonl'))).toThrow(
      /x\.jsonl cannot be written: ENOENT/,
    );
  });
});
