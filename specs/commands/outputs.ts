/**
 * Whether results can be written where the command line says, tried before the search: a minute of
 * work must not end in "permission denied". What is made for the trial is gone again after it.
 */
import { mkdirSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { InputError } from '../errors.ts';

/** @throws InputError unless files can be written in `directory`, or it can be made. */
export function requireWritableDirectory(flag: string, directory: string): void {
  const made: string[] = [];
  try {
    // One by one: a recursive mkdir never ends where the system says ENOENT to a child of /proc.
    for (const folder of missingIn(resolve(directory))) {
      mkdirSync(folder);
      made.push(folder);
    }
    tryToWriteIn(resolve(directory));
  } catch (error) {
    throw new InputError(`${flag} ${directory} cannot be written: ${(error as Error).message}`);
  } finally {
    for (const folder of made.toReversed()) rmdirSync(folder);
  }
}

/** @throws InputError unless `file` can be written: its folder is there, it is no folder itself. */
export function requireWritableFile(flag: string, file: string): void {
  try {
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
      throw new Error('it is a folder');
    }
    tryToWriteIn(dirname(resolve(file)));
  } catch (error) {
    throw new InputError(`${flag} ${file} cannot be written: ${(error as Error).message}`);
  }
}

/** Folders of the path that are not there, the outermost first. */
function missingIn(folder: string): readonly string[] {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) return [...missingIn(dirname(folder)), folder];
  if (!found.isDirectory()) throw new Error(`${folder} is a file, not a folder`);
  return [];
}

/** Results are written beside their places first, so a new file is what has to be possible. */
function tryToWriteIn(folder: string): void {
  const trial = join(folder, `fermata-${process.pid}.tmp`);
  writeFileSync(trial, '');
  rmSync(trial);
}
