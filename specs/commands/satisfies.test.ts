/** A condition, read off an outcome: what the values say, and nothing where they do not. */
import { expect, test } from 'vitest';
import { parseLitmus } from '../litmus/parse/parse.ts';
import { holdsIn } from './satisfies.ts';

const litmusOf = (condition: string) =>
  parseLitmus(
    `SYS A
"one sleeper, one wakeup"
Table=helenos-2026
{ waitq q; }
 P0                            | P1                   | E           ;
 L0: r0 = waitq_sleep(q, 0, 0) | r0 = waitq_wakeup(q) | abort P0:L0 ;
locations [q.balance;]
exists (${condition})
`,
    'a.litmus',
    () => null,
  ).condition.prop;

test.for([
  ['0:r0=EOK', { '0:r0': 'EOK' }, true],
  ['0:r0=EOK', { '0:r0': 'blocked' }, false],
  ['0:r0<>EOK /\\ q.balance>=1', { '0:r0': 'blocked', 'q.balance': '1' }, true],
  ['q.balance<=1', { 'q.balance': '2' }, false],
  ['0:r0=EOK', { '0:r0': '?' }, null],
  ['0:r0=EOK', {}, null],
  ['0:r0=EOK \\/ q.balance=0', { '0:r0': '?', 'q.balance': '0' }, true],
  ['0:r0=EOK /\\ q.balance=0', { '0:r0': '?', 'q.balance': '1' }, false],
  ['0:r0=EOK => q.balance=0', { '0:r0': 'blocked', 'q.balance': '?' }, true],
  ['Aborted(P0:L0)', { '0:r0': 'EOK' }, null],
  ['not (Done(P1))', { P1: 'done' }, false],
] as const)('%s in %j: %s', ([condition, values, holds]) => {
  expect(holdsIn(litmusOf(condition), values)).toBe(holds);
});
