/**
 * The files of a report, all or nothing.
 *
 * What replaces a file is first written beside its place; then what is written where it is (a pipe, a
 * device, the summary of a step); only then are the finished files renamed into their places. What
 * fails before leaves everything as it was, and what fails in between is taken back. Two commands
 * that write into one folder at once do not meet: each file is of one of them.
 */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';

import { renderCharts } from './charts/charts.ts';
import type { Report } from './data.ts';
import { renderPage } from './html/html.ts';
import { BESIDE_BEGIN, BESIDE_FOLDER } from './html/moved.ts';
import { renderJunit } from './formats/junit.ts';
import { LOG_BEGIN, LOG_FOLDER, logFiles } from './formats/log-files.ts';
import { renderJson } from './report-json.ts';
import { renderSarif } from './sarif/sarif.ts';
import { type Target, targetAt } from './targets.ts';

/** A text for a path: whole, or in pieces that are made as they are written. */
export interface TextFile {
  readonly path: string;
  readonly text: string | Iterable<string>;
  /** Behind what is there already. */
  readonly append?: boolean;
}

/** What the directory of a report has, index.html first; beside them the logs. */
export const REPORT_FILES = ['index.html', 'report.json', 'report.sarif', 'junit.xml'] as const;
/** Folders in it that have as many files as the report needs. */
export const REPORT_FOLDERS = [LOG_FOLDER, BESIDE_FOLDER] as const;

/** What is asked of the file system. Tests hand in one that fails. */
export type FileSystem = Pick<
  typeof fs,
  | 'appendFile'
  | 'chmod'
  | 'copyFile'
  | 'link'
  | 'mkdir'
  | 'rename'
  | 'rm'
  | 'rmdir'
  | 'truncate'
  | 'writeFile'
>;

/**
 * The files of `report` for `directory`, its logs, and of a large one those beside its page. `say`
 * hears, in a sentence, why the page has no pictures; the page says it as well.
 */
export async function reportFiles(
  report: Report,
  directory: string,
  say: (sentence: string) => void = () => {},
): Promise<TextFile[]> {
  const charts = await renderCharts(report);
  const problem = charts.find((chart) => chart.problem !== '')?.problem;
  if (problem !== undefined) say(`the page has no charts, only their numbers. ${problem}`);
  const { html, beside } = renderPage(report, charts);
  const texts: Readonly<Record<(typeof REPORT_FILES)[number], TextFile['text']>> = {
    'index.html': html,
    'report.json': renderJson(report),
    'report.sarif': renderSarif(report),
    'junit.xml': renderJunit(report),
  };
  return [
    ...REPORT_FILES.map((name) => ({ path: join(directory, name), text: texts[name] })),
    ...[...logFiles(report), ...beside].map(({ path, text }) => {
      return { path: join(directory, path), text };
    }),
  ];
}

/**
 * Writes the files, all or nothing, and removes what an earlier report has left in `directory`.
 *
 * @throws Error in one sentence, as `replaceFiles` does
 */
export async function replaceReport(
  files: readonly TextFile[],
  directory: string | null,
): Promise<void> {
  await replaceFiles(files, directory);
  if (directory !== null) await removeLeftovers(directory, files);
}

/** What a report may have written that another has not: where, and what tells that it is ours. */
const MAY_BE_LEFT = [
  { in: BESIDE_FOLDER, name: /^\d+\.js$/, isOurs: (text: string) => text.startsWith(BESIDE_BEGIN) },
  { in: LOG_FOLDER, name: /\.log$/, isOurs: (text: string) => LOG_BEGIN.test(text) },
  // Earlier versions had all logs in one file.
  { in: '.', name: /^report\.log$/, isOurs: (text: string) => LOG_BEGIN.test(text) },
] as const;
/** Of a file so much is looked at. */
const BEGINNING_BYTES = 4096;

/**
 * Removes what an earlier report has left in `directory` that belongs to none any more. What is not
 * ours stays, and so does what cannot be removed.
 */
export async function removeLeftovers(
  directory: string,
  written: readonly TextFile[],
): Promise<void> {
  const kept = new Set(written.map(({ path }) => path));
  for (const left of MAY_BE_LEFT) {
    const folder = join(directory, left.in);
    for (const entry of await fs.readdir(folder, { withFileTypes: true }).catch(() => [])) {
      const path = join(folder, entry.name);
      // To read a pipe is to wait for whoever writes to it.
      if (kept.has(path) || !entry.isFile() || !left.name.test(entry.name)) continue;
      if (left.isOurs(await beginningOf(path))) await fs.rm(path).catch(() => {});
    }
  }
  // Fails where something is in it, as it should.
  for (const name of REPORT_FOLDERS) await fs.rmdir(join(directory, name)).catch(() => {});
}

