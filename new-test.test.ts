/** `fermata new` asks for what it was not told, and only somebody who can answer. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { newTest } from './new-test.ts';

const before = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'fermata-ask-'));
const said: string[] = [];
beforeAll(() => {
  process.chdir(folder);
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0);
});
afterAll(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

function answers(...lines: string[]) {
  return { isTerminal: true, answer: async () => lines.shift() ?? null, end: () => {} };
}

test('two answers make a file', async () => {
  await newTest(undefined, undefined, answers('waitq_sleep', 'mine.litmus'));
  expect(readFileSync('mine.litmus', 'utf8')).toMatch(/^SYS mine\n/);
  expect(said.join('')).toContain('Next: fermata check mine.litmus');
});

test('a number is the call of the list, and nothing is what stands in brackets', async () => {
  await newTest(undefined, undefined, answers('2', ''));
  expect(readFileSync('thread_udelay.litmus', 'utf8')).toContain('thread_udelay(2)');
});

test('what was told is not asked for', async () => {
  await newTest('told.litmus', 'ipc_wait', {
    isTerminal: false,
    answer: async () => null,
    end: () => {},
  });
  expect(existsSync('told.litmus')).toBe(true);
});

test('where nobody can answer it is refused, and so is no answer', async () => {
  const nobody = { isTerminal: false, answer: async () => null, end: () => {} };
  await expect(newTest('x.litmus', undefined, nobody)).rejects.toThrow('asks on a terminal');
  await expect(newTest('x.litmus', undefined, answers())).rejects.toThrow('there was no answer');
  expect(existsSync('x.litmus')).toBe(false);
});

test('a wrong answer is asked again, and at the end nothing is waited for', async () => {
  const lines = ['foo', '99', 'ipc_wait', 'asked.litmus'];
  let isEnded = false;
  await newTest(undefined, undefined, {
    isTerminal: true,
    answer: async () => lines.shift() ?? null,
    end: () => {
      isEnded = true;
    },
  });
  expect(isEnded).toBe(true);
  expect(readFileSync('asked.litmus', 'utf8')).toContain('ipc_wait');
});
