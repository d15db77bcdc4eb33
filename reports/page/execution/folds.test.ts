import { expect, test } from 'vitest';
import type { Execution, Step, StepEvent } from '../../data.ts';
import { foldAt, foldsOf } from './folds.ts';
import { sceneOf } from './scene.ts';

function step(lane: number, events: readonly StepEvent[] = []): Step {
  return { lane, rule: '', says: '', fn: '', file: '', changes: [], events };
}

const call = (lane: number, attempt = 1): StepEvent => ({
  ev: attempt === 1 ? 'call' : 'restart',
  lane,
  label: null,
  call: 'sleep',
  attempt,
});

function folds(steps: readonly Step[]) {
  const lanes = ['P0', 'P1', 'clock', 'E'];
  const execution: Execution = { lanes, start: [], steps, contextSwitches: 0, token: '' };
  return foldsOf(execution, sceneOf(execution));
}

test('what a lane does in one call, without another between, is one row', () => {
  const steps = [
    step(0, [call(0)]),
    step(0),
    step(1, [call(1)]),
    step(0),
    step(0, [{ ev: 'ret', lane: 0, value: null }]),
  ];
  expect(folds(steps)).toEqual([
    { from: 0, to: 1, lane: 0, call: 'sleep' },
    { from: 3, to: 4, lane: 0, call: 'sleep' },
  ]);
});

test('the next call, and the same one issued again, are rows of their own', () => {
  const steps = [
    step(0, [call(0)]),
    step(0, [{ ev: 'unwind', lane: 0 }]),
    step(0, [call(0, 2)]),
    step(0, [{ ev: 'ret', lane: 0, value: null }]),
    step(0, [call(0)]),
  ];
  expect(folds(steps).map(({ from, to }) => [from, to])).toEqual([
    [0, 1],
    [2, 3],
  ]);
});

test('a single step is no fold, and steps outside of calls have one without a call', () => {
  const found = folds([step(0), step(0), step(1)]);
  expect(found).toEqual([{ from: 0, to: 1, lane: 0, call: null }]);
  expect(foldAt(found, 1)).toBe(found[0]);
  expect(foldAt(found, 2)).toBeUndefined();
});

test('a procedure of user code is one row, the calls in it included; the next call of it another', () => {
  const inLock = (each: Step): Step => ({ ...each, within: 'lock(m)' });
  const ret = step(0, [{ ev: 'ret', lane: 0, value: null }]);
  const found = folds([
    inLock(step(0)),
    inLock(step(0, [call(0)])),
    inLock(ret),
    inLock(step(0)),
    { ...step(0), within: 'lock(m) (2)' },
    { ...step(0), within: 'lock(m) (2)' },
    step(0),
  ]);
  expect(found).toEqual([
    { from: 0, to: 3, lane: 0, call: '~ lock(m)' },
    { from: 4, to: 5, lane: 0, call: '~ lock(m) (2)' },
  ]);
});
