/**
 * Where this copy of Fermata lies: what it reads of its own (catalogue, baseline, costs) is below.
 * And where the user is, whose paths are those that are shown.
 */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder with package.json, from the sources and from dist/ alike. */
export const root = findRoot(dirname(fileURLToPath(import.meta.url)));

/** Installed as a package: it has no sources, and nothing is written into its folder. */
export const isInstalled = !existsSync(join(root, 'fermata.ts'));

/** Where a report goes to if nobody says where, as it is told: below the working folder, or the clone. */
export const reportName = isInstalled ? 'fermata-report' : 'reports/out';

/** The same, from anywhere. */
export function reportFolder(): string {
  return isInstalled ? resolve(reportName) : join(root, reportName);
}

/** The repository that `folder` lies in: the nearest folder with `.git`; none: `folder` itself. */
export function repositoryOf(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return folder;
  }
}

function findRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('no package.json above the sources');
  return findRoot(parent);
}
