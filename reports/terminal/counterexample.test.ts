import { stripVTControlCharacters } from 'node:util';

import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { renderCounterexample } from './counterexample.ts';
import { replayCommand } from '../replay-command.ts';
import type { Counterexample } from '../data.ts';
import { HOSTILE, LOST_WAKEUP } from '../sample.ts';
import { widthOf } from '../text-width.ts';

test('draws a column per thread and E, without a clock that does not move', () => {
  expect(renderCounterexample(LOST_WAKEUP, { width: 100, colour: false }).split('\n')).toEqual([
    'Breaks R1 in 4 steps, 3 context switches',
    '',
    '    P0                              P1                              E',
    '  1 no token: joins the queue,      │                               │',
    '    falls asleep                    │                               │',
    '    waitq_sleep_timeout_unsafe()    │                               │',
    '    ∙ q.sleepers: [] → [P0]         │                               │',
    '    ∙ P0: running → asleep          │                               │',
    '  2 │                               │                               aborts P0:L0',
    '    │                               │                               ∙ P0.abort: no → requested',
    '  3 is taken out and books a debt   │                               │',
    '    waitq_sleep_finish()            │                               │',
    '    ∙ q.sleepers: [P0] → []         │                               │',
    '    ∙ q.balance: 0 → -1             │                               │',
    '  4 │                               the wakeup repays the debt and  │',
    '    │                               wakes nobody                    │',
    '    │                               waitq_wake_one()                │',
    '    │                               ∙ q.balance: -1 → 0             │',
    '',
    'Let      P0 sleep in q, be aborted, and be restarted.',
    'Then     the wakeup of P1 is meant for P0, which must return EOK.',
    'However  the aborted sleep had booked a debt that swallows the wakeup: P0 sleeps for ever.',
  ]);
});

test('a clock that moves has a column', () => {
  const tick = { ...LOST_WAKEUP.steps[1], lane: 2, says: 'tick' };
  const shown = { ...LOST_WAKEUP, steps: [...LOST_WAKEUP.steps, tick] };
  expect(renderCounterexample(shown, { width: 100, colour: false })).toMatch(/P1 +clock +E/);
});

test('becomes a list where columns would be too narrow', () => {
  const lines = renderCounterexample(LOST_WAKEUP, { width: 60, colour: false }).split('\n');
  expect(lines).toContain('  1 P0    no token: joins the queue, falls asleep');
  expect(lines).toContain('  2 E     aborts P0:L0');
  const lanes = ['P0', 'P1', 'P2', 'P3', 'P4', 'P5', 'E'];
  const steps = lanes.map((_, lane) => ({ ...LOST_WAKEUP.steps[0], lane }));
  const crowded = renderCounterexample(
    { ...LOST_WAKEUP, lanes, steps },
    { width: 100, colour: false },
  );
  expect(crowded).toContain('  7 E  no token');
});

test('no line is wider than the width given', () => {
  const words = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.constantFrom(HOSTILE, '等待'),
  );
  const changes = fc.array(fc.record({ name: words, from: words, to: words }), { maxLength: 3 });
  const step = fc.record({
    lane: fc.nat({ max: 5 }),
    rule: words,
    says: words,
    fn: words,
    file: words,
    changes,
    events: fc.constant([]),
  });
  const counterexamples: fc.Arbitrary<Counterexample> = fc.record({
    breaks: words,
    lanes: fc.array(words, { minLength: 6, maxLength: 6 }),
    start: fc.constant([]),
    steps: fc.array(step, { maxLength: 6 }),
    contextSwitches: fc.nat(),
    // oxlint-disable-next-line unicorn/no-thenable -- data.ts names it so; nobody awaits words
    words: fc.record({ let: words, then: words, however: words }),
    token: words,
  });
  fc.assert(
    fc.property(
      counterexamples,
      fc.integer({ min: 20, max: 240 }),
      fc.boolean(),
      (counterexample, width, colour) => {
        const lines = renderCounterexample(counterexample, { width, colour }).split('\n');
        const widths = lines.map((line) => widthOf(stripVTControlCharacters(line)));
        expect(Math.max(...widths)).toBeLessThanOrEqual(width);
      },
    ),
  );
});

test('the replay command is one line that a shell takes as one word', () => {
  expect(replayCommand(LOST_WAKEUP)).toBe(
    'fermata replay WQ+abort+wake:1c0a:helenos-2026:debt=book:0.1.0.2',
  );
  expect(replayCommand(LOST_WAKEUP, 'my tests/mine.litmus')).toMatch(/ 'my tests\/mine.litmus'$/);
  expect(replayCommand({ ...LOST_WAKEUP, token: "a b;'c\n" })).toBe(`fermata replay 'a b;'\\''c '`);
});
