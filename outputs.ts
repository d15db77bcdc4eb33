/**
 * Whether results can be written where the command line says, looked at before the search: a minute
 * of work must not end in "permission denied". Nothing is made for that but a file in a folder that
 * is there, for a moment.
 */
import { randomUUID } from 'node:crypto';
import { fstatSync, rmSync, type Stats, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { REPORT_FILES, REPORT_FOLDERS, replaceFiles } from './reports/write.ts';
import { existingFolder, type Target, targetAt } from './reports/targets.ts';
import { InputError, UsageError } from './specs/errors.ts';

/** A file that shall be written, and what says so: `--json`, `GITHUB_STEP_SUMMARY`. */
export interface Wanted {
  readonly by: string;
  readonly path: string;
}

/**
 * Looks at all files, and at those of a report in `directory`.
 *
 * @throws InputError if one cannot be written, UsageError if two are the same
 */
export function requireWritable(files: readonly Wanted[], directory: string | null = null): void {
  const ofReport = directory === null ? [] : requireDirectory('--report', directory);
  const targets = [...files.map((file) => ({ ...file, ...requireFile(file) })), ...ofReport];
  for (const [i, { by, path, inPlace, found }] of targets.entries()) {
    if (inPlace) continue;
    const other = targets.slice(0, i).find((earlier) => earlier.path === path);
    if (other !== undefined) {
      throw new UsageError(`${other.by} and ${by} would write the same file, ${path}; name two`);
    }
    if (found !== null && isOurOutput(found)) {
      throw new UsageError(`${by} is where standard output goes, ${path}; name another file`);
    }
  }
}

/** @throws InputError unless the file can be written: its folder is there, it is no folder. */
export function requireFile({ by, path }: Wanted): Target {
  return wrapped(by, path, () => {
    const target = targetAt(path);
    // Trying it would write to it, or wait for whoever reads it.
    if (target.inPlace) return target;
    const folder = dirname(target.path);
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
      throw new Error(`${folder} is not there`);
    }
    tryToWriteIn(folder);
    return target;
  });
}

/**
 * Writes the files into `folder`, which is made, all or nothing. A file of the same name is replaced.
 *
 * @throws InputError if one cannot be written; `by` says what asked for it
 */
export async function writeFolder(
  by: string,
  folder: string,
  files: readonly { readonly name: string; readonly text: string }[],
): Promise<void> {
  // Looked at first: where nothing can be made, as below /proc, making a folder may never end.
  wrapped(by, folder, () => tryToWriteIn(existingFolder(resolve(folder))));
  try {
    await replaceFiles(
      files.map(({ name, text }) => ({ path: join(folder, name), text })),
      folder,
    );
  } catch (error) {
    throw new InputError(`${by} ${folder} cannot be written: ${(error as Error).message}`);
  }
}

/** One text, whole or not at all. @throws InputError if it cannot be written */
export async function writeText(by: string, path: string, text: string): Promise<void> {
  try {
    await replaceFiles([{ path, text }]);
  } catch (error) {
    throw new InputError(`${by} ${path} cannot be written: ${(error as Error).message}`);
  }
}

/** The files of a report. @throws InputError unless they can be written, or the folder be made */
function requireDirectory(by: string, directory: string): readonly (Wanted & Target)[] {
  const targets = wrapped(by, directory, () => {
    // The system may know why a path that is not there cannot be: it is too long.
    statSync(directory, { throwIfNoEntry: false });
    tryToWriteIn(existingFolder(resolve(directory)));
    for (const name of REPORT_FOLDERS) tryToWriteIn(existingFolder(resolve(directory, name)));
    return REPORT_FILES.map((name) => join(directory, name));
  });
  return targets.map((path) => ({ by, ...wrapped(by, path, () => targetAt(path)) }));
}

function wrapped<T>(by: string, path: string, look: () => T): T {
  try {
    return look();
  } catch (error) {
    throw new InputError(`${by} ${path} cannot be written: ${(error as Error).message}`);
  }
}

/** Results are written beside their places first, so a new file is what has to be possible. */
function tryToWriteIn(folder: string): void {
  const trial = join(folder, `.fermata-${randomUUID()}.tmp`);
  try {
    writeFileSync(trial, '', { flag: 'wx' });
  } finally {
    rmSync(trial, { force: true });
  }
}

/** A file behind standard output would be replaced while we still write to the old one. */
function isOurOutput(found: Stats): boolean {
  try {
    const own = fstatSync(1);
    return own.isFile() && own.dev === found.dev && own.ino === found.ino;
  } catch {
    return false;
  }
}
