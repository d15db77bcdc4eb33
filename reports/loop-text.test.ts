/** A run that goes round for ever: the sentence, the diagram. */
import { expect, test } from 'vitest';
import { renderMermaid } from './formats/mermaid.ts';
import { loopOf, loopText } from './loop-text.ts';
import { LOST_WAKEUP } from './sample.ts';
import { renderCounterexample } from './terminal/counterexample.ts';

const ROUND = { ...LOST_WAKEUP, loop: { from: 3 } };

test('a run that ends says nothing of a loop', () => {
  expect(loopText(LOST_WAKEUP)).toBeNull();
  expect(loopOf(LOST_WAKEUP)).toBeNull();
  expect(renderMermaid(LOST_WAKEUP)).not.toContain('loop');
});

test('a loop is told by the numbers of its steps', () => {
  expect(loopOf(ROUND)).toEqual({ from: 3, to: 4 });
  expect(loopText(ROUND)).toBe(
    'loop from step 3: after step 4 all is as it was before step 3; steps 3 to 4 again, for ever',
  );
  expect(loopText({ ...ROUND, loop: { from: 4 } })).toMatch(/step 4 again, for ever$/);
});

test('in a diagram the steps of the loop stand in one', () => {
  const lines = renderMermaid(ROUND).split('\n');
  const [begin, end] = [lines.indexOf('  loop for ever'), lines.indexOf('  end')];
  expect(lines.slice(begin, end).filter((line) => line.includes('->>'))).toHaveLength(2);
  expect(lines.slice(0, begin).filter((line) => line.includes('->>'))).toHaveLength(2);
});

test('in the terminal it has a bracket', () => {
  const lines = renderCounterexample(
    { ...ROUND, loop: { from: 4 } },
    { width: 100, colour: false },
  );
  const marks = lines
    .split('\n')
    .flatMap((line) => ('┌│└['.includes(line[3] || '-') ? line[3] : []));
  expect(marks.join('')).toBe('┌││└');
  expect(lines).toContain('Breaks R1 for ever: 3 steps into a loop of 1 step, 3 context switches');
});
