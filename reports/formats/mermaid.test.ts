import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Counterexample } from '../data.ts';
import { renderMermaid } from './mermaid.ts';
import { HOSTILE, LOST_WAKEUP, SLEEP_STEPS } from '../sample.ts';

/** All that a line may be: nothing of the texts can be syntax. */
const TEXT = "(?:[A-Za-z0-9 .,_()'/+=-]|#\\d+;|<br/>)*";
const LINE = new RegExp(
  `^(sequenceDiagram|  autonumber(?: \\d+)?|  participant L\\d+ as ${TEXT}|  L\\d+->>L\\d+: ${TEXT}|  Note over L\\d+(,L\\d+)?: ${TEXT})$`,
);

test('there is one participant per lane that takes part, and one arrow per step', () => {
  const lines = renderMermaid(LOST_WAKEUP).split('\n');
  expect(lines.filter((line) => line.includes('participant'))).toEqual([
    '  participant L0 as P0',
    '  participant L1 as P1',
    '  participant L3 as E',
  ]);
  expect(lines.filter((line) => line.includes('->>'))).toHaveLength(SLEEP_STEPS.length);
});

test('a step that changes another lane is an arrow to it, any other one to its own', () => {
  const arrows = renderMermaid(LOST_WAKEUP).match(/L\d->>L\d/g);
  expect(arrows).toEqual(['L0->>L0', 'L3->>L0', 'L0->>L0', 'L1->>L1']);
});

test('a step that changes nothing and names a lane in its rule goes to that lane', () => {
  const kick = { ...SLEEP_STEPS[1], rule: 'E kick P0', changes: [] };
  expect(renderMermaid({ ...LOST_WAKEUP, steps: [kick] })).toContain('L3->>L0: aborts');
});

test('a step says what happens, in which function, and what changed; the last line what it breaks', () => {
  const text = renderMermaid(LOST_WAKEUP);
  expect(text).toContain(
    'L1->>L1: the wakeup repays the debt and wakes nobody<br/>waitq_wake_one()<br/>q.balance#58; -1 #8594; 0',
  );
  expect(text.split('\n').at(-1)).toMatch(/^ {2}Note over L0,L3: breaks R1<br\/>the aborted sleep/);
});

test('no text is syntax, whatever it is', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(HOSTILE, 'end', '%%{init: {}}%%', 'a;b', '```', 'wrap:x', 'ﬂ°°35¶ß', '#quot;'),
  );
  const step = fc.record({
    lane: fc.integer({ min: 0, max: 3 }),
    rule: text,
    says: text,
    fn: text,
    file: text,
    changes: fc.array(fc.record({ name: text, from: text, to: text }), { maxLength: 2 }),
    events: fc.constant([]),
  });
  const words = fc.record({ let: text, then: text, however: text });
  const steps = fc.array(step, { maxLength: 5 });
  fc.assert(
    fc.property(
      steps,
      words,
      text,
      fc.array(text, { maxLength: 4 }),
      (all, said, breaks, lanes) => {
        const counterexample: Counterexample = {
          ...LOST_WAKEUP,
          steps: all,
          words: said,
          breaks,
          lanes,
        };
        for (const line of renderMermaid(counterexample).split('\n')) expect(line).toMatch(LINE);
      },
    ),
  );
});

test('what Mermaid would refuse to draw for its length is counted instead', () => {
  const steps = Array.from({ length: 2000 }, (_, i) => SLEEP_STEPS[i % SLEEP_STEPS.length]);
  const text = renderMermaid({ ...LOST_WAKEUP, steps });
  expect(text.length).toBeLessThan(50_000);
  const shown = text.match(/->>/g)?.length ?? 0;
  expect(text).toContain(`${(2000 - shown).toLocaleString('en-US')} more steps left out here`);
});

test('it can be bundled for a browser', async () => {
  const entry = fileURLToPath(new URL('mermaid.ts', import.meta.url));
  const options = { bundle: true, platform: 'browser', write: false, logLevel: 'silent' } as const;
  const { errors } = await build({ ...options, entryPoints: [entry] });
  expect(errors).toEqual([]);
});

test('what a lane does for itself in a procedure is one arrow, behind which the numbers go on', () => {
  const own = { ...SLEEP_STEPS[0], within: 'lock(m)', changes: [] };
  const steps = [SLEEP_STEPS[0], own, own, { ...own, within: 'unlock(m)' }, SLEEP_STEPS[1]];
  const lines = renderMermaid({ ...LOST_WAKEUP, steps }).split('\n');
  const arrows = lines.filter((line) => line.includes('->>'));
  expect(arrows).toHaveLength(4);
  expect(arrows[1]).toMatch(/^  L0->>L0: #126; lock\(m\), 2 steps<br\/>/);
  expect(lines[lines.indexOf(arrows[1]) + 1]).toBe('  autonumber 4');
  for (const line of lines) expect(line).toMatch(LINE);
});
