/**
 * The model against the kernel's own code: every recorded program has equal outcome sets, and
 * whatever a whole kernel was seen to do is allowed.
 *
 * What the notation cannot say must be named with its reason and be at most 3 % of wait queues and
 * 5 % of IPC. Today it is one program of IPC, whose allocator gives freed memory out again.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type Agreement, agreeProgram, type RunProgram } from './agree.ts';
import { ENDLESS } from './outcomes.ts';
import { readOutcomes } from './read-outcomes.ts';
import { runKernelProgram } from './run.ts';

function agree(file: string, run: RunProgram = runKernelProgram): Agreement[] {
  const path = fileURLToPath(new URL(`../kernel-outcomes/${file}`, import.meta.url));
  return readOutcomes(readFileSync(path, 'utf8'), file).map((it) => agreeProgram(it, run));
}

function notEqual(agreements: readonly Agreement[]): object[] {
  const others = agreements.filter(({ verdict }) => verdict !== 'equal');
  return others.map(({ name, revision, why, missing }) => ({ name, revision, why, missing }));
}

test('all 370 recorded wait queue programs end on the model as in the kernel', () => {
  const agreements = agree('waitq.jsonl');
  expect(notEqual(agreements)).toEqual([]);
  expect(agreements).toHaveLength(370);
});

test('all but one of 91 recorded programs of IPC end on the model as in the kernel', () => {
  const agreements = agree('ipc.jsonl');
  expect(notEqual(agreements)).toEqual([
    {
      name: 'stale_identity_reuse',
      revision: 'helenos-2012',
      why: 'objects has "allocator"',
      missing: [],
    },
  ]);
  expect(agreements).toHaveLength(91);
});

test('all 12 programs for the rules of the harness end on the model as in the kernel', () => {
  const agreements = agree('ipc-kinds.jsonl');
  expect(notEqual(agreements)).toEqual([]);
  expect(agreements).toHaveLength(12);
});

test('all 151 recorded programs of debug sessions end on the model as in the kernel', () => {
  const agreements = agree('udebug.jsonl');
  expect(notEqual(agreements)).toEqual([]);
  expect(agreements).toHaveLength(151);
}, 60_000);

test('a debug session that can run for ever is told apart from one that always ends', () => {
  const path = fileURLToPath(new URL('../kernel-outcomes/udebug.jsonl', import.meta.url));
  const spins = readOutcomes(readFileSync(path, 'utf8'), 'udebug.jsonl').filter(({ outcomes }) =>
    outcomes.has(ENDLESS),
  );
  expect(spins.map(({ name, revision }) => `${name} ${revision}`)).toEqual([
    'A.sys_stop__D.b_end_b helenos-2026',
  ]);
  const [recorded] = spins;
  const outcomes = new Set([...recorded.outcomes].filter((outcome) => outcome !== ENDLESS));
  const { verdict, extra } = agreeProgram({ ...recorded, outcomes }, runKernelProgram);
  expect(verdict).toBe('different');
  expect(extra.map(({ outcome }) => outcome)).toEqual([ENDLESS]);
});

test('an outcome that the kernel does not have is told as extra, one that it alone has as missing', () => {
  const [agreement] = agree('waitq.jsonl', (litmus, revision, recordTicks) => {
    const ends = runKernelProgram(litmus, revision, recordTicks);
    if ('why' in ends) return ends;
    return ends.map((end) => (!('results' in end) ? end : { ...end, armedTimeouts: 7 }));
  });
  expect(agreement.verdict).toBe('different');
  expect(agreement.missing).toHaveLength(agreement.outcomes);
  expect(agreement.extra).toHaveLength(agreement.outcomes);
});
