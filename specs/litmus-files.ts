/**
 * What a word of a command line stands for: a path is a file, a folder stands for all tests below it,
 * a pattern (`tests/WQ*.litmus`, `WQ+*`) for the files and the names of the catalogue that it matches,
 * and any other word is a name of the catalogue. A word that stands for nothing is refused: a check
 * of no test would pass by not happening.
 */
import { existsSync, statSync } from 'node:fs';
import { basename, sep } from 'node:path';
import { globSync } from 'tinyglobby';
import { UsageError } from './errors.ts';

/** What a word stands for; not both are empty. */
export interface Meant {
  /** Sorted by the code units of their paths. */
  readonly files: readonly string[];
  /** Of the catalogue, sorted; one that was not a pattern need not be there. */
  readonly names: readonly string[];
}

/** A sign that makes a pattern of a word: `*`, `?`, `[ab]`, `{a,b}`. */
const PATTERN = /[*?]|\[[^\]]+\]|\{[^}]*,[^}]*\}/;
/** Installed packages may bring tests; hidden folders are left out by default. */
const IGNORED = ['**/node_modules/**'];

/**
 * `catalogue` is the folder of the catalogue.
 *
 * @throws UsageError for a folder without tests, and for a pattern that matches none.
 */
export function meantBy(word: string, catalogue: string): Meant {
  if (isFolder(word)) {
    const files = find(below(word));
    return required({ files, names: [] }, `${word} has no .litmus file in it or below it`);
  }
  if (PATTERN.test(word) && !existsSync(word)) {
    const pattern = plain(word);
    const files = find(pattern).filter((file) => file.endsWith('.litmus'));
    if (isPath(word)) return required({ files, names: [] }, `${word} matches no .litmus file`);
    const none = `${word} matches no .litmus file and no name of the catalogue`;
    return required({ files, names: namesLike(pattern, catalogue) }, none);
  }
  return isPath(word) ? { files: [word], names: [] } : { files: [], names: [word] };
}

/** A `+` is a letter of most names: what stands before it is not to be repeated. */
function plain(pattern: string): string {
  return pattern.replaceAll(/(?<!\\)\+(?!\()/g, '\\+');
}

/** A test of the catalogue has the name of its file. */
function namesLike(pattern: string, catalogue: string): readonly string[] {
  const files = find(`**/${pattern}.litmus`, catalogue);
  return files.map((file) => basename(file, '.litmus')).toSorted();
}

function isPath(word: string): boolean {
  return word.endsWith('.litmus') || word.includes('/') || word.includes(sep);
}

function isFolder(word: string): boolean {
  try {
    return statSync(word).isDirectory();
  } catch {
    return false;
  }
}

/** A pattern for all tests below a folder, whatever signs its name has. */
function below(folder: string): string {
  const path = sep === '\\' ? folder.replaceAll(sep, '/') : folder;
  return `${path.replace(/\/+$/, '').replaceAll(/[*?[\]{}()!+@\\]/g, '\\$&')}/**/*.litmus`;
}

function find(pattern: string, cwd = process.cwd()): string[] {
  return globSync(pattern, { cwd, ignore: IGNORED, expandDirectories: false }).toSorted();
}

function required(meant: Meant, otherwise: string): Meant {
  if (meant.files.length + meant.names.length > 0) return meant;
  throw new UsageError(`nothing to check: ${otherwise}`);
}
