/**
 * The package as somebody else's repository has it: `npm pack`, installed into an empty project
 * without scripts and without a network, and used there as docs/ci.md and docs/api.md say.
 */
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { readCatalogue } from './specs/catalogue.ts';

const ROOT = fileURLToPath(new URL('.', import.meta.url));
const TARBALL_BYTES_MAX = 5_000_000;
const TINY = `SYS tiny
"a sleeper and a waker"
Table=helenos-2026
Aborts=any<=1
{ waitq q; }
 P0                                | P1                   ;
 L0: r0 = waitq_sleep(q, 0, FUTEX) | r0 = waitq_wakeup(q) ;
~exists (0:r0=blocked)
`;
const PAIR = TINY.replace('SYS tiny', 'SYS pair').replace(
  '~exists (0:r0=blocked)',
  'exists (0:r0=EOK)',
);

let folder = '';
let project = '';
let tarball = '';
let installed: Ended | null = null;
let packed: readonly { readonly path: string }[] = [];

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'fermata-pack-')));
  const { stdout } = run(ROOT, 'npm', 'pack', '--json', '--pack-destination', folder);
  const [{ filename, files }] = JSON.parse(stdout.slice(stdout.indexOf('[\n')));
  [tarball, packed] = [join(folder, filename), files];
  project = join(folder, 'project');
  mkdirSync(join(project, 'litmus'), { recursive: true });
  // Wherever the temporary folder lies: this is the repository.
  mkdirSync(join(project, '.git'));
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
  writeFileSync(join(project, 'litmus', 'tiny.litmus'), TINY);
  writeFileSync(join(project, 'litmus', 'pair.litmus'), PAIR);
  const offline = ['--offline', '--cache', join(folder, 'empty-cache')];
  installed = run(project, 'npm', 'i', '-D', tarball, '--ignore-scripts', ...offline);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

type Ended = SpawnSyncReturns<string>;

function run(cwd: string, command: string, ...args: readonly string[]): Ended {
  return runIn(cwd, {}, command, ...args);
}

/** The environment is that of no CI system but for `variables`. */
function runIn(
  cwd: string,
  variables: Readonly<Record<string, string>>,
  command: string,
  ...args: readonly string[]
): Ended {
  const own = Object.entries(process.env).filter(([name]) => !/^(CI|GITHUB_|npm_)/.test(name));
  const env = { ...Object.fromEntries(own), ...variables };
  const shell = process.platform === 'win32';
  return spawnSync(command, args, { cwd, env, shell, encoding: 'utf8', maxBuffer: 2 ** 28 });
}

function fermata(...args: readonly string[]): Ended {
  return run(project, process.execPath, bin(), ...args);
}

function bin(): string {
  return join(project, 'node_modules', 'fermata', 'fermata.mjs');
}

function contentOf(file: string): string {
  return readFileSync(join(project, file), 'utf8');
}

/** Of all that lies in the installed package. */
function packageHash(): string {
  const at = join(project, 'node_modules', 'fermata');
  const hash = createHash('sha256');
  for (const file of readdirSync(at, { recursive: true, encoding: 'utf8' }).toSorted()) {
    const path = join(at, file);
    hash.update(file).update(statSync(path).isFile() ? readFileSync(path) : '');
  }
  return hash.digest('hex');
}

describe('the tarball', () => {
  test('has at most 5 MB, and no source, no test, no path of this machine', () => {
    expect(statSync(tarball).size).toBeLessThan(TARBALL_BYTES_MAX);
    const paths = packed.map(({ path }) => path);
    expect(paths.filter((path) => /(?<!\.d)\.ts$/.test(path))).toEqual([]);
    expect(paths.filter((path) => /\.tmp|types-/.test(path))).toEqual([]);
    expect(paths).toContain('docs/litmus.md');
    for (const path of paths.filter((each) => each.startsWith('dist/'))) {
      const text = readFileSync(join(project, 'node_modules', 'fermata', path), 'utf8');
      expect([path, text.includes(ROOT)]).toEqual([path, false]);
    }
  });

  test('is installed without any other package, and names the licences of those within', () => {
    expect(installed).toMatchObject({ status: 0 });
    expect(readdirSync(join(project, 'node_modules')).filter((name) => name[0] !== '.')).toEqual([
      'fermata',
    ]);
    const licences = contentOf('node_modules/fermata/dist/LICENSES.txt');
    const heads = ['commander', 'preact', 'typebox', 'xmlbuilder2', '@noble/hashes'];
    for (const name of heads) expect(licences).toMatch(new RegExp(`^${name}$`, 'm'));
  });

  test('has every test of the catalogue', () => {
    const litmus = packed.filter(({ path }) => /^specs.*\.litmus$/.test(path));
    expect(litmus.length).toBe(readCatalogue().length);
  });
});

