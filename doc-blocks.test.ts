/**
 * Every fenced block of every document is looked at by a test. This one walks over all of them: each
 * is in one entry below, which runs it, holds it against what it shows, or names the test that does.
 * A new block that no entry takes makes it fail. What takes minutes is not run but read: its command
 * and its options exist, and the reason stands beside it.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Block, blocksIn, commandsOf, DocShell, papers, ROOT } from './doc-blocks.ts';
import { parseLitmus } from './specs/litmus/parse/parse.ts';
import {
  parseExpectations,
  printExpectations,
  readExpectations,
} from './specs/run/baseline/expectations.ts';

const shell = new DocShell();
afterAll(() => shell.remove());

interface Cover {
  readonly paper: string;
  readonly kind: string;
  /** How many there are, where it matters that each is meant; absent: any number. */
  readonly count?: number;
  /** What a block of this entry has in it. */
  readonly has?: string;
  /** Another test that has them, which must name the document. */
  readonly by?: string;
  readonly look?: (block: Block) => void;
}

/** Sentences of a reader's terminal: the commands that are run, and how each ends. */
function runs(...ends: readonly number[]): (block: Block) => void {
  return ({ body }) => {
    const commands = commandsOf(body);
    expect(commands).toHaveLength(ends.length);
    for (const [i, command] of commands.entries()) {
      const { code, said } = shell.run(command);
      expect({ command, code, why: code === ends[i] ? '' : said }).toEqual({
        command,
        code: ends[i],
        why: '',
      });
    }
  };
}

const helps = new Map<string, string>();

function helpOf(command: string): string {
  const known = helps.get(command) ?? shell.run(`npx fermata ${command} --help`).said;
  helps.set(command, known);
  return known;
}

/** Of a command that is not run: it exists, and so do its options; scripts and files are there. */
function exists({ body }: Block): void {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const lines = commandsOf(body.replaceAll('\\\n', ' '));
  expect(lines).not.toEqual([]);
  for (const line of lines) {
    const words = line.replace(/^\w+=\S+ /, '').split(/\s+/);
    const command = words.join(' ');
    const [, name] =
      /^(?:npx (?:--no-install )?fermata|node fermata\.mjs|\$? ?fermata) (\w+)/.exec(command) ?? [];
    if (name !== undefined) {
      const help = helpOf(name);
      expect(help).toContain(`Usage: fermata ${name}`);
      const flags = words.filter((word) => word.startsWith('--') && word !== '--no-install');
      for (const flag of flags) expect(help).toMatch(RegExp(`^ +${flag.split('=')[0]}\\b`, 'm'));
    } else if (words[0] === 'npm') {
      const script = words[1] === 'run' ? words[2] : words[1];
      expect([...Object.keys(scripts), 'ci']).toContain(script);
    } else {
      const file = words.findLast((word) => !word.startsWith('-')) ?? '';
      expect(['npx vitest run', 'bash'].some((known) => command.startsWith(known))).toBe(true);
      expect(existsSync(join(ROOT, file))).toBe(true);
    }
  }
}

/** Where a file begins that the commands of the same document work on. */
function writes(file: string): (block: Block) => void {
  return ({ body, paper }) => {
    expect(parseLitmus(body, paper).name).toBe(file.replace('.litmus', ''));
    writeFileSync(join(shell.work, file), body);
  };
}

/** The log of that very run; the time is another each time. */
function isTheLog({ body }: Block): void {
  shell.run('npx fermata check WQ+abort+wake --design ticket --report log');
  const log = readFileSync(join(shell.work, 'log', 'logs', 'ticket.helenos-2026.log'), 'utf8');
  const timeless = (text: string): string => text.replaceAll(/^(Time \S+) .*$/gm, '$1').trimEnd();
  expect(timeless(log)).toContain(timeless(body));
}

/** What a seed gives; the time is another each time. */
function isTheHistogram({ body }: Block): void {
  const { said } = shell.run('npx fermata run --target reference-2026 WQ+2timed --rounds 300');
  const timeless = (text: string): string => text.replaceAll(/^(Time \S+) .*$/gm, '$1').trimEnd();
  expect(timeless(said)).toContain(timeless(body));
}

