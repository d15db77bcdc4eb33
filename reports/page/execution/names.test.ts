import { expect, test } from 'vitest';
import { LOST_WAKEUP } from '../../sample.ts';
import { meaningOf, namesIn } from './names.ts';

test.for([
  ['m1@P0', 'the request with method 1 that P0 sends'],
  ['m1@P0/2', 'the 2nd request with method 1 that P0 sends'],
  ['m1@P0/2#7', 'the 2nd request with method 1 that P0 sends'],
  ['box@P1/3', 'the 3rd private box of P1, for the answer to a synchronous call'],
  ['CONNECT_ME_TO@P0/11', 'the 11th CONNECT_ME_TO request that P0 sends'],
  ['ntf@E', 'the notification that E sends'],
  ['hangup@P2', 'the message by which P2 hangs up'],
  ['hangup@s', 'the message by which the kernel hangs up the phone s'],
  ['P0', null],
  ['m1@P0 and more', null],
] as const)('%s is %s', ([name, words]) => {
  expect(meaningOf(name)).toBe(words);
});

test('the names of a run are found wherever it speaks of them, each once', () => {
  const [first] = LOST_WAKEUP.steps;
  const change = { name: 'S.calls', from: '[]', to: '[m1@P0 m1@P0/2]' };
  const steps = [
    { ...first, says: 'sends m1@P0', changes: [change] },
    { ...first, says: 'frees box@P0', changes: [] },
  ];
  expect(namesIn({ ...LOST_WAKEUP, steps })).toEqual(['m1@P0', 'm1@P0/2', 'box@P0']);
});
