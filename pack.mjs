/**
 * What `npm pack` needs made first (`prepack` of package.json): the bundle that the launcher makes,
 * the types of api.ts, and the licences of the packages that are in the bundle.
 *
 * It runs in a clone. Whoever installs the tarball runs none of it: the bundle is whole, and all
 * that it needs is in it, but for the library of the charts, which needs a canvas of machine code.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('.', import.meta.url));
const dist = join(root, 'dist');
/** The bundles that are packed, as `files` of package.json names them. */
const BUNDLES = ['fermata.mjs', 'worker.mjs', 'helper.mjs', 'api.mjs', 'chromium.mjs'];

run('fermata.mjs', 'list', 'revisions');
writeTypes();
writeFileSync(join(dist, 'LICENSES.txt'), licences());

/** The declarations that api.ts needs, and no others. */
function writeTypes() {
  const types = join(dist, 'types');
  const all = mkdtempSync(join(dist, 'types-'));
  try {
    const emit = ['--declaration', '--emitDeclarationOnly', '--noEmit', 'false'];
    run('node_modules/typescript/bin/tsc', '-p', '.', ...emit, '--rootDir', '.', '--outDir', all);
    rmSync(types, { recursive: true, force: true });
    const wanted = ['api.d.ts'];
    // The list grows while it is read.
    for (const file of wanted) {
      mkdirSync(dirname(join(types, file)), { recursive: true });
      cpSync(join(all, file), join(types, file));
      const imports = readFileSync(join(all, file), 'utf8').matchAll(/from '(\.[^']*)\.ts'/g);
      for (const [, path] of imports) {
        const next = join(dirname(file), `${path}.d.ts`);
        if (!wanted.includes(next)) wanted.push(next);
      }
    }
  } finally {
    rmSync(all, { recursive: true, force: true });
  }
}

/** The licence of every package that has left a file in a bundle, as the bundler marks them. */
function licences() {
  const texts = BUNDLES.map((name) => readFileSync(join(dist, name), 'utf8')).join('\n');
  const marks = texts.matchAll(/^ *\/\/ node_modules\/((?:@[^/\s]+\/)?[^/\s]+)\//gm);
  const packages = [...new Set(Array.from(marks, ([, name]) => name))].toSorted();
  if (packages.length === 0) throw new Error('the bundles name no package');
  return packages.map((name) => `${name}\n\n${licenceOf(name)}\n`).join(`\n${'-'.repeat(80)}\n\n`);
}

function licenceOf(name) {
  const folder = join(root, 'node_modules', name);
  const file = existsSync(folder) && readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  if (!file) throw new Error(`${name} is in the bundle and has no licence in ${folder}`);
  return readFileSync(join(folder, file), 'utf8').trim();
}

function run(...args) {
  execFileSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}
