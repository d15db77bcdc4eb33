/**
 * The functions of a kernel's source tree that the model is about, with a hash of what each says and
 * the sites that it has.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import '../../model/steps.ts';
import { STEPS } from '../../model/record/step.ts';
import { InputError } from '../errors.ts';
import { functionsOf } from './c-source.ts';
import { sitesIn } from './sites.ts';

/** One function of a tree. All definitions of a name in a file are one. */
export interface TreeFunction {
  readonly file: string;
  readonly fn: string;
  /** The first 16 hexadecimal digits of SHA-256 over its tokens. */
  readonly hash: string;
  readonly sites: readonly string[];
  readonly line: number;
}

const SOURCES = 'kernel/generic/src';

/** Names of the steps that name a function, by `file fn`. Steps of user space and of Linux name none. */
export const STEPS_BY_FUNCTION: ReadonlyMap<string, readonly string[]> = byFunction();

/** Files that some step names. */
export const NAMED_FILES: readonly string[] = [
  ...new Set([...STEPS_BY_FUNCTION.keys()].map((key) => key.split(' ')[0])),
].toSorted();

/**
 * The functions of these files, by `file fn`. A file that is not there has none.
 *
 * @throws InputError where `root` is no tree of HelenOS
 */
export function readTree(root: string, files: readonly string[]): Map<string, TreeFunction> {
  if (!existsSync(join(root, SOURCES))) {
    throw new InputError(`${root}: no ${SOURCES} in it: give the folder of a HelenOS checkout`);
  }
  const tree = new Map<string, TreeFunction>();
  for (const file of files) {
    const path = join(root, file);
    if (!existsSync(path)) continue;
    const found = functionsOf(readFileSync(path, 'utf8'));
    for (const name of new Set(found.map((it) => it.name))) {
      const same = found.filter((it) => it.name === name);
      tree.set(`${file} ${name}`, {
        file,
        fn: name,
        hash: hashOf(same.map(({ tokens }) => tokens).join('\n')),
        sites: same.flatMap(sitesIn),
        line: same[0].line,
      });
    }
  }
  return tree;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function byFunction(): Map<string, string[]> {
  const map = new Map<string, string[]>();
  for (const { name, fn, file } of STEPS) {
    if (!file.startsWith(SOURCES)) continue;
    const key = `${file} ${fn}`;
    map.set(key, [...(map.get(key) ?? []), name]);
  }
  return map;
}
