import { expect, test } from 'vitest';
import type { Counterexample } from '../data.ts';
import { LOST_WAKEUP, SLEEP_STEPS } from '../sample.ts';
import { sharedSchedules, turnLines, turnsOf } from './turns.ts';

const [sleep, abort, unwind, wake] = SLEEP_STEPS;

function running(steps: Counterexample['steps'], breaks = 'R1'): Counterexample {
  return { ...LOST_WAKEUP, steps, breaks };
}

test('what one lane does between two switches is one line, with what it changes on the whole', () => {
  const again = { ...sleep, changes: [{ name: 'q.sleepers', from: '[P0]', to: '[P0, P2]' }] };
  const lines = turnLines(turnsOf(running([sleep, again, abort, unwind, wake])), null, 200);
  expect(lines).toEqual([
    '  1-2  P0  no token: joins the queue, falls asleep; no token: joins the queue, falls asleep (q.sleepers: [] → [P0, P2])',
    '    3  E   aborts P0:L0',
    '    4  P0  is taken out and books a debt (q.sleepers: [P0] → []; q.balance: 0 → -1)',
    '    5  P1  the wakeup repays the debt and wakes nobody (q.balance: -1 → 0)',
  ]);
});

test('a clock that finds nothing to do has no line, and is told by its number', () => {
  const idle = { ...abort, lane: 2, says: 'no further timeout is due', changes: [] };
  const lines = turnLines(turnsOf(running([sleep, idle, wake])), null, 200);
  expect(lines.map((line) => line.trim().split(' ')[0])).toEqual(['1', '3', 'Not']);
  expect(lines.at(-1)).toBe('  Not drawn: step 2: the clock finds nothing to do.');
  const twice = turnLines(turnsOf(running([sleep, idle, idle, wake, idle])), null, 200);
  expect(twice.at(-1)).toContain('steps 2-3, 5: ');
  // The step at which all is decided is drawn, whatever it is.
  expect(turnLines(turnsOf(running([sleep, idle, wake])), 2, 200)).toHaveLength(3);
});

test('a change that is taken back in the same turn is none', () => {
  const back = { ...unwind, changes: [{ name: 'q.sleepers', from: '[P0]', to: '[]' }] };
  expect(turnsOf(running([sleep, back]))[0].changes).toEqual([]);
});

test('the step that is marked is found inside its turn', () => {
  const lines = turnLines(turnsOf(running([sleep, unwind, wake])), 2, 200);
  expect(lines.map((line) => line[0])).toEqual(['>', ' ']);
});

test('runs of the same steps, and beginnings of one, share a drawing', () => {
  const whole = running([sleep, abort, unwind, wake], 'R1');
  const same = running([sleep, abort, unwind, wake], 'R9');
  const start = running([sleep, abort], 'R3');
  const other = running([abort, sleep], 'R7');
  const groups = sharedSchedules([start, whole, other, same]);
  expect(groups.map(({ all }) => all.map(({ breaks }) => breaks))).toEqual([
    ['R3', 'R1', 'R9'],
    ['R7'],
  ]);
  expect(groups.map(({ drawn }) => drawn.steps.length)).toEqual([4, 2]);
});

test('nothing of a lane, a step or a change can move the cursor', () => {
  const hostile = { ...sleep, says: 'x\u001b[31m\ny', changes: [] };
  const lanes = ['P\u001b0', 'P1', 'clock', 'E'];
  const lines = turnLines(turnsOf({ ...running([hostile]), lanes }), null, 80);
  expect(lines.join('')).not.toMatch(/\p{Cc}/u);
});

test('what is done in a procedure of user code is told by its call, but for one or two steps', () => {
  const inLock = { ...sleep, within: 'lock(m)' };
  const saidOf = (steps: Counterexample['steps']) => turnsOf(running(steps))[0].says;
  const says = 'no token: joins the queue, falls asleep';
  expect(saidOf([sleep, inLock, inLock, inLock, sleep])).toBe(
    `${says}; ~ lock(m), 3 steps: ${says} … ${says}; ${says}`,
  );
  expect(saidOf([inLock, inLock])).toBe(`${says}; ${says}`);
  const other = { ...sleep, within: 'lock(m) (2)' };
  expect(saidOf([inLock, inLock, inLock, other, other, other])).toContain(
    '; ~ lock(m) (2), 3 steps',
  );
});
