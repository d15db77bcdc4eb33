/**
 * `fermata certify DIR`: every certificate of a check, looked at by certify/, and what comes of it.
 *
 * Designs that share a search share a file. It is looked at under each of them: that one search may
 * serve both is not believed either.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { certify } from './certify/certify.ts';
import { parseDesign } from './model/designs/designs.ts';
import { conclude, progress } from './outlet.ts';
import { ExitCode, worstExitCode } from './reports/exit-code.ts';
import { printable } from './reports/text-width.ts';
import { readCatalogue } from './specs/catalogue.ts';
import { ENDING, LIST, LIST_SCHEMA } from './specs/certificate/keep.ts';
import { type Certificate, readCertificate, unsealed } from './specs/certificate/read.ts';
import { type Listed, readListed } from './specs/certificate/shape.ts';
import { InputError } from './specs/errors.ts';
import { parseLitmus } from './specs/litmus/parse/parse.ts';
import { printLitmus } from './specs/litmus/print.ts';
import type { Written } from './specs/run/certificates.ts';
import { digest } from './specs/run/digest.ts';
import { parseJson } from './specs/schema.ts';

/** What stands first, whatever comes of it. */
const SAYS =
  'This certifies the search: each verdict below follows from the model of its test. ' +
  'It does not certify the model: that the kernel does what the model does.';
/** Of more runs than that only the refused ones and those without a certificate are told. */
const TOLD_MAX = 40;
const TELL_EVERY_MS = 10_000;

/** A run of the list, and what was found. */
interface Looked extends Listed {
  /** Why its certificate is refused, with the place; null: it is not, or there is none. */
  readonly refused: string | null;
  readonly code: number;
  /** What was certified: `condition; R1, R3: 1234 states`. */
  readonly shown: string;
}

/** `fermata certify`. @throws InputError where there is no list of certificates */
export function certifyFolder(directory: string): void {
  const runs = listedIn(directory);
  const looked: Looked[] = [];
  const strange = new Map<string, string>();
  let toldAt = performance.now();
  for (const [file, sharing] of byFile(runs)) {
    looked.push(...lookAt(directory, file, sharing, strange));
    if (performance.now() - toldAt < TELL_EVERY_MS) continue;
    toldAt = performance.now();
    progress(`${looked.length} of ${runs.length} runs`);
  }
  const unlisted = unlistedIn(directory, runs);
  const codes = [...looked.map(({ code }) => code), ...unlisted.map(() => ExitCode.broken)];
  if (!looked.some((run) => isCertified(run))) codes.push(ExitCode.vacuous);
  conclude(textOf(looked, unlisted, strange), worstExitCode(codes));
}

/** All runs of the check. @throws InputError */
function listedIn(directory: string): readonly Listed[] {
  const path = join(directory, LIST);
  const lines = unsealed(path, LIST_SCHEMA).toString('utf8').split('\n');
  if (lines.pop() !== '') throw new InputError(`${path}: its end is missing`);
  const runs = lines.map((line, i) => {
    const place = `${path}:${i + 2}`;
    return readListed(parseJson(line, place), place);
  });
  const known = new Set<string>();
  for (const name of runs.map(nameOf)) {
    if (known.size === known.add(name).size)
      throw new InputError(`${path}: ${name} is there twice`);
  }
  return runs;
}

/** Runs that share a file; those without one each by itself. */
function byFile(runs: readonly Listed[]): readonly (readonly [string | null, readonly Listed[]])[] {
  const sharing = new Map<string, Listed[]>();
  for (const run of runs) {
    if (run.file === null) continue;
    sharing.set(run.file, [...(sharing.get(run.file) ?? []), run]);
  }
  const without = runs
    .filter(({ file }) => file === null)
    .map((run) => [null, [run]] as [null, Listed[]]);
  return [...sharing, ...without];
}

function lookAt(
  directory: string,
  file: string | null,
  runs: readonly Listed[],
  strange: Map<string, string>,
): Looked[] {
  if (file === null) {
    return runs.map((run) => ({ ...run, refused: null, code: codeWithout(run), shown: '' }));
  }
  const path = join(directory, file);
  try {
    // The list may not lead out of its folder.
    if (!/^[^/\\]+$/.test(file)) throw new InputError(`${path}: no name of a file`);
    const certificate = readCertificate(path);
    noteStrange(certificate, strange);
    return runs.map((run) => lookUnder(path, certificate, run, runs));
  } catch (error) {
    return runs.map((run) => refusedRun(run, path, error));
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
      throw new Error(`header: its ${key} is ${certificate[key]}, in the list it is ${run[key]}`);
    }
    if (!sharing.some(({ design }) => design === certificate.design)) {
      throw new Error(
        `header: its design is ${certificate.design}, in the list it is ${run.design}`,
      );
    }
    certify(certificate, parseDesign(run.design), digest());
    return { ...run, refused: null, code: ExitCode.expected, shown: shownBy(certificate) };
  } catch (error) {
    return refusedRun(run, path, error);
  }
}

