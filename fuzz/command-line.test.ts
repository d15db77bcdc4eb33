/**
 * Flags and variables of the environment: refused in a sentence, or a request whose every number is
 * in its range.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { Command, CommanderError } from 'commander';
import * as fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type CheckFlags, checkOptions, readCheckFlags } from '../check-flags.ts';
import { requireOutputs } from '../deliver.ts';
import { legible } from '../reports/legible.ts';
import { sampleReport } from '../reports/sample.ts';
import { columnsOf, wantsColour } from '../reports/terminal/terminal-settings.ts';
import { renderTerminal } from '../reports/terminal/terminal.ts';
import { widthOf } from '../reports/text-width.ts';
import { UsageError } from '../specs/errors.ts';
import { fuzz, FUZZ_MS, hostileText, refusedOr, requireLegible } from './fuzz.ts';

const before = process.cwd();
const environment = { ...process.env };
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fermata-fuzz-'));
  process.chdir(folder);
  mkdirSync('folder');
  writeFileSync('file', '');
});
afterEach(() => {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment);
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

const FLAGS = [
  '--design',
  '--revision',
  '--aborts',
  '--max-states',
  '--max-memory',
  '--time-limit',
  '--shard',
  '--watch',
  '--json',
  '--junit',
  '--sarif',
  '--report',
  '--certificate',
  '--quiet',
  '--github',
  '--no-github',
];
const VALUES = [
  'ticket',
  'ticket,debt=book',
  'helenos-2012',
  'helenos-2026',
  '0',
  '1',
  '255',
  '256',
  '1/1',
  '2/4',
  '5/4',
  '512M',
  '4G',
  '0.5',
  'file',
  'folder',
  'folder/new',
  'no/where',
  '/dev/null',
  'WQ+wake',
  'my.litmus',
];

const value = fc.oneof(
  fc.constantFrom(...VALUES),
  hostileText.filter((text) => !text.includes('\0')),
);
const word = fc.oneof(
  fc.constantFrom(...FLAGS),
  value,
  fc.tuple(fc.constantFrom(...FLAGS), value).map(([flag, text]) => `${flag}=${text}`),
);

/** What commander refuses it refuses as a usage error, as the command line does. */
function parsed(words: readonly string[]): [readonly string[], CheckFlags] {
  const command = checkOptions(new Command('check'))
    .argument('[tests...]')
    .exitOverride()
    .configureOutput({ writeOut: () => {}, outputError: () => {} });
  let result: [readonly string[], CheckFlags] = [[], {}];
  command.action((tests: string[], flags: CheckFlags) => {
    result = [tests, flags];
  });
  try {
    command.parse(words, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) throw new UsageError(error.message);
    throw error;
  }
  return result;
}

test(
  'flags: refused in a sentence, or a request that can be carried out',
  { timeout: FUZZ_MS },
  () => {
    let asked = 0;
    for (const name of ['GITHUB_ACTIONS', 'GITHUB_STEP_SUMMARY']) delete process.env[name];
    fuzz(fc.array(word, { maxLength: 6 }), (words) => {
      const request = refusedOr(() => readCheckFlags(...parsed(words)), /\S/);
      if (request === null) return;
      asked++;
      const { statesMax, memoryMaxBytes, timeLimitMs, aborts } = request.conditions;
      const { shard } = request.selection;
      const numbers = [statesMax >= 1, memoryMaxBytes >= 2 ** 20, (timeLimitMs ?? 1) >= 1];
      const budget = aborts ?? 0;
      numbers.push(budget >= 0 && budget <= 255 && Number.isInteger(budget));
      if (shard) numbers.push(shard.index >= 1 && shard.index <= shard.of && shard.of <= 1000);
      if (numbers.includes(false)) throw new Error(JSON.stringify(request.conditions));
    });
    expect(asked).toBeGreaterThan(0);
    expect(readdirSync('.').toSorted()).toEqual(['file', 'folder']);
  },
);

const setting = fc.option(
  fc.oneof(
    fc.constantFrom('', '0', '1', 'true', 'false', '40', '80', '-1', '1e9', '99999', '100000', 'x'),
    fc.constantFrom('file', 'folder', 'folder/new', 'no/where', '/dev/null'),
    hostileText.filter((text) => !text.includes('\0')),
  ),
  { nil: undefined },
);
const variables = fc.record({
  COLUMNS: setting,
  NO_COLOR: setting,
  FORCE_COLOR: setting,
  TERM: setting,
  CI: setting,
  GITHUB_ACTIONS: setting,
  GITHUB_STEP_SUMMARY: setting,
});

test(
  'variables of the environment: a width and colours that fit, or a sentence',
  { timeout: FUZZ_MS },
  () => {
    const sample = sampleReport();
    const report = { ...sample, runs: sample.runs.slice(0, 2), tests: sample.tests.slice(0, 2) };
    fuzz(variables, (all) => {
      for (const [name, text] of Object.entries(all)) {
        if (text === undefined) delete process.env[name];
        else process.env[name] = text;
      }
      const width = columnsOf({});
      if (!Number.isInteger(width) || width < 1 || width > 99_999)
        throw new Error(`width ${width}`);
      const colour = wantsColour({});
      if (colour && ((all.NO_COLOR ?? '') !== '' || all.FORCE_COLOR === undefined)) {
        throw new Error('colours that nobody wants');
      }
      refusedOr(() => requireOutputs({}), /^GITHUB_STEP_SUMMARY .* cannot be written: /s);
      const text = renderTerminal(report, { width: Math.min(width, 300), colour });
      const plain = stripVTControlCharacters(legible(text, colour));
      requireLegible(plain);
      const widest = Math.max(...plain.split('\n').map(widthOf));
      if (widest > Math.max(width, 20)) throw new Error(`${widest} columns of ${width}`);
    });
    expect(readdirSync('.').toSorted()).toEqual(['file', 'folder']);
  },
);
