/** The walls stand: the lint itself refuses an import through each of them. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
// oxlint-disable-next-line typescript/ban-ts-comment -- plain JavaScript: the lint loads it as it is
// @ts-expect-error
import { objection as untyped, roomOf as roomOfUntyped, ROOMS as UNTYPED } from './walls.mjs';

interface Room {
  readonly may: readonly string[];
  readonly types?: readonly string[];
  readonly pure?: boolean;
}
const ROOMS = UNTYPED as Readonly<Record<string, Room>>;
const objection = untyped as (file: string, specifier: string, isType: boolean) => string | null;
const roomOf = roomOfUntyped as (path: string) => string;

const root = dirname(fileURLToPath(import.meta.url));
const names = Object.keys(ROOMS).filter((room) => room !== '.');

/** A file that the room could have, and the import of it from another file. */
const fileIn = (room: string): string => (room.endsWith('.ts') ? room : `${room}/a-new-file.ts`);
const importOf = (from: string, to: string): string => {
  const path = relative(dirname(from), to).replaceAll('\\', '/');
  return path.startsWith('.') ? path : `./${path}`;
};

/** Pairs of rooms of which the first may not import the second. */
const FORBIDDEN = names.flatMap((from) =>
  names
    .filter((to) => to !== from)
    .map((to) => ({ from: fileIn(from), to: fileIn(to) }))
    .filter((pair) => objection(pair.from, importOf(pair.from, pair.to), false) !== null),
);