/** The logs that are compared are there after the check; `comparison` looks at what is said of them. */
function comparesLogs({ body }: Block): void {
  const [check, compare, ...more] = commandsOf(body);
  expect(more).toEqual([]);
  expect(shell.run(check).code).toBe(0);
  const [program, ...logs] = compare.split(' ');
  expect(program).toBe('mcompare7');
  expect(logs.map((log) => existsSync(join(shell.work, log)))).toEqual([true, true]);
}

/** Each outcome stands in the log at the head of its column, and the one with `+` in no other. */
function comparison({ body }: Block): void {
  const [head, line] = body.split('\n');
  const [first, second] = head.match(/\S+\.log/g)!.map((name) => {
    return readFileSync(join(shell.work, 'out', 'logs', name), 'utf8').split('\n');
  });
  const cells = line.match(/\+?\[(?:[^[\]]|\[[^\]]*\])*\]/g)!;
  // A location that is no register has brackets of its own.
  const [own, added] = cells.map((cell) => cell.slice(1, -1).replaceAll(/[[\]]/g, ''));
  expect([cells.length, cells[1][0]]).toEqual([2, '+']);
  expect([first, second].map((lines) => lines.includes(own))).toEqual([true, true]);
  expect([first, second].map((lines) => lines.includes(added))).toEqual([false, true]);
}

/** A line of the baseline, broken for the page: the parser takes it, and the file has it so. */
function isInTheBaseline({ body }: Block): void {
  const line = body.replaceAll(/\n */g, '');
  const parsed = parseExpectations(`${line}\n`, 'docs/formats.md');
  expect(readExpectations()).toEqual(expect.arrayContaining([...parsed]));
  expect(printExpectations(parsed)).toBe(`${line}\n`);
}

/** The frame of a report: each line that is shown begins one of a report, in this order. */
function isTheFrame({ body }: Block): void {
  shell.run('npx fermata check WQ+abort+wake --design ticket --json=frame.json');
  const lines = readFileSync(join(shell.work, 'frame.json'), 'utf8').trimEnd().split('\n');
  let from = 0;
  for (const shown of body.trimEnd().split('\n')) {
    if (shown === '...') continue;
    const parts = shown.split(', ...').map((part) => part.replace(/^ ,|^ /, ''));
    const at = lines.findIndex((line, i) => i >= from && parts.every((part) => fitsIn(part, line)));
    expect({ shown, found: at >= 0 }).toEqual({ shown, found: true });
    from = at + 1;
  }
}

/** The frame of a certificate: its two lines have the keys that are shown. */
function isACertificate({ body }: Block): void {
  shell.run('npx fermata check WQ+abort+wake --design ticket --certificate frames');
  const folder = join(shell.work, 'frames');
  const file = readdirSync(folder).find((name) => !name.endsWith('.jsonl')) ?? '';
  const lines = readFileSync(join(folder, file)).toString('latin1').split('\n', 2);
  const shown = Array.from(body.matchAll(/"(\w+)":/g), ([, key]) => key);
  const [first, header] = lines.map((line) => JSON.parse(line));
  const keys = [...Object.keys(first), ...Object.keys(header), ...Object.keys(header.sections[0])];
  expect(shown).toEqual(keys);
}

/** All pairs `"key":value` of a part, and what ends or begins its line. */
function fitsIn(part: string, line: string): boolean {
  const pairs = part.match(/"\w+":(?:"[^"]*"|\d+|\[)|^"[^"]*",?$|^\],"\w+":\[$|^\]\}$/g) ?? [part];
  return pairs.every((pair) => line.includes(pair.replace(/,$/, '')));
}

/** On a report with a fall that nobody expects: what jq prints is in it. */
function runsInJq({ body }: Block): void {
  const commands = commandsOf(body);
  mkdirSync(join(shell.work, 'reports/out'), { recursive: true });
  const mine = 'mine.litmus --design debt=book,place=keep --json=reports/out/report.json';
  expect(shell.run(`npx fermata check ${mine}`).code).toBe(1);
  if (shell.run('jq --version').code !== 0) return;
  const [news, steps] = commands.map((command) => shell.run(command));
  expect(news).toEqual({ code: 0, said: 'mine debt=book,place=keep helenos-2026\n' });
  expect(steps.code).toBe(0);
  expect(steps.said).toContain('asks P0 to stop\n');
}

/** Paths that are named in a drawing are there. */
function namesFiles({ body }: Block): void {
  const paths = body.match(/\b(?:specs|model|checker|reports)\/[\w./]+/g) ?? [];
  expect(paths.length).toBeGreaterThan(7);
  const there = (path: string): boolean =>
    existsSync(join(ROOT, path)) || existsSync(join(ROOT, `${path}.ts`));
  expect(paths.filter((path) => !there(path))).toEqual([]);
}

