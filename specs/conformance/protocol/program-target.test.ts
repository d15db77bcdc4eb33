/**
 * Programs as targets: one that is honest gives rounds, and each that lies is a broken harness with its
 * last words, never a pass.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseLitmus } from '../../litmus/parse/parse.ts';
import type { Round } from '../target.ts';
import { TargetError } from '../target-error.ts';
import { HONEST_PROGRAM, LIARS } from './liars.ts';
import { programTarget } from './program-target.ts';

const TEST = parseLitmus(
  `SYS t
"one sleeper, one wakeup"
Table=helenos-2026
{ waitq q; }
 P0                            | P1                   ;
 L0: r0 = waitq_sleep(q, 0, 0) | r0 = waitq_wakeup(q) ;
locations [q.balance;]
forall (0:r0=EOK)
`,
  't.litmus',
);

/** The one that hangs is waited for in full. */
const TIMEOUT_MS = 1500;

async function roundsOf(command: string, rounds = 2): Promise<Round[]> {
  const target = await programTarget(command, TIMEOUT_MS);
  const all: Round[] = [];
  for await (const round of target.rounds(TEST, { rounds, seed: 1, isTraced: true }))
    all.push(round);
  await target.close();
  return all;
}

const nodeCommand = (code: string): string => {
  const base64 = Buffer.from(code).toString('base64');
  return `node -e eval(Buffer.from('${base64}','base64').toString())`;
};

test('an honest program gives its rounds', async () => {
  const rounds = await roundsOf(nodeCommand(HONEST_PROGRAM));
  const outcome = { '0:r0': 'EOK', '1:r0': 'EOK', 'q.balance': '0' };
  expect(rounds).toEqual([{ outcome }, { outcome }]);
});

describe.concurrent('a program that', () => {
  test.for(LIARS)('$what is broken', async ({ code, said }) => {
    const error: unknown = await roundsOf(nodeCommand(code)).catch((it: unknown) => it);
    expect(error).toBeInstanceOf(TargetError);
    expect((error as TargetError).message).toMatch(said);
  });
});

test('a program that is not there is broken', async () => {
  const error: unknown = await roundsOf('/no/such/program').catch((it: unknown) => it);
  expect((error as TargetError).message).toMatch(/cannot be started/);
});

test('last words are told', async () => {
  const code = `console.error('kernel panic: wakeup_balance'); process.exit(1);`;
  const error: unknown = await roundsOf(nodeCommand(code)).catch((it: unknown) => it);
  expect((error as TargetError).lastWords).toBe('kernel panic: wakeup_balance');
});

const hasPython = spawnSync('python3', ['--version']).status === 0;
const KERNEL = fileURLToPath(
  new URL('../../../docs/examples/kernel-under-test/kernel.py', import.meta.url),
);

test('the kernel in Python gives outcomes and traces', async (context) => {
  if (!hasPython) context.skip('there is no python3: docs/examples/kernel-under-test did not run');
  const rounds = await roundsOf(`python3 "${KERNEL}"`, 20);
  for (const round of rounds) {
    if ('setAside' in round) throw new Error(round.setAside);
    expect(round.outcome).toMatchObject({ '0:r0': 'EOK', '1:r0': 'EOK', 'q.balance': '0' });
    const [first, last] = [round.trace?.at(0)?.ev, round.trace?.at(-1)?.ev];
    expect([first, last]).toEqual(['meta', 'end']);
  }
  expect(rounds).toHaveLength(20);
});
