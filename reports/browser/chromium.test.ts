import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { findChromium, installChromium, requireChromium, type Run } from './chromium.ts';

let folder = '';
let program = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fermata-chromium-'));
  program = join(folder, 'chromium-browser');
  writeFileSync(program, '#!/bin/sh\n');
  chmodSync(program, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What was run, where every program ends as `status` says. */
function recorder(status: (command: string) => number): { run: Run; commands: string[] } {
  const commands: string[] = [];
  const run: Run = (name, args) => {
    commands.push([name, ...args].join(' '));
    return status(commands.at(-1)!);
  };
  return { run, commands };
}

test('CHROMIUM comes before the path, and the path is searched for the usual names', () => {
  expect(findChromium({ CHROMIUM: '/opt/mine', PATH: folder })).toBe('/opt/mine');
  expect(findChromium({ PATH: `${tmpdir()}:${folder}` })).toBe(program);
  expect(findChromium({ PATH: '/nowhere' })).toBeNull();
});

test('a CHROMIUM that cannot be started is named, with what to do', () => {
  const missing = join(folder, 'nothing');
  expect(() => requireChromium({ CHROMIUM: missing })).toThrow(
    `CHROMIUM names ${missing}, which is no program that can be started. The page of the report is ` +
      'opened in one. Install it (Debian: apt-get install chromium) or set CHROMIUM to its path.',
  );
});

test('a machine with Chromium is left alone', () => {
  const { run, commands } = recorder(() => 0);
  const said: string[] = [];
  installChromium((sentence) => said.push(sentence), { CHROMIUM: program }, run);
  expect([...commands, ...said]).toEqual([]);
});

test('it is installed after an update of the lists, where it is not in them', () => {
  const isUpdated = (): boolean => commands.some((command) => command.endsWith('update'));
  const { run, commands } = recorder((command) =>
    command.endsWith('update') || isUpdated() ? 0 : 100,
  );
  const said: string[] = [];
  installChromium((sentence) => said.push(sentence), { PATH: '/nowhere' }, run, true);
  const apt = 'env DEBIAN_FRONTEND=noninteractive apt-get';
  const install = `${apt} install -y --no-install-recommends chromium`;
  expect(commands).toEqual([install, `${apt} update`, install]);
  expect(said.at(-1)).toBe('Chromium is installed');
});

test('who is not root asks sudo, which must not wait for a password; a failure is said', () => {
  const { run, commands } = recorder(() => 1);
  const said: string[] = [];
  installChromium((sentence) => said.push(sentence), { PATH: '/nowhere' }, run, false);
  expect(commands.map((command) => command.split(' ', 2).join(' '))).toEqual([
    'sudo -n',
    'sudo -n',
  ]);
  expect(said.at(-1)).toBe('Chromium could not be installed: the tests of the page will fail');
});
