/** What the identity of a test depends on. That it ignores names is shown in `litmus.test.ts`. */
import { expect, test } from 'vitest';
import { hashOf } from './hash.ts';
import { parseLitmus } from './parse/parse.ts';

const TEXT = `SYS A
"x"
Table=kernel-2026
Ticks=2
{ waitq q = 1; word x = 0; }
 P0                                     | P1                ;
 L0: r0 = waitq_sleep_timeout(q, 1, 0)  | waitq_wake_one(q) ;
 x = 1                                  | tick 2            ;
locations [0:r0;]
filter x=1
exists (0:r0=EOK)
`;
const hashOfText = (text: string) => hashOf(parseLitmus(text, 'a.litmus'));

test('is pinned: a change of it makes every baseline stale', () => {
  expect(hashOfText(TEXT)).toBe('222ee630b306959c93f2a4cc099787e4');
});

test.for([
  ['Table=kernel-2026', 'Table=kernel-2026\nRestart=P0'],
  ['Ticks=2', 'Ticks=3'],
  ['Ticks=2\n', 'Ticks=2\nCpus=1\n'],
  ['Ticks=2\n', ''],
  ['q = 1', 'q = 2'],
  ['word x = 0', 'word x = 1'],
  ['P0     ', 'P0@A   '],
  ['L0: ', 'L1: '],
  ['(q, 1, 0)', '(q, 2, 0)'],
  ['(q, 1, 0)', '(q, 1, FUTEX)'],
  ['waitq_wake_one', 'waitq_signal'],
  ['x = 1  ', 'x += 1 '],
  ['tick 2', 'tick'],
  ['locations [0:r0;]', 'locations [0:r0; x;]'],
  ['filter x=1', 'filter x=0'],
  ['filter x=1\n', ''],
])('changes from %j to %j', ([from, to]) => {
  const changed = TEXT.replace(from, to);
  expect(changed).not.toBe(TEXT);
  expect(hashOfText(changed)).not.toBe(hashOfText(TEXT));
});

test.for([
  ['SYS A', 'SYS B'],
  ['"x"', '"another sentence"'],
  ['Ticks=2', 'Ref=helenos#433\nAsserts=R1\nPoint=asleep\nNeeds=ipc\nTicks=2'],
  ['exists (0:r0=EOK)', '~exists (0:r0=EINTR) with debt=book: exists'],
  ['{ waitq', '(* a comment *) {\n\n waitq'],
])('stays from %j to %j', ([from, to]) => {
  const changed = TEXT.replace(from, to);
  expect(changed).not.toBe(TEXT);
  expect(hashOfText(changed)).toBe(hashOfText(TEXT));
});