/** Of a file that may be of any size, and may not be ours to read. */
async function beginningOf(path: string): Promise<string> {
  const file = await fs.open(path).catch(() => null);
  if (file === null) return '';
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGINNING_BYTES), 0);
    return buffer.toString('utf8', 0, bytesRead);
  } catch {
    return '';
  } finally {
    await file.close();
  }
}

/**
 * Writes each text to its path, all or nothing. `folder` is made, with those above it.
 *
 * @throws Error in one sentence; what can be taken back has been, and no draft is left
 */
export async function replaceFiles(
  files: readonly TextFile[],
  folder: string | null = null,
  system: FileSystem = fs,
): Promise<void> {
  const undo: (() => Promise<unknown>)[] = [];
  const drafts: string[] = [];
  const removeDrafts = async (): Promise<void> => {
    for (const draft of drafts) await system.rm(draft, { force: true }).catch(() => {});
  };
  try {
    if (folder !== null) {
      for (const each of foldersIn(folder, files)) await makeFolder(each, system, undo);
    }
    // Before the folder that they lie in.
    undo.push(removeDrafts);
    const writings = files.map((file) => writingOf(file, drafts));
    for (const { draft, text } of writings) {
      if (draft !== null) await system.writeFile(draft, text, { flag: 'wx' });
    }
    for (const writing of writings) {
      if (writing.draft === null) await writeInPlace(writing, system, undo);
    }
    for (const writing of writings) {
      if (writing.draft !== null) await putInPlace(writing, writing.draft, drafts, system, undo);
    }
  } catch (error) {
    for (const step of undo.toReversed()) await step().catch(() => {});
    throw new Error(`${reasonOf(error)}; nothing was replaced`, { cause: error });
  } finally {
    await removeDrafts();
  }
}

interface Writing extends TextFile {
  readonly target: Target;
  /** Where it is written first; null: it is written where it is. */
  readonly draft: string | null;
}

function writingOf(file: TextFile, drafts: string[]): Writing {
  const target = targetAt(file.path);
  if (target.inPlace || file.append === true) return { ...file, target, draft: null };
  const draft = draftOf(target.path);
  drafts.push(draft);
  return { ...file, target, draft };
}

/** A name that no other command has, on this machine or on one that shares the folder. */
function draftOf(path: string): string {
  return join(dirname(path), `.fermata-${randomUUID()}.tmp`);
}

/** `folder`, then those in it that the files need. */
function foldersIn(folder: string, files: readonly TextFile[]): Iterable<string> {
  const needed = files.map(({ path }) => resolve(dirname(path)));
  const inside = needed.filter((each) => each.startsWith(`${resolve(folder)}${sep}`));
  return new Set([folder, ...inside]);
}

async function makeFolder(
  folder: string,
  system: FileSystem,
  undo: (() => Promise<unknown>)[],
): Promise<void> {
  const first = await system.mkdir(folder, { recursive: true });
  if (first === undefined) return;
  // As it was given: it may be relative, and one letter long.
  const outermost = resolve(first);
  const all: string[] = [];
  for (let made = resolve(folder); made.length >= outermost.length; made = dirname(made)) {
    all.push(made);
  }
  // Fails where somebody has put something there meanwhile, as it should.
  for (const made of all.toReversed()) undo.push(() => system.rmdir(made));
}

async function writeInPlace(
  { target: { path, inPlace, found }, text, append = false }: Writing,
  system: FileSystem,
  undo: (() => Promise<unknown>)[],
): Promise<void> {
  if (!append) return system.writeFile(path, text);
  if (!inPlace) {
    const before = found?.size ?? null;
    undo.push(() => (before === null ? system.rm(path) : system.truncate(path, before)));
  }
  for (const piece of typeof text === 'string' ? [text] : text)
    await system.appendFile(path, piece);
}

async function putInPlace(
  { target: { path, found } }: Writing,
  draft: string,
  drafts: string[],
  system: FileSystem,
  undo: (() => Promise<unknown>)[],
): Promise<void> {
  if (found === null) {
    await system.rename(draft, path);
    undo.push(() => system.rm(path));
    return;
  }
  await system.chmod(draft, found.mode);
  const old = draftOf(path);
  drafts.push(old);
  // A second name for what is there, or a copy where the file system has no second names.
  await system.link(path, old).catch(() => system.copyFile(path, old));
  await system.rename(draft, path);
  undo.push(() => system.rename(old, path));
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EEXIST: 'it is a file, not a folder',
  EISDIR: 'it is a folder',
  ENOENT: 'its folder is not there',
};

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code = '', path, dest } = error as NodeJS.ErrnoException & { readonly dest?: string };
  const reason = Object.hasOwn(REASONS, code) ? `${REASONS[code]} (${code})` : error.message;
  const place = dest ?? path;
  return place === undefined ? reason : `${place}: ${reason}`;
}
