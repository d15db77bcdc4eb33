/**
 * The catalogue: every `.litmus` file under specs/, read, sorted by name; but for those of specs/perf/,
 * which measure a search and are checked by their paths.
 *
 * A file that cannot be read or that says of itself what is not so (its `Hash=`) stops the
 * command: a catalogue with a hole in it would pass by not happening.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { parseDesign } from '../model/designs/designs.ts';
import { DesignError } from '../model/designs/policies.ts';
import type { TestRow } from '../reports/data.ts';
import { hashOf } from './litmus/hash.ts';
import { assertedIn } from './litmus/calls/asserted.ts';
import { abortedIn, callsIn } from './litmus/flow/calls-in.ts';
import type { Litmus } from './litmus/litmus.ts';
import { refuseIn } from './litmus/litmus-error.ts';
import { parseLitmus } from './litmus/parse/parse.ts';
import { checkTime } from './litmus/validate/validate-time.ts';
import { readingOf } from './reading/reading.ts';
import { repositoryOf, root } from './root.ts';
import { InputError, UsageError, unknownName } from './errors.ts';
import { meantBy } from './litmus-files.ts';

/** Every litmus below it is one of the catalogue. */
const CATALOGUE = join(root, 'specs');

/** One litmus file, read. */
export interface Test {
  readonly litmus: Litmus;
  /** Absolute, and for this machine only. */
  readonly path: string;
  /**
   * Relative to the repository of the working directory, with forward slashes. Outside of it: as
   * given, or, of the catalogue, relative to the working directory.
   */
  readonly file: string;
  /** The path by which it was selected; null: by its name. */
  readonly given: string | null;
  readonly text: string;
  readonly name: string;
  readonly hash: string;
  /** The folder that the file lies in: `waitq`, `ipc`, ... */
  readonly family: string;
}

/**
 * All tests under `folder`, by name.
 *
 * @throws InputError when a file is unreadable or two have one name, LitmusError.
 */
export function readCatalogue(folder = CATALOGUE): readonly Test[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.litmus') && !file.startsWith(`perf${sep}`))
    .map((file) => join(folder, file));
  const tests = files.map(readTest).toSorted(byName);
  const twice = tests.findIndex((test, i) => i > 0 && test.name === tests[i - 1].name);
  if (twice > 0) {
    const [first, second] = [tests[twice - 1], tests[twice]];
    throw new InputError(
      `${second.file}: the name "${second.name}" belongs to ${first.file} already; rename one`,
    );
  }
  return tests;
}

/** What was read of a path, as it was named from a folder; it counts while the file says the same. */
const known = new Map<string, Test>();

/**
 * Reads one litmus file; `path` is relative to the working directory. It is parsed once as long as its
 * text stays: whoever asks for one test by its name has the whole catalogue looked through.
 *
 * @throws InputError when it is unreadable; LitmusError when it is malformed or carries the hash
 * of another program.
 */
export function readTest(path: string): Test {
  const file = isInCatalogue(path) ? fileOf(path) : path;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new InputError(`${file} cannot be read: ${(error as Error).message}`);
  }
  const key = JSON.stringify([process.cwd(), path]);
  const before = known.get(key);
  if (before?.text === text) return before;
  const test = parsed(path, file, text);
  known.set(key, test);
  return test;
}

function parsed(path: string, file: string, text: string): Test {
  const litmus = parseLitmus(text, file, designProblem);
  checkTime(litmus, refuseIn(file));
  const family = basename(dirname(resolve(path)));
  const { name } = litmus;
  const at = { path: resolve(path), file: fileOf(path), given: null };
  return { litmus, ...at, text, name, hash: hashOf(litmus), family };
}

/**
 * The tests that a command line selects: names of the catalogue, paths of files and folders, and
 * patterns; without any, the whole catalogue. Sorted by name, each once.
 *
 * @throws UsageError naming the nearest test, InputError, LitmusError.
 */
export function selectTests(wanted: readonly string[]): readonly Test[] {
  if (wanted.length === 0) return readCatalogue();
  const words = wanted.map((word) => meantBy(word, CATALOGUE));
  const fromFiles = words.flatMap(({ files }) => files).map(readGiven);
  return once([...namedTests(words.flatMap(({ names }) => names)), ...fromFiles]);
}

function namedTests(wanted: readonly string[]): readonly Test[] {
  if (wanted.length === 0) return [];
  const catalogue = new Map(readCatalogue().map((test) => [test.name, test]));
  return wanted.map((name) => {
    const test = catalogue.get(name);
    if (test !== undefined) return test;
    throw unknownName('test', name, [...catalogue.keys()], 'fermata list litmus');
  });
}

/**
 * The paths of the files that a command line selects, in its order; what is named by its path need
 * not be readable.
 *
 * @throws UsageError naming the nearest test.
 */
export function filesOf(wanted: readonly string[]): readonly string[] {
  const files = wanted.flatMap((word) => {
    const { files: given, names } = meantBy(word, CATALOGUE);
    return [...given, ...namedTests(names).map(({ path }) => relative(process.cwd(), path))];
  });
  return [...new Set(files)];
}

let namesOfCatalogue: ReadonlySet<string> | null = null;

/** Is this a word that selects a test? The catalogue is read once for all words that are asked for. */
export function isTest(word: string): boolean {
  namesOfCatalogue ??= new Set(readCatalogue().map(({ name }) => name));
  return word.endsWith('.litmus') || namesOfCatalogue.has(word);
}

/** The test as reports know it. */
export function testRow(test: Test): TestRow {
  const { litmus } = test;
  return {
    name: test.name,
    hash: test.hash,
    file: test.file,
    given: test.given,
    family: test.family,
    doc: litmus.doc,
    ref: litmus.meta.ref,
    source: test.text,
    conditionLine: litmus.condition.place.line,
    table: litmus.meta.table,
    calls: callsIn(litmus),
    aborted: abortedIn(litmus),
    windows: litmus.meta.point,
    asserts: assertedIn(litmus),
    reading: readingOf(litmus),
  };
}

/** Was it found in the catalogue, by its name or its path? Else it is a file of the user's own. */
export function isOfCatalogue({ given }: Pick<Test, 'given'>): boolean {
  return given === null || isInCatalogue(given);
}

function isInCatalogue(path: string): boolean {
  return isInside(relative(CATALOGUE, resolve(path)));
}

function isInside(path: string): boolean {
  return path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

function readGiven(given: string): Test {
  return { ...readTest(given), given };
}

function once(tests: readonly Test[]): readonly Test[] {
  const byTestName = new Map<string, Test>();
  for (const test of tests) {
    const other = byTestName.get(test.name);
    if (other !== undefined && other.file !== test.file) {
      throw new UsageError(
        `${other.file} and ${test.file} are both named "${test.name}"; check one at a time`,
      );
    }
    byTestName.set(test.name, test);
  }
  return [...byTestName.values()].toSorted(byName);
}

/** By code units, so that the order is the same under every locale. */
function byName(a: Test, b: Test): number {
  if (a.name === b.name) return a.file < b.file ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}

function fileOf(path: string): string {
  const inside = relative(repositoryOf(process.cwd()), resolve(path));
  if (isInside(inside)) return inside.split(sep).join('/');
  return isInCatalogue(path) ? relative(process.cwd(), path).split(sep).join('/') : path;
}

/** A sentence about a design that does not exist, or null. */
export function designProblem(design: string): string | null {
  try {
    parseDesign(design);
    return null;
  } catch (error) {
    if (error instanceof DesignError) return error.message;
    throw error;
  }
}
