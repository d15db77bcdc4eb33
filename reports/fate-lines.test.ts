/** What could have become of a counterexample, in words. */
import { stripVTControlCharacters } from 'node:util';

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Counterexample, Fate, KnownFate } from './data.ts';
import { fateLines, stepFates } from './fate-lines.ts';
import { HOSTILE, LOST_WAKEUP } from './sample.ts';
import { renderCounterexample } from './terminal/counterexample.ts';
import { widthOf } from './text-width.ts';

const KNOWN: KnownFate = {
  is: 'known',
  states: 84,
  lost: 3,
  instead: [{ lane: 1, rule: 'P1 wake', says: 'wakes P0', steps: 2, ends: '0:r0=EOK;' }],
  mayStop: false,
  aborts: { made: 1, least: 1, each: [{ of: 'P0:L0', made: 1, least: 1, steps: [2] }] },
  ticks: { made: 0, least: 0 },
  switches: { made: 3, least: 3, each: [{ after: 1, is: 'free' }] },
  parts: [],
};

function textsOf(change: Partial<KnownFate>): Readonly<Record<string, string>> {
  const lines = fateLines({ ...LOST_WAKEUP, fate: { ...KNOWN, ...change } });
  return Object.fromEntries(lines.map(({ head, text }) => [head, text]));
}

describe('the lines', () => {
  test('name the point of no return, the last choice, and what had to be', () => {
    expect(textsOf({})).toEqual({
      Lost: 'a good end is possible up to step 2; step 3 (P0 is taken out and books a debt) is the point of no return.',
      Instead:
        'before step 3 the last choice was: P1 wakes P0; a good end (0:r0=EOK;) is 2 steps on.',
      Needs:
        'the abort of P0:L0 (step 2) and all 3 context switches: no run that breaks R1 has fewer.',
    });
  });

  test('say where no run ends well, and name no choice then', () => {
    const { Lost, Instead } = textsOf({ lost: 0, instead: [] });
    expect(Lost).toBe('from the start: of all 84 states none leads to a good end.');
    expect(Instead).toBeUndefined();
  });

  test('say where the first step decides', () => {
    expect(textsOf({ lost: 1 }).Lost).toMatch(
      /^a good end is possible at the start alone; step 1 /,
    );
  });

  test('name every other choice', () => {
    const other = { lane: 3, rule: 'E resume P0', says: 'lets P0 go on', steps: 9, ends: '' };
    const { Instead } = textsOf({ instead: [...KNOWN.instead, other] });
    expect(Instead).toContain('was: P1 wakes P0, or E lets P0 go on; a good end');
  });

  test('say that a step need not have been taken', () => {
    const stop = 'nobody had to take step 3: without it the run ends well.';
    expect(textsOf({ mayStop: true, instead: [] }).Instead).toBe(stop);
    expect(textsOf({ mayStop: true }).Instead).toContain(` on. Also, ${stop}`);
  });

  test('say what another run can do without', () => {
    const each = [{ of: 'P0:L0', made: 1, least: 0, steps: [2] }];
    const { Needs } = textsOf({ aborts: { made: 1, least: 0, each } });
    expect(Needs).toBe(
      'all 3 context switches: no run that breaks R1 has fewer. ' +
        'Not the abort of P0:L0 (step 2): another run breaks R1 without.',
    );
  });

  test('count aborts of one call, of several, ticks and switches', () => {
    const each = [
      { of: 'P0:L0', made: 2, least: 2, steps: [2, 4] },
      { of: 'P1:L1', made: 3, least: 1, steps: [1, 3, 4] },
    ];
    const { Needs } = textsOf({
      aborts: { made: 5, least: 4, each },
      ticks: { made: 1, least: 1 },
      switches: { made: 3, least: 2, each: [{ after: 1, is: 'needed' }] },
    });
    expect(Needs).toBe(
      'both aborts of P0:L0 (steps 2, 4), 1 of its 3 aborts of P1:L1 (steps 1, 3, 4), its tick ' +
        'and 2 of its 3 context switches: no run that breaks R1 has fewer. Of all 5 aborts, 4. ' +
        'Had P0 gone on after step 1, R1 could not have broken.',
    );
  });

  test('say since when each part of a condition was decided', () => {
    const parts = [
      { text: '0:r0=EOK', is: false, since: 0 },
      { text: '1:r0=EOK', is: false, since: 4 },
    ];
    expect(textsOf({ parts }).First).toBe(
      '0:r0=EOK is false at every end from the start; then 1:r0=EOK is false after step 4.',
    );
  });

  test('say why nothing was computed, and nothing where nobody asked', () => {
    const open: Fate = { is: 'open', why: 'the search was cut' };
    expect(fateLines({ ...LOST_WAKEUP, fate: open })).toEqual([
      { head: 'Lost', text: 'not computed: the search was cut.' },
    ]);
    expect(stepFates({ ...LOST_WAKEUP, fate: open })).toBeNull();
    expect(fateLines(LOST_WAKEUP)).toEqual([]);
  });
});

test('beside the steps stands where it turns, and what was needed', () => {
  const fates = stepFates({
    ...LOST_WAKEUP,
    fate: { ...KNOWN, switches: { made: 3, least: 3, each: [{ after: 1, is: 'needed' }] } },
  });
  expect(fates).toEqual([
    { is: 'open', notes: [] },
    {
      is: 'open',
      notes: ['needed: it cannot fall without', 'had P0 gone on here, it could not fall'],
    },
    { is: 'turn', notes: ['point of no return'] },
    { is: 'lost', notes: [] },
  ]);
});

const words = fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), fc.constant(HOSTILE));
const number = fc.nat({ max: 9 });
const need = { made: number, least: number };
const fates: fc.Arbitrary<Fate> = fc.oneof(
  fc.record({ is: fc.constant('open' as const), why: words }),
  fc.record({
    is: fc.constant('known' as const),
    states: number,
    lost: number,
    instead: fc.array(
      fc.record({ lane: number, rule: words, says: words, steps: number, ends: words }),
      { maxLength: 3 },
    ),
    mayStop: fc.boolean(),
    aborts: fc.record({
      ...need,
      each: fc.array(fc.record({ ...need, of: words, steps: fc.array(number) }), { maxLength: 2 }),
    }),
    ticks: fc.record(need),
    switches: fc.record({
      ...need,
      each: fc.array(
        fc.record({
          after: number,
          is: fc.constantFrom('forced' as const, 'needed' as const, 'free' as const),
        }),
        { maxLength: 3 },
      ),
    }),
    parts: fc.array(fc.record({ text: words, is: fc.boolean(), since: number }), { maxLength: 3 }),
  }),
);

test('whatever a report says, no line is too wide or has a control character', () => {
  fc.assert(
    fc.property(fates, fc.integer({ min: 20, max: 200 }), (fate, width) => {
      const counterexample: Counterexample = { ...LOST_WAKEUP, fate };
      const drawn = renderCounterexample(counterexample, { width, colour: false });
      expect(stripVTControlCharacters(drawn)).toBe(drawn);
      // oxlint-disable-next-line no-control-regex -- it is what must not be there
      expect(drawn).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
      const widths = drawn.split('\n').map(widthOf);
      expect(Math.max(...widths)).toBeLessThanOrEqual(width);
      expect(stepFates(counterexample)?.length ?? 4).toBe(4);
    }),
  );
});
