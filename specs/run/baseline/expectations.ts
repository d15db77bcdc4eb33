/**
 * The baseline: which results are known not to be VERIFIED, and why (docs/formats.md#baseline).
 *
 * One JSON object a line, one line per (test, target), where a target is `design/revision`, or the name
 * of a kernel under test (`unsound`). A line holds for one program only: once the test's hash is
 * another, it is stale, and so is one that has expired or whose announced failure did not come. A
 * failure that the line does not name is still red.
 */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../root.ts';
import { InputError } from '../../errors.ts';
import { nearest } from '../../litmus/litmus-error.ts';
import { parseJson, shown } from '../../schema.ts';

export interface Expectation {
  readonly test: string;
  readonly hash: string;
  /** `ticket/helenos-2026`; of a kernel under test its name, `reference-2026` */
  readonly target: string;
  readonly expect: 'pass' | 'fail' | 'unsupported' | 'unsound';
  /** fail: exactly what is violated, assertion ids and `condition`, sorted. */
  readonly asserts: readonly string[];
  /**
   * fail: the outcomes that break the condition, sorted; empty where it holds. unsound: the forbidden
   * outcomes that may be seen, at least one; how many of them are is a matter of luck.
   */
  readonly outcomes: readonly string[];
  /** The reason, a sentence. Never empty. */
  readonly why: string;
  /** Commit, ticket or document; may be empty. */
  readonly link: string;
  /** `2026-11-23` */
  readonly since: string;
  /** The last day on which the line holds, or null. */
  readonly expires: string | null;
}

export const EXPECTATIONS_FILE = join(root, 'specs', 'expectations.jsonl');

const KEYS = [
  'test',
  'hash',
  'target',
  'expect',
  'asserts',
  'outcomes',
  'why',
  'link',
  'since',
  'expires',
] as const;
const EXPECTS = ['pass', 'fail', 'unsupported', 'unsound'] as const;

export function targetOf(design: string, revision: string): string {
  return `${design}/${revision}`;
}

/** The lines of the baseline; none where there is no file. @throws InputError */
export function readExpectations(file = EXPECTATIONS_FILE): readonly Expectation[] {
  if (!existsSync(file)) return [];
  return parseExpectations(readFileSync(file, 'utf8'), file);
}

/** @throws InputError `file:line: ...` for the first line that is not an expectation. */
export function parseExpectations(text: string, file: string): readonly Expectation[] {
  const expectations: Expectation[] = [];
  const lineOf = new Map<string, number>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const expectation = parseLine(line, `${file}:${index + 1}`);
    const key = keyOf(expectation);
    const other = lineOf.get(key);
    if (other !== undefined) {
      throw new InputError(`${file}:${index + 1}: line ${other} is about ${key} already`);
    }
    lineOf.set(key, index + 1);
    expectations.push(expectation);
  }
  return expectations;
}

/** The line about one (test, target), stale or not. */
export function expectationFor(
  expectations: readonly Expectation[],
  test: string,
  target: string,
): Expectation | null {
  return lineAbout(expectations, test, target, false);
}

/** The line about a test on a kernel under test, stale or not. */
export function deviationFor(
  expectations: readonly Expectation[],
  test: string,
  target: string,
): Expectation | null {
  return lineAbout(expectations, test, target, true);
}

/** Is it about a kernel under test? No check of the model says anything of it. */
export const isDeviation = ({ expect }: Pick<Expectation, 'expect'>): boolean =>
  expect === 'unsound';

function lineAbout(
  lines: readonly Expectation[],
  test: string,
  target: string,
  isOfKernel: boolean,
): Expectation | null {
  const isIt = (line: Expectation): boolean =>
    line.test === test && line.target === target && isDeviation(line) === isOfKernel;
  return lines.find(isIt) ?? null;
}

/** Why a line no longer counts, as the rest of a sentence about it, or null. */
export function staleness(line: Expectation, hash: string, today: string): string | null {
  if (line.hash !== hash) return `is about hash ${line.hash}, and the test now has ${hash}`;
  if (line.expires !== null && line.expires < today) return `expired on ${line.expires}`;
  return null;
}

/** Sorted by test and target, so that a change of the baseline is a small difference. */
export function printExpectations(expectations: readonly Expectation[]): string {
  return expectations
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
    .map((line) => `${printLine(line)}\n`)
    .join('');
}

