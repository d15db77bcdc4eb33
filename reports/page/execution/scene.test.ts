import { expect, test } from 'vitest';
import type { Execution, Step } from '../../data.ts';
import { LOST_WAKEUP } from '../../sample.ts';
import { sceneOf } from './scene.ts';

const step = (lane: number, events: Step['events'], changes: Step['changes'] = []): Step => ({
  lane,
  rule: 'r',
  says: 's',
  fn: '',
  file: '',
  changes,
  events,
});

const execution = (lanes: string[], steps: Step[]): Execution => ({
  lanes,
  start: [],
  steps,
  contextSwitches: 0,
  token: '',
});

test('an aborted call is a box that ends by being taken out, with its sleep and its abort in it', () => {
  const { boxes } = sceneOf(LOST_WAKEUP);
  expect(boxes[0]).toMatchObject({
    call: 'waitq_sleep',
    label: 'L0',
    from: 0,
    to: 2,
    end: 'unwind',
    asleep: [{ from: 0, to: 1, on: 'q' }],
    aborts: [1],
  });
});

test('a call that never returns has no end', () => {
  expect(sceneOf(LOST_WAKEUP).boxes.at(-1)).toMatchObject({ call: 'waitq_wakeup', to: null });
});

test('objects that change have a column after the threads and the environment; an idle clock has none', () => {
  const names = sceneOf(LOST_WAKEUP).columns.map(({ name }) => name);
  expect(names).toEqual(['P0', 'P1', 'E', 'q']);
});

test('what changes of an object stands in its column, and its name is not said again', () => {
  expect(sceneOf(LOST_WAKEUP).objectTexts[2].get('q')).toEqual([
    'sleepers [P0] → []',
    'balance 0 → -1',
  ]);
});

test('an abort and a wakeup are arrows from who moves to who is meant', () => {
  const arrows = sceneOf(LOST_WAKEUP).arrows.map(({ kind, from, to }) => [kind, from, to]);
  expect(arrows).toEqual([
    ['abort', { lane: 3, step: 1 }, { lane: 0, step: 1 }],
    ['wake', { lane: 3, step: 1 }, { lane: 0, step: 1 }],
  ]);
});

test('a message is an arrow to the step that takes it; one that nobody takes leads nowhere', () => {
  const { arrows } = sceneOf(
    execution(
      ['P0', 'P1', 'clock', 'E'],
      [
        step(0, [{ ev: 'send', lane: 0, message: 'm1@P0#0', to: 'S' }]),
        step(0, [{ ev: 'send', lane: 0, message: 'm2@P0#1', to: 'S' }]),
        step(1, [{ ev: 'take', lane: 1, message: 'm1@P0#0', from: 'S' }]),
        step(1, [{ ev: 'answer', lane: 1, message: 'm1@P0#0', to: 'C' }]),
      ],
    ),
  );
  expect(arrows.map(({ kind, to }) => [kind, to])).toEqual([
    ['message', { lane: 1, step: 2 }],
    ['message', null],
    ['answer', null],
  ]);
});

test('the second attempt of a call is a box of its own', () => {
  const call = { lane: 0, label: 'L0', call: 'waitq_sleep' } as const;
  const { boxes } = sceneOf(
    execution(
      ['P0', 'clock', 'E'],
      [
        step(0, [{ ev: 'call', attempt: 1, ...call }]),
        step(0, [{ ev: 'unwind', lane: 0 }]),
        step(0, [{ ev: 'restart', attempt: 2, ...call }]),
        step(0, [{ ev: 'ret', lane: 0, value: 'EOK' }]),
      ],
    ),
  );
  expect(boxes.map(({ attempt, from, to, end, value }) => [attempt, from, to, end, value])).toEqual(
    [
      [1, 0, 1, 'unwind', null],
      [2, 2, 3, 'ret', 'EOK'],
    ],
  );
});

test('a thread is held until it is let go on, or to the end', () => {
  const { holds } = sceneOf(
    execution(
      ['P0', 'P1', 'clock', 'E'],
      [
        step(0, [{ ev: 'hold', lane: 0 }]),
        step(1, [{ ev: 'hold', lane: 1 }]),
        step(3, [{ ev: 'resume', lane: 0 }]),
      ],
    ),
  );
  expect(holds).toEqual([
    { lane: 0, from: 0, to: 2 },
    { lane: 1, from: 1, to: null },
  ]);
});

test('objects beyond the fourth are named, the ones that change most have the columns', () => {
  const changes = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, from: '0', to: '1' }));
  const { columns, withoutColumn } = sceneOf(
    execution(['P0', 'clock', 'E'], [step(0, [], changes), step(0, [], changes.slice(1))]),
  );
  expect(columns.filter(({ is }) => is === 'object').map(({ name }) => name)).toEqual([
    'b',
    'c',
    'd',
    'e',
  ]);
  expect(withoutColumn).toEqual(['a']);
});
