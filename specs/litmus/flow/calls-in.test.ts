import { expect, test } from 'vitest';
import { abortedIn, callsIn } from './calls-in.ts';
import { parseLitmus } from '../parse/parse.ts';

const litmus = (meta: string, env: string) =>
  parseLitmus(
    `SYS X
"x"
Table=helenos-2026
${meta}{ waitq q; }
 P0                            | P1                   | E ;
 L0: r0 = waitq_sleep(q, 0, 0) | r0 = waitq_wakeup(q) | ${env} ;
 r1 = thread_usleep(1)         | r1 = waitq_wakeup(q) |   ;
exists (0:r0=EOK)
`,
    'x.litmus',
  );

test('names every call once', () => {
  expect(callsIn(litmus('', ''))).toEqual(['thread_usleep', 'waitq_sleep', 'waitq_wakeup']);
});

test('an abort of the environment hits the call that it names', () => {
  expect(abortedIn(litmus('', 'abort P0:L0'))).toEqual(['waitq_sleep']);
  expect(abortedIn(litmus('', ''))).toEqual([]);
});

test('a budget hits the call that it names, or any', () => {
  expect(abortedIn(litmus('Aborts=P0:L0<=1\n', ''))).toEqual(['waitq_sleep']);
  expect(abortedIn(litmus('Aborts=any<=1\n', ''))).toHaveLength(3);
});