/** Every symbol of the grammar is defined in it; every word in quotes stands in an example or a list. */
function isAGrammar({ body }: Block): void {
  // A later grammar adds to the first one.
  const grammars = blocksIn('docs/litmus.md').filter(({ kind }) => kind === '');
  const all = grammars.map((block) => block.body).join('\n');
  const defined = new Set(Array.from(all.matchAll(/^(\w+) *=/gm), ([, name]) => name));
  const said = body.replaceAll(/^(?:STRING|TESTNAME|INTEGER|NAME) *=.*$/gm, '');
  const rules = said.replaceAll(/"[^"\n]*"/g, ' ');
  const spoken = new Set(['NL', 'rest', 'of', 'line', 'KEY', 'DIGIT', 'PRESET', 'VALUE']);
  const used = new Set(rules.match(/\w{2,}/g));
  expect([...used].filter((name) => !defined.has(name) && !spoken.has(name))).toEqual([]);
  const words = Array.from(said.matchAll(/"([A-Za-z]{2,})"/g), ([, word]) => word);
  const known = `${blocksIn('docs/litmus.md')
    .map((block) => block.body)
    .join(
      '\n',
    )}${shell.run('npx fermata list words').said}${shell.run('npx fermata list objects').said}`;
  const others = known.replace(body, '');
  expect(words.filter((word) => !RegExp(`\\b${word}\\b`).test(others))).toEqual([]);
}

function isAPipeline({ body }: Block): void {
  const { stages, ...jobs } = parse(body);
  const named = Object.values<{ stage?: string }>(jobs).flatMap(({ stage }) => stage ?? []);
  expect(new Set(named)).toEqual(new Set(stages));
}

/** No shell of Jenkins is here: its braces close, and its commands exist. */
function isAJenkinsfile(block: Block): void {
  const count = (mark: string): number => block.body.split(mark).length;
  expect(count('{')).toBe(count('}'));
  const commands = Array.from(block.body.matchAll(/^ *sh '(.*)'$/gm), ([, command]) => command);
  exists({ ...block, body: commands.join('\n') });
}

/** A container is not started: the shell reads it, and what runs inside exists. */
function isAContainer(block: Block): void {
  const [, inside] = /-euc '\n([^']*)'/.exec(block.body) ?? [];
  writeFileSync(join(shell.work, 'container.sh'), block.body);
  expect(shell.run('sh -n container.sh')).toEqual({ code: 0, said: '' });
  exists({ ...block, body: inside });
}

const CI = 'docs/ci.md';
const FORMATS = 'docs/formats.md';

