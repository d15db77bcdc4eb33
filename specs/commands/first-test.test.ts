/** Every first test is read, is VERIFIED on what a test of one's own is checked on, and is noticed. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import { presets } from '../../model/designs/presets.ts';
import { readTest } from '../catalogue.ts';
import { check, revisionsOf } from '../check/check.ts';
import { OWN_DESIGNS } from '../run/own-tests.ts';
import { optionsOfExamples } from './explain-pair.ts';
import { FIRST_CALLS, firstTest, writeFirstTest } from './first-test.ts';

const folder = mkdtempSync(join(tmpdir(), 'fermata-new-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.for(FIRST_CALLS)('%s', (call) => {
  const file = join(folder, `${call}.litmus`);
  writeFirstTest(file, call);
  const first = readTest(file);

  test('is VERIFIED on the sound designs', () => {
    for (const revision of revisionsOf(first.litmus)) {
      const verdicts = OWN_DESIGNS.map(
        (name) => check(first, parseDesign(name), revision, optionsOfExamples()).verdict,
      );
      expect(verdicts).toEqual(['UNSUPPORTED', 'VERIFIED', 'VERIFIED']);
    }
  });

  test('is not empty: some wrong design falls', () => {
    const [revision] = revisionsOf(first.litmus);
    const bad = presets().filter(({ kind }) => kind === 'known-bad');
    const fallen = bad.filter(
      (design) => check(first, design, revision, optionsOfExamples()).verdict === 'VIOLATED',
    );
    expect(fallen.length).toBeGreaterThan(2);
  });

  test('has its name from the file, and lines of at most 100 columns', () => {
    expect(first.name).toBe(call);
    for (const line of first.text.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });
});

test('what is there is not written over', () => {
  const file = join(folder, 'there.litmus');
  writeFileSync(file, 'mine');
  expect(() => writeFirstTest(file, 'ipc_wait')).toThrow('is there already');
  expect(readFileSync(file, 'utf8')).toBe('mine');
});

test.for([
  ['first', 'ipc_wait', 'does not end with .litmus'],
  ['a b.litmus', 'ipc_wait', '"a b" is no name of a test'],
  ['no/x.litmus', 'ipc_wait', 'is no folder'],
])('%s is refused', ([file, call, says]) => {
  expect(() => writeFirstTest(join(folder, file), call)).toThrow(says);
});

test('a call that has no first test is refused with the nearest that has', () => {
  expect(() => firstTest('x', 'waitq_slep')).toThrow('the nearest is "waitq_sleep"');
});
