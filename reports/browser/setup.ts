/**
 * Before the tests of the page: the report under test, made by the command that users run, from
 * tests of the catalogue and from hostile litmus files. The tests find its folder with
 * `inject('reportFolder')`; `null` and the reason where the command failed.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { TestProject } from 'vitest/node';

import { HOSTILE_LITMUS } from './litmus.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Holds index.html, report.json and the others, and the litmus files in `litmus/`. */
    readonly reportFolder: string;
    /** What the command said, if it made no report. */
    readonly reportFailure: string;
  }
}

export const LAUNCHER = fileURLToPath(new URL('../../fermata.mjs', import.meta.url));

/** Of every family one, with every sort of step, and small. */
const CATALOGUE = [
  'WQ+abort+wake',
  'WQ+wake+abort',
  'WQ+fifo',
  'SLEEP+abort',
  'UDELAY+abort',
  'SYNC+abort',
  'IPC+wait+send',
  'PAGE+2threads',
  'BUG01+poke-ignored.2012',
  'FUTEX+exit.2012',
];

/** Ended by none of its runs (0), or by one that the baseline does not know (1) or cannot (3). */
const REPORTED = new Set([0, 1, 3]);

export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'fermata-page-'));
  mkdirSync(join(folder, 'litmus'));
  const files = Array.from(HOSTILE_LITMUS, ([name, text]) => {
    const file = join(folder, 'litmus', `${name.slice(0, 20)} it's.litmus`);
    writeFileSync(file, text);
    return file;
  });
  const args = [LAUNCHER, 'check', ...CATALOGUE, ...files, '--all', '--quiet', '--no-github'];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args, '--report', folder], {
    encoding: 'utf8',
  });
  project.provide('reportFolder', folder);
  const isMade = status !== null && REPORTED.has(status);
  project.provide('reportFailure', isMade ? '' : `exit code ${status}: ${stderr}${stdout}`);
  return () => rmSync(folder, { recursive: true });
}