describe('in a repository of one’s own', () => {
  const outputs = ['--junit', 'junit.xml', '--sarif', 'out.sarif', '--quiet'];

  test('a test that falls, a baseline, a gate; nothing is written into the package', () => {
    const before = packageHash();
    const all = ['litmus/tiny.litmus', 'litmus/pair.litmus'];
    const ticket = ['--design', 'ticket'];
    expect(fermata('check', all[0], ...ticket).status).toBe(0);
    const fallen = fermata('check', all[0], '--design', 'eintr', ...outputs);
    expect({ ...fallen, stdout: '' }).toEqual(expect.objectContaining({ status: 1, stderr: '' }));
    expect(fallen.stdout).toContain('R15');
    const why = ['--why', 'eintr gives transparency up'];
    const promoted = fermata('promote', all[0], '--design', 'eintr', ...why);
    expect(promoted).toMatchObject({ status: 0, stderr: '' });
    expect(readdirSync(join(project, 'litmus'))).toContain('expectations.jsonl');
    expect(fermata('check', all[0], '--design', 'eintr', ...outputs).status).toBe(0);
    // Another test: the line holds for one program only.
    const changed = TINY.replace('any<=1', 'any<=2');
    writeFileSync(join(project, 'litmus', 'tiny.litmus'), changed);
    expect(fermata('check', all[0], '--design', 'eintr', ...outputs).status).toBe(1);
    writeFileSync(join(project, 'litmus', 'tiny.litmus'), TINY);
    expect(packageHash()).toBe(before);
  });

  test.for([
    ['', 'litmus/tiny.litmus'],
    ['litmus', 'tiny.litmus'],
  ])('from %j, %s has the path of the repository in every output', ([cwd, given]) => {
    const args = ['check', given, '--design', 'debt=book,place=keep', ...outputs];
    const actions = { GITHUB_ACTIONS: 'true' };
    const { stdout } = runIn(join(project, cwd), actions, process.execPath, bin(), ...args);
    expect(stdout).toContain('::error file=litmus/tiny.litmus,line=8');
    const read = (file: string): string => readFileSync(join(project, cwd, file), 'utf8');
    const junit = read('junit.xml');
    expect([...junit.matchAll(/ file="([^"]*)"/g)].map(([, file]) => file)).toEqual([
      'litmus/tiny.litmus',
    ]);
    const sarif = read('out.sarif');
    expect(
      new Set(Array.from(sarif.matchAll(/"uri":"([^"]*\.litmus)"/g), ([, uri]) => uri)),
    ).toEqual(new Set(['litmus/tiny.litmus']));
    expect(`${stdout}${junit}${sarif}`).not.toContain(folder);
  });

  test('a file that cannot be read is named as it was given', () => {
    writeFileSync(join(project, 'litmus', 'bad.litmus'), TINY.replace('waitq_sleep', 'waitq_slep'));
    const { status, stderr } = runIn(
      join(project, 'litmus'),
      {},
      process.execPath,
      bin(),
      'check',
      'bad.litmus',
    );
    rmSync(join(project, 'litmus', 'bad.litmus'));
    expect(status).toBe(4);
    expect(stderr).toMatch(/^fermata: bad\.litmus:7:/);
  });

  test('a test of the catalogue has the path at which it can be opened', () => {
    fermata('check', 'WQ+abort+wake', '--design', 'ticket', '--json=one.json');
    const { file } = JSON.parse(contentOf('one.json')).tests[0];
    expect(file).toMatch(/^node_modules\/fermata\/specs\/catalogue\/.*\.litmus$/);
    expect(contentOf(file)).toContain('SYS WQ+abort+wake');
  });

  test('shards, merged, are the whole', () => {
    const all = ['litmus/tiny.litmus', 'litmus/pair.litmus', '--design', 'ticket'];
    for (const part of ['1', '2']) {
      fermata('check', ...all, '--shard', `${part}/2`, '--quiet', `--json=${part}.json`);
    }
    const parts = ['1.json', '2.json'].map((file) => JSON.parse(contentOf(file)).ran);
    expect(parts).toEqual([1, 1]);
    const merged = fermata('merge', '1.json', '2.json', '--quiet', '--report', 'merged');
    const whole = fermata('check', ...all, '--quiet');
    const tail = (text: string): string => text.trim().split('\n').at(-1) ?? '';
    expect([merged.status, whole.status]).toEqual([0, 0]);
    expect(tail(merged.stdout)).toBe(tail(whole.stdout));
    expect(readdirSync(join(project, 'merged'))).toContain('index.html');
    expect(fermata('merge', '1.json').status).toBe(5);
  });

  test('charts are missing with a sentence, and there where their package is', () => {
    const args = ['check', 'litmus/tiny.litmus', '--design', 'ticket', '--report', 'charts'];
    const without = fermata(...args);
    expect(without.status).toBe(0);
    expect(without.stderr).toMatch(
      /^fermata: the page has no charts, only their numbers\. .*npm i/m,
    );
    expect(contentOf('charts/index.html')).toContain('The picture is missing');
    const packages = ['chartjs-node-canvas', 'chart.js', '@kurkle', 'tslib', 'canvas', '@napi-rs'];
    const at = (name: string): string => join(project, 'node_modules', name);
    for (const name of packages) {
      cpSync(join(ROOT, 'node_modules', name), at(name), { recursive: true });
    }
    const drawn = fermata(...args);
    for (const name of packages) rmSync(at(name), { recursive: true });
    expect(drawn).toMatchObject({ status: 0, stderr: '' });
    expect(contentOf('charts/index.html')).toContain('data:image/webp;base64,');
  });

  test.for([
    [['costs', 'one.json'], 'in a clone of the repository'],
    [['bench', '--page'], 'in a clone of the repository'],
    [['promote', 'WQ+abort+wake', '--why', 'x'], 'copy the test to a file of your own'],
  ] as const)('%j is refused in a sentence', ([args, says]) => {
    const { status, stdout, stderr } = fermata(...args);
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
    expect(stderr).toMatch(/^fermata: [^\n]*\.?\n$/);
    expect(stderr).toContain(says);
  });
});

