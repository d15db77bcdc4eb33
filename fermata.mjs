#!/usr/bin/env node
/**
 * The launcher: what has to happen before TypeScript can run.
 *
 * In a clone it installs the dependencies if they are missing or older than the lock file, and
 * bundles the sources into dist/ if one of them is newer than the bundle. An installed package has
 * the bundle and no sources. Both hand over to dist/fermata.mjs, unless it is not whole. A machine
 * with Node and npm needs nothing else. `test` runs all checks of the repository.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('.', import.meta.url));
const dist = join(root, 'dist');
/** Milliseconds of the last npm ci. */
const INSTALL_TOOK = join(dist, 'install-ms');
/** With its sources; an installed package has none. */
const isClone = existsSync(join(root, 'fermata.ts'));
const BROKEN_HARNESS = 4;
const INTERNAL_ERROR = 70;
const NODE_MAJOR_LEAST = 20;

/** Bundles for the worker threads, for programs that import Fermata, for the command line. */
const ENTRIES = {
  worker: 'specs/run/threads/worker.ts',
  helper: 'specs/run/threads/helper-thread.ts',
  chromium: 'reports/browser/chromium.ts',
  api: 'api.ts',
  fermata: 'fermata.ts',
};
/** What the others are made with: it is needed where there are sources. */
const FIRST = { digest: 'specs/run/digest.ts', page: 'reports/html/page-script.ts' };
/** Machine code, and what only a clone has. All other packages are in the bundles. */
const EXTERNAL = ['chartjs-node-canvas', 'esbuild', 'playwright-core'];
/** Packages of CommonJS ask for parts of Node with it. */
const REQUIRE = `import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url);`;
/** Between a bundle and the hash of it. */
const SEAL = '\n// The SHA-256 of all above: ';

try {
  await main();
} catch (error) {
  // The system refuses something: a full disk, a folder that is gone, a file that is not ours.
  fail(`it cannot start: ${error.message}`, INTERNAL_ERROR);
}

async function main() {
  if (Number(process.versions.node.split('.')[0]) < NODE_MAJOR_LEAST) {
    fail(
      `Node ${process.versions.node} is too old; Fermata needs ${NODE_MAJOR_LEAST}.19 or newer.`,
    );
  }
  if (isClone) {
    await installIfStale();
    await bundleIfStale();
  }
  refuseCutBundle();
  if (isClone && process.argv[2] === 'test' && process.argv.length === 3) {
    const { installChromium } = await import(new URL('dist/chromium.mjs', import.meta.url).href);
    installChromium((sentence) => console.error(`fermata: ${sentence}`));
    process.exit(test());
  }
  try {
    await import(new URL('dist/fermata.mjs', import.meta.url).href);
  } catch (error) {
    // What the command itself meets it tells itself; here it could not begin.
    const missing = /Cannot find (?:package|module) '([^']*)'/.exec(error.message)?.[1];
    if (missing === undefined) fail(`it cannot start: ${error.message}`, INTERNAL_ERROR);
    fail(`"${missing}" is not installed; run npm ci in ${root}.`, BROKEN_HARNESS);
  }
}

async function installIfStale() {
  const installed = modifiedMs(join(root, 'node_modules', '.package-lock.json'));
  if (installed >= modifiedMs(join(root, 'package-lock.json'))) return;
  console.error('fermata: installing the dependencies (npm ci)');
  // Under `npm start` this is the npm that runs us; otherwise the one on the path.
  const npm = process.env.npm_execpath?.endsWith('.js') ? process.env.npm_execpath : undefined;
  const args = ['ci', '--include=dev', '--loglevel=error', '--no-progress'];
  const options = { cwd: root, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] };
  const startedMs = Date.now();
  const { startPhase } = await import(new URL('phase.mjs', import.meta.url).href);
  const isLive = process.stderr.isTTY === true && process.env.TERM !== 'dumb';
  const endPhase = startPhase('installing', lastInstallMs(), isLive);
  const { status, error, stderr } = npm
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  endPhase();
  if (status === 0) return keepInstallMs(Date.now() - startedMs);
  const why = error ? `npm cannot be started (${error.message})` : `npm ci ended with ${status}`;
  fail(`the dependencies could not be installed: ${why}.\n${stderr ?? ''}`.trimEnd());
}

/** How long it took the last time here, or null: the next time takes about as long. */
function lastInstallMs() {
  try {
    return Number(/^\d{1,9}$/.exec(readFileSync(INSTALL_TOOK, 'utf8'))?.[0] ?? NaN) || null;
  } catch {
    return null;
  }
}

function keepInstallMs(ms) {
  try {
    mkdirSync(dist, { recursive: true });
    writeFileSync(INSTALL_TOOK, `${ms}`);
  } catch {
    // Then the next time says how long it has taken so far.
  }
}

/** Bundles the sources, unless the bundle is newer than all of them. */
async function bundleIfStale() {
  const startedAt = new Date();
  if (modifiedMs(join(dist, 'fermata.mjs')) >= newestSourceMs()) return;
  try {
    mkdirSync(dist, { recursive: true });
    // The bundle says what it was made of, and has the page in it: bundles of their own do that.
    for (const file of await bundled(FIRST)) keep(file, startedAt);
    const { digestOf } = await import(new URL('dist/digest.mjs', import.meta.url).href);
    const { pageAssets } = await import(new URL('dist/page.mjs', import.meta.url).href);
    const files = await bundled(ENTRIES, {
      FERMATA_DIGEST: JSON.stringify(digestOf(root)),
      FERMATA_PAGE: JSON.stringify(pageAssets()),
    });
    // fermata.mjs comes last: its date says that all are there.
    const last = files.findIndex(({ path }) => path.endsWith('fermata.mjs'));
    for (const file of [...files.toSpliced(last, 1), files[last]]) keep(file, startedAt);
  } catch (error) {
    fail(`the sources cannot be bundled: ${error.message}`, INTERNAL_ERROR);
  }
}

