/**
 * From a mutation to code that a thread can run: the trials and all below them, bundled with one
 * text replaced in memory. Nothing is written anywhere.
 */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from '../root.ts';
import { InputError } from '../errors.ts';
import type { Mutation } from './mutant.ts';

/** The source with its mutation. @throws InputError unless the text stands there exactly once. */
export function mutate(source: string, { id, file, find, replace }: Mutation): string {
  const count = source.split(find).length - 1;
  if (count !== 1) {
    throw new InputError(
      `${file}: the text that ${id} replaces occurs ${count} times, not once: ${find}`,
    );
  }
  return source.replace(find, () => replace);
}

/** The source of the model's file that a mutation is about, as it is. @throws InputError */
export function sourceOf({ id, file }: Mutation): string {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch (error) {
    throw new InputError(
      `${file}, which ${id} changes, cannot be read: ${(error as Error).message}`,
    );
  }
}

/** The files that the bundler asks about: to be asked about each of the model takes it longer. */
function namedAs(mutation: Mutation | null): RegExp {
  return mutation === null ? /^$/ : new RegExp(`[\\\\/]${basename(mutation.file, '.ts')}\\.ts$`);
}

/**
 * The module that a thread of trials runs; null: with the model as it is.
 *
 * It is loaded from a URL of its own, so packages are bundled too. @throws InputError
 */
export async function bundle(mutation: Mutation | null): Promise<string> {
  const contents = mutation === null ? '' : mutate(sourceOf(mutation), mutation);
  const changed = mutation === null ? '' : join(root, mutation.file);
  let isChanged = mutation === null;
  // Half of the time of this command is the bundler's, a quarter of which is its collector's.
  process.env.GOGC ??= '400';
  // A launcher without a bundler starts faster, and only this command needs one.
  const { build } = await import('esbuild');
  try {
    const { outputFiles } = await build({
      absWorkingDir: root,
      entryPoints: ['specs/mutants/trial.ts'],
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      write: false,
      logLevel: 'silent',
      plugins: [
        {
          name: 'mutation',
          setup: ({ onLoad }) => {
            onLoad({ filter: namedAs(mutation) }, ({ path }) => {
              if (path !== changed) return null;
              isChanged = true;
              return { contents, loader: 'ts' };
            });
          },
        },
      ],
    });
    if (!isChanged) throw new Error('nothing that is run imports its file');
    return outputFiles[0].text;
  } catch (error) {
    throw new InputError(`${mutation?.id ?? 'the model'} cannot be bundled: ${String(error)}`);
  }
}
