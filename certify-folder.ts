/**
 * Every certificate of a check, looked at by certify/.
 *
 * Where runs share a file, it is looked at under the design of each.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { certify } from './certify/certify.ts';
import { parseDesign } from './model/designs/designs.ts';
import { readCatalogue } from './specs/catalogue.ts';
import { ENDING, LIST, LIST_SCHEMA } from './specs/certificate/keep.ts';
import { type Certificate, readCertificate, unsealed } from './specs/certificate/read.ts';
import { type Listed, readListed } from './specs/certificate/shape.ts';
import { InputError } from './specs/errors.ts';
import { parseLitmus } from './specs/litmus/parse/parse.ts';
import { printLitmus } from './specs/litmus/print.ts';
import { digest } from './specs/run/digest.ts';
import { parseJson } from './specs/schema.ts';

/** A run of the list, and what was found. */
export interface Looked extends Listed {
  readonly is: 'certified' | 'refused' | 'unreadable' | 'without';
  /** Why it is refused, with the place; what is certified; of one without a certificate nothing. */
  readonly says: string;
}

export interface Folder {
  readonly runs: readonly Looked[];
  /** Files that no run of the list has, a sentence each. */
  readonly unlisted: readonly string[];
  /** Tests that are called as one of the catalogue, and are others. */
  readonly strange: ReadonlySet<string>;
}

/** Looks at all; `onRun` hears how many runs of how many. @throws InputError without a list */
export function lookInto(
  directory: string,
  onRun: (looked: number, all: number) => void = () => {},
): Folder {
  const listed = listedIn(directory);
  const runs: Looked[] = [];
  const strange = new Set<string>();
  for (const [file, sharing] of byFile(listed)) {
    runs.push(...lookAt(directory, file, sharing, strange));
    onRun(runs.length, listed.length);
  }
  return { runs, unlisted: unlistedIn(directory, listed), strange };
}

/** `WQ+wake, ticket, helenos-2026` */
export function nameOf({ test, design, revision }: Listed): string {
  return `${test}, ${design}, ${revision}`;
}

/** All runs of the check. @throws InputError */
function listedIn(directory: string): readonly Listed[] {
  const path = join(directory, LIST);
  const lines = unsealed(path, LIST_SCHEMA).toString('utf8').split('\n');
  if (lines.pop() !== '') throw new InputError(`${path}: its end is missing`);
  const known = new Set<string>();
  return lines.map((line, i) => {
    const place = `${path}:${i + 2}`;
    const run = readListed(parseJson(line, place), place);
    const name = nameOf(run);
    if (known.has(name)) throw new InputError(`${place}: ${name} is there twice`);
    known.add(name);
    // The list does not lead out of its folder.
    if (run.file === null || /^[^/\\]+$/.test(run.file)) return run;
    throw new InputError(`${place}: ${run.file} is no name of a file`);
  });
}

/** Runs that share a file; those without one each by itself. */
function byFile(runs: readonly Listed[]): readonly (readonly [string | null, readonly Listed[]])[] {
  const sharing = new Map<string, Listed[]>();
  for (const run of runs) {
    if (run.file === null) continue;
    sharing.set(run.file, [...(sharing.get(run.file) ?? []), run]);
  }
  const without = runs.filter(({ file }) => file === null);
  return [...sharing, ...without.map((run) => [null, [run]] as [null, Listed[]])];
}

function lookAt(
  directory: string,
  file: string | null,
  runs: readonly Listed[],
  strange: Set<string>,
): Looked[] {
  if (file === null) return runs.map((run) => ({ ...run, is: 'without', says: '' }));
  const path = join(directory, file);
  try {
    const certificate = readCertificate(path);
    if (isStrange(certificate)) strange.add(certificate.test);
    return runs.map((run) => lookUnder(path, certificate, run, runs));
  } catch (error) {
    return runs.map((run) => refused(run, path, error));
  }
}

/** One file under the design of one run. */
function lookUnder(
  path: string,
  certificate: Certificate,
  run: Listed,
  sharing: readonly Listed[],
): Looked {
  try {
    for (const key of ['test', 'hash', 'revision', 'verdict'] as const) {
      if (certificate[key] === run[key]) continue;
      throw new Error(`header: its ${key} is ${certificate[key]}, and in the list ${run[key]}`);
    }
    if (!sharing.some(({ design }) => design === certificate.design)) {
      throw new Error(`header: its design is ${certificate.design}, and in the list ${run.design}`);
    }
    certify(certificate, parseDesign(run.design), digest());
    return { ...run, is: 'certified', says: shownBy(certificate) };
  } catch (error) {
    return refused(run, path, error);
  }
}

function refused(run: Listed, path: string, error: unknown): Looked {
  const { message } = error as Error;
  return error instanceof InputError
    ? { ...run, is: 'unreadable', says: message }
    : { ...run, is: 'refused', says: `${path}: ${message}` };
}

let texts: Map<string, string> | null = null;

function isStrange({ source, test }: Certificate): boolean {
  texts ??= new Map(readCatalogue().map(({ name, litmus }) => [name, printLitmus(litmus)]));
  const known = texts.get(test);
  return known !== undefined && printLitmus(parseLitmus(source, 'section source')) !== known;
}

/** `condition, R1: 90 states, 2 schedules` */
function shownBy({ claims, schedules, sections }: Certificate): string {
  const sets = sections.filter(({ name }) => name.startsWith('states'));
  const states = sets.reduce((sum, { records }) => sum + records, 0);
  const seen = sets.length === 0 ? 'no states' : `${states} states`;
  return `${claims.join(', ')}: ${seen}, ${schedules.length} schedules`;
}

/** Whose are they? */
function unlistedIn(directory: string, runs: readonly Listed[]): readonly string[] {
  const known = new Set(runs.map(({ file }) => file));
  return readdirSync(directory)
    .filter((name) => name.endsWith(ENDING) && !known.has(name))
    .map((name) => `${join(directory, name)}: no run of ${LIST} has it`);
}
