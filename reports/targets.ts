/**
 * Where a path leads: what is written there must neither put a file in the place of a device nor one
 * in the place of a link.
 */
import { lstatSync, readlinkSync, realpathSync, statSync, type Stats } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** Where the bytes go. */
export interface Target {
  /** Behind all links. The same for all ways of naming one file. */
  readonly path: string;
  /** A pipe, a device, a terminal: written where it is. Anything else is replaced as a whole. */
  readonly inPlace: boolean;
  /** What is there, or null. */
  readonly found: Stats | null;
}

/** Links in a row, as the kernel follows them. */
const LINKS_MAX = 40;

/** @throws Error in words: it is a folder, its links lead nowhere, a part of its path is missing */
export function targetAt(path: string): Target {
  const found = statSync(path, { throwIfNoEntry: false }) ?? null;
  if (found?.isDirectory()) throw new Error('it is a folder');
  // A pipe behind /dev/fd has no path of its own.
  if (found !== null && !found.isFile()) return { path: resolve(path), inPlace: true, found };
  if (found !== null) return { path: realpathSync(path), inPlace: false, found };
  return { path: endOfLinks(path), inPlace: false, found };
}

/** The path at which a file would be made. */
function endOfLinks(path: string): string {
  let end = resolve(path);
  for (let links = 0; links < LINKS_MAX; links++) {
    end = join(inExistingFolder(dirname(end)), basename(end));
    if (!lstatSync(end, { throwIfNoEntry: false })?.isSymbolicLink()) return end;
    end = resolve(dirname(end), readlinkSync(end));
  }
  throw new Error('its links lead round in a circle');
}

/** The folder behind all links, as far as it is there. */
function inExistingFolder(folder: string): string {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory()) return realpathSync(folder);
  if (found !== undefined) throw new Error(`${folder} is a file, not a folder`);
  const above = dirname(folder);
  return above === folder ? folder : join(inExistingFolder(above), basename(folder));
}

/** The innermost folder of the path that is there: what is missing would be made in it. */
export function existingFolder(folder: string): string {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory()) return folder;
  if (found !== undefined) throw new Error(`${folder} is a file, not a folder`);
  const above = dirname(folder);
  if (above === folder) throw new Error(`${folder} is not there`);
  return existingFolder(above);
}
