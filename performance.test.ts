/**
 * docs/performance.md says each number with its command: every command in it is one that there is, with
 * flags that there are and files that lie there.
 */
import { existsSync, readFileSync } from 'node:fs';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { checkOptions } from './check-flags.ts';
import { measuringCommands } from './measuring-commands.ts';
import { subjectsOf, TWINS } from './specs/commands/bench-subjects.ts';
import { FAMILIES } from './specs/bench/growth.ts';
import { spinCommands } from './specs/bench/spin.ts';

const text = readFileSync(new URL('docs/performance.md', import.meta.url), 'utf8');
const commands = [
  ...new Set(Array.from(text.matchAll(/\bnpx fermata ([^`#&\n]+)/g), ([, it]) => it)),
];

/** `FILE`, `FOLDER/NAME.litmus`: what the reader puts there. */
const PLACEHOLDER = /^[A-Z]+(\/[A-Z]+\.litmus)?$/;

function program(): Command {
  const fermata = new Command('fermata');
  measuringCommands(fermata);
  checkOptions(fermata.command('check [tests...]'));
  return fermata;
}

test.for(commands.map((command) => [command.trim()]))('npx fermata %s', ([line]) => {
  const [name, ...words] = line.split(' ');
  const command = program().commands.find((each) => each.name() === name);
  const parsed = command?.parseOptions(words);
  expect(parsed?.unknown).toEqual([]);
  const files = parsed?.operands.filter((file) => !PLACEHOLDER.test(file)) ?? [];
  expect(files.filter((file) => !existsSync(new URL(file, import.meta.url)))).toEqual([]);
  const { only, family } = command?.opts() ?? {};
  expect(subjectsOf(only ?? '2pc')).not.toEqual([]);
  expect([...FAMILIES.map((each) => each.name), undefined]).toContain(family);
});

test('the page says commands', () => expect(commands.length).toBeGreaterThan(8));

test('every section has its command', () => {
  const sections = text.split(/^## /m).slice(1);
  expect(sections.length).toBeGreaterThan(3);
  for (const section of sections) {
    expect(section).toMatch(/\bnpx fermata |npm start/);
  }
});

test('SPIN is called as it says', () => {
  const { id, twin } = TWINS.ipc();
  const options = { reduced: false, slotBits: twin?.slotBits ?? 0 };
  const commandsOfSpin = spinCommands(`${id}.pml`, options).split(' && ');
  expect(text).toContain(`\n${commandsOfSpin.join('\n')}\n`);
});