describe('from a program', () => {
  const [, example] =
    /```ts\n([^]*?)```/.exec(readFileSync(join(ROOT, 'docs/api.md'), 'utf8')) ?? [];
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const flags = ['--strict', '--module', 'nodenext', '--target', 'es2023', '--types', ''];
  const compile = (text: string): Ended => {
    writeFileSync(join(project, 'example.ts'), text);
    return run(project, process.execPath, tsc, ...flags, 'example.ts');
  };
  // What @types/node says of it, which the project has not. The function is never called.
  const declared = `declare const process: { exitCode: number };
// @ts-expect-error: designs
export const refused = () => check('a', { design: 'ticket' });
`;

  test('the example of docs/api.md compiles with tsc alone, and runs', () => {
    expect(compile(`${declared}${example}`)).toMatchObject({ status: 0, stdout: '' });
    const { status, stdout } = run(project, process.execPath, 'example.js');
    expect(stdout.trim().split('\n')).toEqual([
      'tiny ticket helenos-2026 VERIFIED ',
      'tiny debt=book helenos-2026 VIOLATED R1 R3 R9 R15',
    ]);
    // The known-bad design is shown; the ticket decides.
    expect(status).toBe(0);
    expect(contentOf('fermata-report/index.html')).toContain('tiny');
  });
});

test.runIf(process.platform !== 'win32')(
  'the commands of docs/ci.md run as they stand there',
  () => {
    const chapters = readFileSync(join(ROOT, 'docs/ci.md'), 'utf8').split(/^## /m);
    const own = chapters.find((each) => each.startsWith('In a repository of your own')) ?? '';
    const blocks = Array.from(own.matchAll(/```sh\n([^]*?)```/g), ([, block]) => block);
    const commands = blocks.join('').replace(/^npm i .*\n/, '');
    const fetchless = commands
      .split('\n')
      .filter((line) => line.startsWith('npx --no-install fermata '));
    expect(fetchless).toHaveLength(6);
    expect(runIn(project, {}, 'bash', '-exc', commands)).toMatchObject({ status: 0 });
    expect(readdirSync(project)).toEqual(
      expect.arrayContaining(['junit.xml', 'fermata.sarif', 'out']),
    );
  },
);

test.runIf(process.platform !== 'win32')('the job of the GitLab template runs it', () => {
  const [, jobs] = parseAllDocuments(readFileSync(join(ROOT, 'templates/fermata.yml'), 'utf8'));
  const [install, check] = jobs.toJS().fermata.script;
  expect(install).toBe('npm ci --ignore-scripts');
  const given = { TESTS: 'litmus/*.litmus', FLAGS: '--design ticket' };
  expect(runIn(project, given, 'sh', '-ec', check)).toMatchObject({ status: 0 });
  expect(readdirSync(join(project, 'fermata-report'))).toContain('junit.xml');
});