const KINDS: Readonly<Record<string, (path: string) => string>> = {
  'an import': (path) => `import { a } from '${path}';\nexport const b = a;\n`,
  'an import for its effect': (path) => `import '${path}';\n`,
  'an import of types alone': (path) => `import type { A } from '${path}';\nexport type B = A;\n`,
  'an export from there': (path) => `export { a } from '${path}';\n`,
  'an export of all': (path) => `export * from '${path}';\n`,
  'a dynamic import': (path) => `export const b = import('${path}');\n`,
  'a type by import()': (path) => `export type B = import('${path}').A;\n`,
  'a dynamic import of a template': (path) => `export const b = import(\`${path}\`);\n`,
  'a dynamic import with a cast': (path) => `export const b = import('${path}' as string);\n`,
  'require()': (path) => `export const b = require('${path}');\n`,
  'a name that ends in .js': (path) => `export * from '${path.replace('.ts', '.js')}';\n`,
};

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fermata-walls-'));
  for (const file of ['walls.mjs', '.oxlintrc.json', 'package.json']) {
    cpSync(join(root, file), join(folder, file));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What the lint says of these files, each with its refusals by the walls. */
function lint(files: ReadonlyMap<string, string>): ReadonlyMap<string, number> {
  for (const [file, text] of files) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const oxlint = join(root, 'node_modules', 'oxlint', 'bin', 'oxlint');
  const { stdout } = spawnSync(process.execPath, [oxlint, '--format=json', ...files.keys()], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { code: string; filename: string }[];
  };
  const refused = new Map([...files.keys()].map((file) => [file, 0]));
  for (const { code, filename } of diagnostics) {
    if (code !== 'walls(rooms)') continue;
    const file = filename.replaceAll('\\', '/');
    refused.set(file, (refused.get(file) ?? 0) + 1);
  }
  for (const file of files.keys()) rmSync(join(folder, file));
  return refused;
}

test('the lint refuses an import through every wall', () => {
  const files = new Map(
    FORBIDDEN.map(({ from, to }, i) => {
      const file = from.endsWith('a-new-file.ts') ? from.replace('new', `new-${i}`) : from;
      return [file, KINDS['an import'](importOf(file, to))] as const;
    }),
  );
  expect(FORBIDDEN.length).toBeGreaterThan(1000);
  const refused = lint(files);
  expect([...refused].filter(([, count]) => count !== 1)).toEqual([]);
});

const THROUGH = [
  ['checker/a.ts', '../model/record/layout.ts'],
  ['model/ipc/sync-call/a.ts', '../../../specs/litmus/litmus.ts'],
  ['model/record/a.ts', '../ipc/send.ts'],
  ['specs/litmus/parse/a.ts', '../../compile/compile.ts'],
  ['specs/check/a.ts', '../run/check-all.ts'],
  ['specs/run/threads/a.ts', '../../../reports/terminal/terminal.ts'],
  ['reports/page/execution/a.ts', '../../../model/record/layout.ts'],
  ['reports/page/parts/a.ts', '../matrix/matrix.ts'],
  ['specs/run/a.ts', '../../watch.ts'],
  ['specs/run/baseline/a.ts', '../../../commands.ts'],
] as const;

describe.for(THROUGH)('from %s to %s', ([file, path]) => {
  test('every kind of import is refused', () => {
    const files = Object.entries(KINDS).map(
      ([kind, textOf], i) => [kind, file.replace('a.ts', `a${i}.ts`), textOf(path)] as const,
    );
    const refused = lint(new Map(files.map(([, name, text]) => [name, text])));
    expect(files.filter(([, name]) => refused.get(name) !== 1).map(([kind]) => kind)).toEqual([]);
  });
});

test.for(['checker', 'model/ipc', 'specs/litmus', 'specs/check', 'reports/page'])(
  'Node is refused in %s/, and what only Node has',
  (room) => {
    const file = `${room}/a.ts`;
    const refused = lint(
      new Map([[file, "import { join } from 'node:path';\nexport { join };\n"]]),
    );
    expect(refused.get(file)).toBe(1);
    writeFileSync(join(folder, file), 'export const a = process.pid;\n');
    const oxlint = join(root, 'node_modules', 'oxlint', 'bin', 'oxlint');
    const { stdout } = spawnSync(process.execPath, [oxlint, file], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stdout.split('no-restricted-globals').length - 1).toBe(1);
  },
);

test.for([
  ["import { join } from 'path';", 'checker/b.ts'],
  ["import chokidar from 'chokidar';", 'model/record/b.ts'],
  ["export * from './explore.test.ts';", 'checker/b.ts'],
  ["import { type Arena } from '../checker/arena.ts';", 'model/b.ts'],
  ['export const b = (name: string) => import(name);', 'specs/check/b.ts'],
] as const)('%s in %s is refused', ([text, file]) => {
  expect(lint(new Map([[file, `${text}\n`]])).get(file)).toBe(1);
});

test.for([
  ['export const b = globalThis.process;', 'no-restricted-properties'],
  ['export const b = Math.random();', 'no-restricted-properties'],
  ["console.log('b');", 'no-console'],
] as const)('%s is refused in the model', ([text, rule]) => {
  const file = 'model/record/b.ts';
  lint(new Map());
  mkdirSync(join(folder, dirname(file)), { recursive: true });
  writeFileSync(join(folder, file), `${text}\n`);
  const oxlint = join(root, 'node_modules', 'oxlint', 'bin', 'oxlint');
  const { stdout } = spawnSync(process.execPath, [oxlint, file], { cwd: folder, encoding: 'utf8' });
  expect(stdout).toContain(rule);
});

test('no comment opens a wall', () => {
  const { stdout } = spawnSync('git', ['grep', '-n', 'disable.*walls', '--', '*.ts', '*.mjs'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(stdout.split('\n').filter((line) => !line.startsWith('walls.test.ts'))).toEqual(['']);
});

test('what is allowed is not refused', () => {
  const files = new Map([
    [
      'model/machine2.ts',
      "import type { Model } from '../checker/model.ts';\nexport type M = Model;\n",
    ],
    [
      'specs/check/a.ts',
      "import { explore } from '../../checker/explore.ts';\nexport const a = explore;\n",
    ],
    ['specs/check/a.test.ts', "import { join } from 'node:path';\nexport const a = join;\n"],
    ['commands.ts', "import { check } from './specs/check/check.ts';\nexport const a = check;\n"],
  ]);
  expect([...lint(files).values()]).toEqual([0, 0, 0, 0]);
});

test('no room is above itself: the walls have no circle', () => {
  const may = (from: string): string[] =>
    names.filter(
      (to) =>
        to !== from && objection(fileIn(from), importOf(fileIn(from), fileIn(to)), false) === null,
    );
  const graph = new Map(names.map((room) => [room, may(room)]));
  const placed = new Set<string>();
  for (let before = -1; before !== placed.size;) {
    before = placed.size;
    for (const [room, below] of graph) if (below.every((it) => placed.has(it))) placed.add(room);
  }
  expect(names.filter((room) => !placed.has(room))).toEqual([]);
});

test('every room is there, and every folder of sources lies in one', () => {
  expect(names.filter((room) => !existsSync(join(root, room)))).toEqual([]);
  const architecture = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  const folders = names.filter((room) => !room.endsWith('.ts'));
  const roomless = ['checker', 'model', 'specs', 'reports'].flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => relative(root, entry.parentPath).replaceAll('\\', '/'))
      .filter((room) => !names.includes(room)),
  );
  expect([...new Set(roomless)]).toEqual([]);
  expect(folders.filter((room) => !architecture.includes(`${room}/`))).toEqual([]);
  expect(roomOf('specs/litmus/parse/lex.ts')).toBe('specs/litmus/parse');
  expect(roomOf('model/ipc/methods.ts')).toBe('model/ipc/methods.ts');
});
