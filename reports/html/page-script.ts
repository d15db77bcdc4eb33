/**
 * The script and the style of the page, bundled from `reports/page/`.
 *
 * The launcher does it when it bundles Fermata, and writes them into the bundle, so that a report
 * needs neither the sources nor a bundler. Sources that run without a bundle (tests) do it once in
 * a process, which costs a tenth of a second.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { BuildOptions } from 'esbuild';

declare const FERMATA_PAGE: PageAssets | undefined;

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

let built: PageAssets | null = typeof FERMATA_PAGE === 'object' ? FERMATA_PAGE : null;

/** Only where the page is not there yet: an installed package has no bundler. */
const { buildSync } = built === null ? await import('esbuild') : { buildSync: null };

/** @throws Error that names what is missing, or esbuild's own with the place in the sources. */
export function pageAssets(): PageAssets {
  built ??= { script: bundleScript(), style: bundleStyle() };
  return built;
}

function bundleScript(): string {
  const entryPoints = [join(sourceFolder(), 'main.ts')];
  const options: BuildOptions = { format: 'iife', platform: 'browser', target: 'es2022' };
  return textOf(bundle({ ...options, entryPoints }));
}

function bundleStyle(): string {
  const entryPoints = [join(sourceFolder(), 'style', 'page.css')];
  return textOf(bundle({ entryPoints }));
}

function bundle(options: BuildOptions): { outputFiles: readonly { text: string }[] } {
  if (buildSync === null) throw new Error('the page is in the bundle already');
  return buildSync({ ...OPTIONS, ...options, write: false });
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
