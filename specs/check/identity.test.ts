/** The numbers of tasks and threads are all that is another one where names are taken as they stand. */
import { expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';
import { check } from './check.ts';

const OPTIONS = {
  statesMax: 100_000,
  memoryMaxBytes: 2 ** 28,
  deadlineMs: null,
  aborts: null,
  digest: '',
  interrupted: () => false,
};

/** What `call` of a thread that has moved returns, under names=raw, in every run. */
function returnedAfterMove(call: string): string[] {
  const text = `SYS t
"a call that is made after a move"
Table=helenos-2012
Asserts=R9
Needs=checkpoint
{ node N2 = same; }
 P0@A                      | E                   ;
 L0: r0 = thread_usleep(1) | await Asleep(P0:L0) ;
 r1 = ${call}              | checkpoint A        ;
                           | restore A on N2     ;
locations [0:r1;]
exists (true)
`;
  const source = { litmus: parseLitmus(text, 't.litmus'), file: 't.litmus', text };
  const run = check(source, parseDesign('names=raw'), 'helenos-2012', OPTIONS);
  return run.outcomes.map((outcome) => outcome.text).toSorted();
}

test('a thread has another number where it was restored, and its own where it had asked before', () => {
  expect(returnedAfterMove('thread_get_id()')).toEqual(['0:r1=11;', '0:r1=1;']);
});

test('a number that user space has given to a call comes back as it is', () => {
  expect(returnedAfterMove('klog(5)')).toEqual(['0:r1=5;']);
});
