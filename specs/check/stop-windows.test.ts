import { describe, expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';
import { check } from './check.ts';

const LIMITS = { statesMax: 100_000, memoryMaxBytes: 2 ** 28, deadlineMs: null, aborts: null };

/** P0 waits for a wakeup or a message, P1 gives it, and the environment aborts P0. */
function stopsIn(objects: string, waits: string, gives: string, statesMax = LIMITS.statesMax) {
  const text = `SYS t
"where a request finds its thread"
Table=helenos-2026
Asserts=R3
{ ${objects} }
 P0 | P1 | E ;
 L0: r0 = ${waits} | r0 = ${gives} | abort P0:L0 ;
exists (true)
`;
  const source = { litmus: parseLitmus(text, 't.litmus'), file: 't.litmus', text };
  const options = { ...LIMITS, statesMax, digest: '', interrupted: () => false };
  return check(source, parseDesign('ticket'), 'helenos-2026', options).stops;
}

const SLEEP = ['waitq q;', 'waitq_sleep(q, 0, FUTEX)', 'waitq_wakeup(q)'] as const;

describe('where a request found its thread', () => {
  test('is said of the call that it was in, in the order in which the call passes the windows', () => {
    expect(stopsIn(...SLEEP)).toEqual([
      { call: 'waitq_sleep', windows: ['entered', 'asleep', 'woken'] },
    ]);
  });

  test('is nowhere in a call that no abort hits', () => {
    expect(stopsIn(...SLEEP)?.map(({ call }) => call)).not.toContain('waitq_wakeup');
  });

  test('is not said of a search that was cut', () => {
    expect(stopsIn(...SLEEP, 5)).toEqual([]);
  });
});
