/**
 * The script and the style of the page, bundled from `reports/page/` when a report is written.
 *
 * Bundling at that time, and not when Fermata itself is bundled, keeps one way for the tests,
 * which run the sources, and for the command, which runs from dist/. It costs a tenth of a second,
 * once in a process.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { type BuildOptions, buildSync } from 'esbuild';

/** Where the sources of the page lie, seen from here and from dist/. */
const SOURCES = [join('..', 'page'), join('..', 'reports', 'page')];

const OPTIONS: BuildOptions = {
  bundle: true,
  write: false,
  minify: true,
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'silent',
};

export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

let built: PageAssets | null = null;

/** @throws Error that names what is missing, or esbuild's own with the place in the sources. */
export function pageAssets(): PageAssets {
  built ??= { script: bundleScript(), style: bundleStyle() };
  return built;
}

function bundleScript(): string {
  const entryPoints = [join(sourceFolder(), 'main.ts')];
  const options: BuildOptions = { format: 'iife', platform: 'browser', target: 'es2022' };
  return textOf(buildSync({ ...OPTIONS, ...options, entryPoints, write: false }));
}

function bundleStyle(): string {
  const entryPoints = [join(sourceFolder(), 'style', 'page.css')];
  return textOf(buildSync({ ...OPTIONS, entryPoints, write: false }));
}

/** Without the line end: the element around it holds the very text that the policy has hashed. */
function textOf({ outputFiles }: { outputFiles: readonly { text: string }[] }): string {
  return outputFiles[0].text.trimEnd();
}

function sourceFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const folders = SOURCES.map((folder) => join(here, folder));
  const found = folders.find((folder) => existsSync(join(folder, 'main.ts')));
  if (found !== undefined) return found;
  throw new Error(
    `The page cannot be made: there is no main.ts in ${folders.join(' or ')}. ` +
      'The report needs the sources beside it; clone the repository again, or use report.json.',
  );
}