/** Replaces the file in one step: a reader sees the old one or the new one. @throws InputError */
export function writeExpectations(
  expectations: readonly Expectation[],
  file = EXPECTATIONS_FILE,
): void {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, printExpectations(expectations));
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw new InputError(`${file} cannot be written: ${(error as Error).message}`);
  }
}

/** Lines that go (`- `) and lines that come (`+ `), sorted; empty if nothing changes. */
export function differenceOf(
  before: readonly Expectation[],
  after: readonly Expectation[],
): readonly string[] {
  const [old, fresh] = [new Set(before.map(printLine)), new Set(after.map(printLine))];
  return [
    ...[...old].filter((line) => !fresh.has(line)).map((line) => `- ${line}`),
    ...[...fresh].filter((line) => !old.has(line)).map((line) => `+ ${line}`),
  ].toSorted((a, b) => (a.slice(2) < b.slice(2) ? -1 : 1));
}

function printLine(line: Expectation): string {
  return JSON.stringify(Object.fromEntries(KEYS.map((key) => [key, line[key]])));
}

/** `TEST on TARGET`: what a line is about, unique in a baseline. */
export function keyOf(line: Pick<Expectation, 'test' | 'target'>): string {
  return `${line.test} on ${line.target}`;
}

function parseLine(text: string, place: string): Expectation {
  const line = parseObject(text, place);
  for (const key of Object.keys(line)) {
    if ((KEYS as readonly string[]).includes(key)) continue;
    const near = nearest(key, KEYS);
    const hint = near === '' ? `; known are ${KEYS.join(', ')}` : `; the nearest is "${near}"`;
    throw new InputError(`${place}: unknown key ${shown(key)}${hint}`);
  }
  const refuse = (key: string, expected: string): never => {
    throw new InputError(`${place}: "${key}" is ${shown(line[key])}, expected ${expected}`);
  };
  const matching = (key: string, pattern: RegExp, expected: string): string => {
    const value = line[key];
    return typeof value === 'string' && pattern.test(value) ? value : refuse(key, expected);
  };
  const list = (key: string): string[] => {
    const value = line[key] ?? [];
    const good = Array.isArray(value) && value.every((entry) => typeof entry === 'string');
    return good ? value.toSorted() : refuse(key, 'a list of strings');
  };
  const date = (key: string, expected: string): string => {
    const day = matching(key, /^\d{4}-\d\d-\d\d$/, expected);
    return isDate(day) ? day : refuse(key, expected);
  };
  const expectation: Expectation = {
    test: matching('test', /./, 'the name of a test'),
    hash: matching('hash', /^[0-9a-f]{32}$/, '32 hexadecimal digits'),
    target:
      line.expect === 'unsound'
        ? matching('target', /\S/, 'the name of a target')
        : matching('target', /^[^/]+\/[^/]+$/, 'design/revision'),
    expect:
      EXPECTS.find((known) => known === line.expect) ?? refuse('expect', EXPECTS.join(' or ')),
    asserts: list('asserts'),
    outcomes: list('outcomes'),
    why: matching('why', /\S/, 'the reason, a sentence'),
    link: line.link === undefined ? '' : matching('link', /^/, 'a string'),
    since: date('since', 'a date such as 2026-11-23'),
    expires: (line.expires ?? null) === null ? null : date('expires', 'a date or null'),
  };
  if (expectation.expect === 'fail' && expectation.asserts.length === 0) {
    refuse('asserts', 'what fails, since "expect" is "fail"');
  }
  if (expectation.expect === 'unsound') {
    if (expectation.asserts.length > 0) refuse('asserts', 'none, since "expect" is "unsound"');
    if (expectation.outcomes.length === 0) {
      refuse('outcomes', 'what is seen and forbidden, since "expect" is "unsound"');
    }
  }
  return expectation;
}

/** In a calendar: 2026-02-30 is the second of March, so it is none. */
function isDate(text: string): boolean {
  const time = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().slice(0, 10) === text;
}

function parseObject(text: string, place: string): Record<string, unknown> {
  const value = parseJson(text, place);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError(`${place}: expected one JSON object a line`);
  }
  return { ...value };
}