async function bundled(entryPoints, define = {}) {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints,
    define,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: EXTERNAL,
    banner: { js: REQUIRE },
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    write: false,
  });
  return outputFiles;
}

/** Writes one file of the bundle, with the hash of itself as its last line. */
function keep({ path, text }, startedAt) {
  // Renamed into place, so that two launchers at once never read half a bundle.
  const draft = `${path}.${process.pid}.tmp`;
  writeFileSync(draft, `${text}${SEAL}${sha256(text)}\n`);
  // Dated to the start: a source that was saved while we bundled is newer than the bundle.
  utimesSync(draft, startedAt, startedAt);
  renameSync(draft, path);
}

/** A bundle that a full disk or a copy has cut would end in silence, or do something else. */
function refuseCutBundle() {
  for (const name of Object.keys(ENTRIES)) {
    const path = join(dist, `${name}.mjs`);
    if (!isSealed(path)) {
      fail(`${path} is not whole; remove ${dist} and start again.`, INTERNAL_ERROR);
    }
  }
}

function isSealed(path) {
  try {
    const [text, seal] = readFileSync(path, 'utf8').split(SEAL);
    return seal === `${sha256(text)}\n`;
  } catch {
    return false;
  }
}

function sha256(text) {
  return createHash('sha256').update(text).digest('hex');
}

/** Types, lint, format, tests, catalogue: all of them, whichever fails. Returns the exit code. */
function test() {
  const startedMs = Date.now();
  const [tests, catalogue] = ['vitest', 'catalogue'].map((stage) =>
    join(dist, `${stage}.${process.pid}.tmp`),
  );
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${tests}`];
  const stages = [
    ['types', null, 'node_modules/typescript/bin/tsc', '-p', '.'],
    ['lint', null, 'node_modules/oxlint/bin/oxlint', '--deny-warnings'],
    ['format', null, 'node_modules/oxfmt/bin/oxfmt', '--check'],
    [
      'unit, property and browser tests',
      tests,
      'node_modules/vitest/vitest.mjs',
      'run',
      ...reporters,
    ],
  ];
  // .ci/run has searched it by `npm start` on this very tree, and counted it there.
  const isSearched = process.env.FERMATA_CATALOGUE === 'searched';
  if (isSearched) console.log('\n== catalogue: not here, for npm start has searched it');
  else
    stages.push(['catalogue', catalogue, 'fermata.mjs', 'check', '--quiet', `--json=${catalogue}`]);
  let passed = 0;
  let failed = 0;
  const broken = [];
  for (const [heading, results, ...args] of stages) {
    console.log(`\n== ${heading}`);
    const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
    console.log(status === 0 ? 'ok' : `failed (exit ${status})`);
    const counts = results === null ? { passed: 0, failed: 0 } : readCounts(results);
    passed += counts.passed;
    // A stage can fail without a failed test in it (a type error, a file that does not load).
    failed += Math.max(counts.failed, status === 0 ? 0 : 1);
    if (status !== 0) broken.push(heading);
  }
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
  const all = isSearched ? 'all stages but the catalogue ok' : 'all stages ok';
  const verdict = broken.length === 0 ? all : `not ok: ${broken.join(', ')}`;
  console.log(`\n${verdict}, in ${seconds} s\n${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
}

/** What a stage says of itself: vitest's names of the counts, or ours. */
function readCounts(file) {
  try {
    const json = JSON.parse(readFileSync(file, 'utf8'));
    rmSync(file);
    return {
      passed: json.numPassedTests ?? json.passed,
      failed: json.numFailedTests ?? json.failed,
    };
  } catch {
    // It wrote nothing, so it has failed, and counts as a stage that did.
    return { passed: 0, failed: 0 };
  }
}

/** The newest of all that goes into the bundle. Folders count: their date tells of removed files. */
function newestSourceMs() {
  const folders = ['checker', 'model', 'specs', 'certify', 'reports'];
  const isSource = (name) => name.endsWith('.ts') && !/\.(test|config)\.ts$/.test(name);
  const files = [
    ...readdirSync(root).filter(isSource),
    'fermata.mjs',
    'phase.mjs',
    'package.json',
    'package-lock.json',
  ];
  let newest = Math.max(...files.map(sourceMs));
  while (folders.length > 0) {
    const folder = folders.pop();
    newest = Math.max(newest, folder === 'reports' ? 0 : sourceMs(folder));
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (path !== join('reports', 'out')) folders.push(path);
      } else if (/\.(ts|html|css|js)$/.test(path) && !path.endsWith('.test.ts')) {
        newest = Math.max(newest, sourceMs(path));
      }
    }
  }
  return newest;
}

function sourceMs(path) {
  return modifiedMs(join(root, path));
}

/** Milliseconds of the last change; -Infinity where there is nothing. */
function modifiedMs(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? -Infinity;
}

function fail(sentence, code = BROKEN_HARNESS) {
  // Lines of npm stay lines; whatever else a path or a message holds moves no cursor.
  console.error(`fermata: ${sentence}`.replace(/[^\P{Cc}\n]/gu, '\ufffd'));
  process.exit(code);
}