const COVERS: readonly Cover[] = [
  { paper: 'docs/tutorial.md', kind: '*', by: 'tutorial.test.ts' },
  { paper: 'docs/api.md', kind: 'ts', count: 1, by: 'pack.test.ts' },
  { paper: 'docs/litmus.md', kind: 'litmus', by: 'specs/papers/litmus.test.ts' },
  { paper: 'docs/litmus.md', kind: '', count: 2, look: isAGrammar },
  { paper: 'docs/sync-calls.md', kind: 'text', by: 'specs/papers/sync-calls.test.ts' },
  { paper: 'docs/who-calls-sync.md', kind: '*', by: 'specs/papers/who-calls-sync.test.ts' },

  // The whole catalogue and the whole suite: CI runs both, in minutes.
  { paper: 'README.md', kind: '', has: 'npm start', count: 1, look: exists },
  { paper: 'README.md', kind: '', has: 'SYS mine', count: 1, look: writes('mine.litmus') },
  { paper: 'README.md', kind: '', has: 'mine.litmus', count: 1, look: runs(0, 0, 0) },

  { paper: FORMATS, kind: '', has: 'Design ticket', count: 1, look: isTheLog },
  { paper: FORMATS, kind: '', has: 'Histogram', count: 1, look: isTheHistogram },
  { paper: FORMATS, kind: 'sh', has: 'mcompare7', count: 1, look: comparesLogs },
  { paper: FORMATS, kind: '', has: '|Kind', count: 1, look: comparison },
  { paper: FORMATS, kind: 'json', count: 1, look: isInTheBaseline },
  { paper: FORMATS, kind: '', has: 'fermata-certificate', count: 1, look: isACertificate },
  { paper: FORMATS, kind: '', has: '"schema"', count: 1, look: isTheFrame },
  { paper: FORMATS, kind: '', has: '--itf', count: 1, look: runs(0) },
  { paper: FORMATS, kind: 'sh', has: 'jq', count: 1, look: runsInJq },

  { paper: 'docs/traces.md', kind: 'json', count: 1, by: 'specs/papers/traces.test.ts' },
  // Of a reader's own traces; validate-command.test.ts runs such.
  { paper: 'docs/traces.md', kind: '', count: 1, look: exists },

  { paper: 'docs/protocol.md', kind: '*', by: 'specs/papers/protocol.test.ts' },

  { paper: 'docs/search.md', kind: 'sh', count: 1, look: runs(0, 0) },
  // performance.test.ts parses each of its commands, and compares SPIN's with those of the bench.
  { paper: 'docs/performance.md', kind: 'sh', count: 1, by: 'performance.test.ts' },

  { paper: 'docs/generate.md', kind: 'sh', count: 1, look: generates },

  // pack.test.ts runs them in a project that has the package.
  { paper: CI, kind: 'sh', has: 'litmus', count: 2, by: 'pack.test.ts' },
  // Shards of the whole catalogue take minutes; fermata.test.ts merges smaller ones.
  { paper: CI, kind: 'sh', has: 'node fermata.mjs check --shard', count: 1, look: exists },
  { paper: CI, kind: 'sh', has: 'docker', count: 1, look: isAContainer },
  { paper: CI, kind: 'yaml', has: 'uses:', count: 1, by: 'ci.test.ts' },
  { paper: CI, kind: 'yaml', has: 'component:', count: 1, by: 'ci.test.ts' },
  { paper: CI, kind: 'yaml', has: 'stages:', count: 1, look: isAPipeline },
  { paper: CI, kind: 'groovy', count: 1, look: isAJenkinsfile },

  // Each takes minutes, or is this very test.
  { paper: 'CONTRIBUTING.md', kind: 'sh', count: 1, look: exists },
  { paper: 'ARCHITECTURE.md', kind: '', count: 1, look: namesFiles },
];

/** What is quick is run; a check of ten thousand programs is read (trial.test.ts has as many). */
function generates(block: Block): void {
  const commands = commandsOf(block.body);
  const quick = commands.filter(
    (command) => !/--count 200 --check|--check debt=book/.test(command),
  );
  expect(commands.length - quick.length).toBe(2);
  runs(0, 0, 3)({ ...block, body: quick.join('\n') });
  exists(block);
}

/** The entry of a block; of several the first, as they stand. */
function coverOf({ paper, kind, body }: Block): Cover | undefined {
  return COVERS.find(
    (cover) =>
      cover.paper === paper &&
      (cover.kind === '*' || cover.kind === kind) &&
      (cover.has === undefined || body.includes(cover.has)),
  );
}

const blocks = papers().flatMap(blocksIn);

test('every block of every document is covered, and every entry covers as many as it says', () => {
  const open = blocks.filter((block) => coverOf(block) === undefined);
  expect(open.map(({ paper, line }) => `${paper}:${line}`)).toEqual([]);
  for (const cover of COVERS) {
    const own = blocks.filter((block) => coverOf(block) === cover);
    expect(own.length).toBeGreaterThan(0);
    expect([cover, own.length]).toEqual([cover, cover.count ?? own.length]);
  }
});

test('a new block that nothing covers is seen', () => {
  const block = { paper: 'docs/api.md', kind: 'sh', about: '', body: 'npm test\n', line: 1 };
  expect(coverOf(block)).toBeUndefined();
});

test.for(COVERS.filter(({ by }) => by !== undefined))('$by reads $paper', ({ by, paper }) => {
  const text = readFileSync(join(ROOT, by ?? ''), 'utf8');
  expect(text).toContain(paper.replace('docs/', ''));
});

describe.sequential('a block', () => {
  const own = blocks.filter((block) => coverOf(block)?.look !== undefined);
  // README has the file that others work on.
  const first = own.toSorted((a, b) => +(b.paper === 'README.md') - +(a.paper === 'README.md'));
  test.for(first)('$paper:$line $kind', (block) => {
    expect(() => coverOf(block)?.look?.(block)).not.toThrow();
  });
});