function refusedRun(run: Listed, path: string, error: unknown): Looked {
  const isUnreadable = error instanceof InputError;
  const { message } = error as Error;
  return {
    ...run,
    refused: isUnreadable ? message : `${path}: ${message}`,
    code: isUnreadable ? ExitCode.broken : ExitCode.violation,
    shown: '',
  };
}

/** A search that was cut is open; so is a verdict whose certificate would have been too large. */
function codeWithout({ verdict }: Listed): number {
  return verdict === 'UNSUPPORTED' || verdict === 'VACUOUS'
    ? ExitCode.expected
    : ExitCode.inconclusive;
}

/** A test that is called as one of the catalogue and is another. */
function noteStrange({ source, test }: Certificate, strange: Map<string, string>): void {
  const known = catalogue().get(test);
  if (known === undefined || strange.has(test)) return;
  const own = printLitmus(parseLitmus(source, 'section source'));
  if (own !== known) strange.set(test, `${test} is not the test of this name in the catalogue`);
}

let texts: Map<string, string> | null = null;

function catalogue(): Map<string, string> {
  texts ??= new Map(readCatalogue().map(({ name, litmus }) => [name, printLitmus(litmus)]));
  return texts;
}

function shownBy({ claims, schedules, sections }: Certificate): string {
  const sets = sections.filter(({ name }) => name.startsWith('states'));
  const states = sets.reduce((sum, { records }) => sum + records, 0);
  const seen = states === 0 ? 'by schedules alone' : `${states} states`;
  return `${claims.join(', ')}: ${seen}, ${schedules.length} schedules`;
}

/** Files that no run of the list has: whose are they? */
function unlistedIn(directory: string, runs: readonly Listed[]): readonly string[] {
  const known = new Set(runs.map(({ file }) => file));
  return readdirSync(directory)
    .filter((name) => name.endsWith(ENDING) && !known.has(name))
    .map((name) => `${join(directory, name)}: ${LIST} has no run of it`);
}

function isCertified({ file, refused }: Looked): boolean {
  return file !== null && refused === null;
}

function textOf(
  looked: readonly Looked[],
  unlisted: readonly string[],
  strange: ReadonlyMap<string, string>,
): string {
  const refused = [...looked.flatMap((run) => run.refused ?? []), ...unlisted];
  const certified = looked.filter(isCertified);
  const told = looked.length > TOLD_MAX ? [] : certified;
  const open = looked.filter(({ code }) => code === ExitCode.inconclusive);
  const lines = [
    ...new Set(refused.map((why) => `refused: ${why}`)),
    ...open.map((run) => `not certified: ${nameOf(run)}: ${run.verdict}, without a certificate`),
    ...told.map((run) => `certified: ${nameOf(run)}: ${run.verdict}: ${run.shown}`),
    ...[...strange.values()].map((what) => `its own source: ${what}`),
  ];
  const count = (verdict: string) => certified.filter((run) => run.verdict === verdict).length;
  const without = looked.filter(({ file }) => file === null);
  const closing =
    `${looked.length} runs: ${count('VERIFIED')} VERIFIED and ${count('VIOLATED')} VIOLATED ` +
    `certified, ${looked.filter((run) => run.refused !== null).length} refused; ` +
    `${without.length} without a certificate${countedBy(without)}`;
  return `${[SAYS, '', ...lines.map(printable), '', closing].join('\n')}\n`;
}

/** ` (3 UNSUPPORTED, 1 VACUOUS)` */
function countedBy(runs: readonly Listed[]): string {
  const counts = new Map<string, number>();
  for (const { verdict } of runs) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const parts = [...counts].map(([verdict, number]) => `${number} ${printable(verdict)}`);
  return parts.length === 0 ? '' : ` (${parts.toSorted().join(', ')})`;
}

function nameOf({ test, design, revision }: Listed): string {
  return `${test}, ${design}, ${revision}`;
}

/** What a check says of the certificates that it has written. */
export function certificatesText({ directory, files, bytes, lacking }: Written): string {
  const size = `${(bytes / 2 ** 20).toFixed(1)} MB`;
  const none = lacking === 0 ? '' : `; ${lacking} runs have none, for it would be too large`;
  return `certificates: ${files} files, ${size}${none}; look at them with fermata certify ${printable(directory)}`;
}
