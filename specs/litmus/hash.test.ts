/** What the identity of a test depends on. That it ignores names is shown in `litmus.test.ts`. */
import { expect, test } from 'vitest';
import { hashOf } from './hash.ts';
import { parseLitmus } from './parse/parse.ts';

const TEXT = `SYS A
"x"
Table=helenos-2026
Ticks=2
{ waitq q; word x = 0; q.balance = 1; }
 P0                                | P1              | E      ;
 L0: r0 = waitq_sleep(q, 1, FUTEX) | waitq_wakeup(q) | tick 2 ;
 x = 1                             | ipc_poke()      |        ;
locations [0:r0;]
filter x=1
exists (0:r0=EOK)
`;
const hashOfText = (text: string) => hashOf(parseLitmus(text, 'a.litmus'));

test('is pinned: a change of it makes every baseline stale', () => {
  expect(hashOfText(TEXT)).toBe('bbe5741bbf9ddef091783fa85819e691');
});

test.for([
  ['Ticks=2', 'Aborts=any<=1\nTicks=2'],
  ['Ticks=2', 'Ticks=3'],
  ['Ticks=2\n', 'Ticks=2\nCpus=1\n'],
  ['Ticks=2\n', 'Ticks=2\nCpus=2\n'],
  ['Ticks=2\n', 'Ticks=2\nCpus=2\nSkew=1\n'],
  ['Ticks=2\n', ''],
  ['q.balance = 1', 'q.balance = 2'],
  ['word x = 0', 'word x = 1'],
  ['P0     ', 'P0@A   '],
  ['L0: ', 'L1: '],
  ['(q, 1, FUTEX)', '(q, 2, FUTEX)'],
  ['(q, 1, FUTEX)', '(q, 1, 0)'],
  ['waitq_wakeup', 'waitq_destroy'],
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

test('changes with the lanes that issue an interrupted call again', () => {
  const kernel = (restart: string): string =>
    `SYS A\n"x"\nTable=kernel-2026\n${restart}{ waitq q; }\n P0 ;\n waitq_wake_one(q) ;\nexists (true)\n`;
  expect(hashOfText(kernel('Restart=P0\n'))).not.toBe(hashOfText(kernel('')));
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
