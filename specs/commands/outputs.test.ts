import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { requireWritableDirectory, requireWritableFile } from './outputs.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fermata-'));
  writeFileSync(join(folder, 'file'), '');
  mkdirSync(join(folder, 'folder'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('asking leaves nothing behind', () => {
  requireWritableDirectory('--report', join(folder, 'a', 'b', 'c'));
  requireWritableDirectory('--report', join(folder, 'folder'));
  requireWritableFile('--json', join(folder, 'new.json'));
  requireWritableFile('--json', join(folder, 'file'));
  expect(readdirSync(folder).toSorted()).toEqual(['file', 'folder']);
});

test.for(['file', 'file/inside'])('%s cannot be a report directory', (path) => {
  expect(() => requireWritableDirectory('--report', join(folder, path))).toThrow(
    /^--report .* cannot be written: .*(is a file|ENOTDIR)/,
  );
});

test('a folder in which the system lets nobody make anything is refused', () => {
  expect(() => requireWritableDirectory('--report', '/proc/fermata')).toThrow('cannot be written');
});

test.for(['folder', 'nowhere/x.json'])('%s cannot be a file to write', (path) => {
  expect(() => requireWritableFile('--json', join(folder, path))).toThrow('cannot be written');
});
