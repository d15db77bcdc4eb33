/**
 * Files that are saved in the ways in which editors save them: each save is told of once and soon,
 * and nothing that happens to a file ends the watching.
 */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { InputError } from '../errors.ts';
import { type Interrupt, isInterrupted } from '../run/threads/interrupt.ts';
import { watchFiles } from './watch.ts';

let folder = '';
let a = '';
let b = '';
let stop = new AbortController();
/** The batches so far, as the last letters of the names. */
let batches: string[] = [];
let ended: Promise<void> = Promise.resolve();
/** What a check does beside being counted. */
let work: (interrupt: Interrupt) => Promise<void> = async () => {};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fermata-watch-'));
  [a, b] = [join(folder, 'a'), join(folder, 'b')];
  writeFileSync(a, '1');
  writeFileSync(b, '1');
  stop = new AbortController();
  batches = [];
  work = async () => {};
  const check = async (files: readonly string[], interrupt: Interrupt): Promise<void> => {
    batches.push(files.map((file) => file.slice(-1)).join(''));
    await work(interrupt);
  };
  ended = watchFiles([a, b], { check, stop: stop.signal });
  await until(() => batches.length === 1);
});

afterEach(async () => {
  stop.abort();
  await ended;
  rmSync(folder, { recursive: true });
});

/** Fails after two seconds; what is waited for takes a tenth of that. */
async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds(); waited += 10) {
    if (waited > 2000) throw new Error(`it did not happen; batches so far: ${batches.join(' ')}`);
    await sleep(10);
  }
}

/** The batches after what has been done has settled. */
async function settled(): Promise<string> {
  await sleep(400);
  return batches.join(' ');
}

test('all files are checked first, then only what is saved', async () => {
  writeFileSync(b, '2');
  expect(await settled()).toBe('ab b');
});

test('a save by rename is a save, the second as the first', async () => {
  for (const text of ['2', '3']) {
    writeFileSync(join(folder, 'draft'), text);
    renameSync(join(folder, 'draft'), a);
    await settled();
  }
  expect(batches).toEqual(['ab', 'a', 'a']);
});

test('a save that moves the old file away first is one save', async () => {
  renameSync(a, `${a}~`);
  writeFileSync(a, '2');
  expect(await settled()).toBe('ab a');
});

test('a file that vanishes and comes back is told of both times', async () => {
  rmSync(a);
  await settled();
  writeFileSync(a, '2');
  expect(await settled()).toBe('ab a a');
  writeFileSync(a, '3');
  expect(await settled()).toBe('ab a a a');
});

test('a burst of saves is one batch', async () => {
  for (let i = 0; i < 20; i++) {
    writeFileSync(a, `${i}`);
    writeFileSync(b, `${i}`);
    await sleep(5);
  }
  expect((await settled()).split(' ').slice(1).join('')).toMatch(/^(ab|ba)$/);
});

test('other files of the folder are nobody’s business', async () => {
  writeFileSync(join(folder, 'c'), '1');
  expect(await settled()).toBe('ab');
});

test('a save interrupts the check of its file, which begins again', async () => {
  let interrupted = 0;
  work = async (interrupt) => {
    for (let i = 0; i < 100 && !isInterrupted(interrupt); i++) await sleep(10);
    if (isInterrupted(interrupt)) interrupted++;
  };
  writeFileSync(a, '2');
  await until(() => batches.length === 2);
  // That of the other one waits.
  writeFileSync(b, '2');
  await sleep(200);
  expect(interrupted).toBe(0);
  writeFileSync(a, '3');
  await until(() => interrupted === 1);
  await until(() => batches.length === 3);
  expect(batches[2].split('').toSorted().join('')).toBe('ab');
});

test('a file that was never there is refused', async () => {
  const missing = watchFiles([join(folder, 'none')], {
    check: async () => {},
    stop: stop.signal,
  });
  await expect(missing).rejects.toThrow(InputError);
  await expect(missing).rejects.toThrow('none cannot be watched: it is not there');
});

test('what a check throws ends the watching', async () => {
  work = () => Promise.reject(new Error('broken'));
  writeFileSync(a, '2');
  await expect(ended).rejects.toThrow('broken');
  ended = Promise.resolve();
});
