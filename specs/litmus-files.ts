/**
 * Words of a command line that are files: a path is one, a folder stands for all tests below it, and
 * a pattern (`tests/WQ*.litmus`) for what it matches. A word that stands for nothing is refused:
 * a check of no test would pass by not happening.
 */
import { existsSync, statSync } from 'node:fs';
import { sep } from 'node:path';
import { globSync } from 'tinyglobby';
import { UsageError } from './errors.ts';

/** A sign that makes a pattern of a word: `*`, `?`, `[ab]`, `{a,b}`. */
const PATTERN = /[*?]|\[[^\]]+\]|\{[^}]*,[^}]*\}/;
/** Installed packages may bring tests; hidden folders are left out by default. */
const IGNORED = ['**/node_modules/**'];

/**
 * The files that a word stands for, sorted by the code units of their paths; null: it is no path, so
 * it may be the name of a test.
 *
 * @throws UsageError for a folder without tests, and for a pattern that matches none.
 */
export function litmusFilesAt(word: string): readonly string[] | null {
  if (isFolder(word)) {
    return required(find(below(word)), `${word} has no .litmus file in it or below it`);
  }
  if (PATTERN.test(word) && !existsSync(word)) {
    const found = find(word).filter((file) => file.endsWith('.litmus'));
    return required(found, `${word} matches no .litmus file`);
  }
  return isPath(word) ? [word] : null;
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

function find(pattern: string): string[] {
  return globSync(pattern, { ignore: IGNORED, expandDirectories: false }).toSorted();
}

function required(files: readonly string[], otherwise: string): readonly string[] {
  if (files.length > 0) return files;
  throw new UsageError(`nothing to check: ${otherwise}`);
}
