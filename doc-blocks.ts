/**
 * The documents as tests read them: their fenced blocks, and a shell in which their commands run as a
 * reader would run them. Only tests import this.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LAUNCHER, ownEnvironment } from './launched.ts';

export const ROOT = fileURLToPath(new URL('.', import.meta.url));

export interface Block {
  /** From the top: `docs/ci.md`. */
  readonly paper: string;
  /** `sh`, `litmus`; empty where nothing stands behind the fence. */
  readonly kind: string;
  /** What stands behind the kind: a file, or `part`. */
  readonly about: string;
  readonly body: string;
  readonly line: number;
}

/** Every document, from the top. */
export function papers(): string[] {
  const inFolder = (folder: string): string[] =>
    readdirSync(join(ROOT, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name));
  return ['', 'docs'].flatMap(inFolder).toSorted();
}

/** @throws Error where a fence has no end, or stands where this does not see it */
export function blocksIn(paper: string): readonly Block[] {
  const text = readFileSync(join(ROOT, paper), 'utf8');
  const blocks = Array.from(
    text.matchAll(/^```(\w*) ?(.*)\n([^]*?)^```$/gm),
    ({ 1: kind, 2: about, 3: body, index }) => {
      const line = text.slice(0, index).split('\n').length;
      return { paper, kind, about, body, line };
    },
  );
  const fences = text.match(/^[ >]*(```|~~~)/gm)?.length ?? 0;
  if (fences !== blocks.length * 2) throw new Error(`${paper}: a fence that is not read`);
  return blocks;
}

export interface Ended {
  readonly code: number | null;
  readonly said: string;
}

/** A folder of its own, and `npx fermata` in it as where it is installed, without asking npm. */
export class DocShell {
  readonly folder = mkdtempSync(join(tmpdir(), 'fermata-docs-'));
  readonly work = join(this.folder, 'work');
  readonly #bin = join(this.folder, 'bin');

  constructor() {
    for (const folder of [this.work, this.#bin]) mkdirSync(folder);
    const npx = `#!/bin/sh\n[ "$1" = --no-install ] && shift\nshift\nexec "${process.execPath}" "${LAUNCHER}" "$@"\n`;
    writeFileSync(join(this.#bin, 'npx'), npx, { mode: 0o755 });
  }

  /** Runs one line, as a user would who reads it on a terminal of 100 columns. */
  run(command: string): Ended {
    const own = ownEnvironment();
    const env = { ...own, PATH: `${this.#bin}:${own.PATH}`, COLUMNS: '100' };
    const shell = { cwd: this.work, env, encoding: 'utf8' } as const;
    const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', command], shell);
    return { code: status, said: `${stdout}${stderr}` };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** The commands of a block, a line each, without what is said behind `#`. */
export function commandsOf(body: string): string[] {
  const lines = body.split('\n').map((line) => line.replace(/(^|\s+)# .*$/, '').trim());
  return lines.filter((line) => line !== '');
}
