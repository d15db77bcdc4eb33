/**
 * A debugger takes a thread away from a synchronous call that libc makes (syncCall=libc): what libc had
 * in hand there is no part of the next call, where the thread is stopped again (R13).
 */
import { expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';
import { check } from './check.ts';

const TEXT = `SYS t
"a test"
Table=helenos-2012
Asserts=R13,R18
{ phone s = C -> S; }
 P0@C | P1@S | E ;
 L0: r0 = ipc_call_sync(s, 1) | r0 = ipc_wait(0, 0) | await Asleep(P0:L0) ;
 L1: r1 = thread_usleep(1) | r1 = ipc_answer(r0, 5) | abort P0:L0 ;
 | | set P0:pc = L1 ;
 | | resume P0 ;
 | | await Asleep(P0:L1) ;
 | | abort P0:L1 ;
filter Aborted(P0:L0) /\\ Aborted(P0:L1)
exists (0:r1=EOK)
`;

/** The verdict on helenos-2012. */
function verdictOf(text: string, design: string): string {
  const litmus = parseLitmus(text, 't.litmus');
  const limits = { statesMax: 100_000, memoryMaxBytes: 2 ** 28, deadlineMs: null };
  const options = { ...limits, aborts: null, digest: '', interrupted: () => false };
  const source = { litmus, file: 't.litmus', text };
  return check(source, parseDesign(design), 'helenos-2012', options).verdict;
}

test('nothing of the call before is held when the next one is stopped', () => {
  expect(verdictOf(TEXT, 'ticket-libc')).toBe('VERIFIED');
});

/** What libc keeps is user memory: no kernel gives it up, or goes by it in another call. */
test.for(['syncCall=libc,examine=clears', 'syncCall=libc,set=stale-record'])(
  '%s does nothing to it',
  (design) => {
    const looked = TEXT.replace(' | | set P0:pc = L1', ' | | examine P0 ;\n | | set P0:pc = L1');
    expect(verdictOf(looked, design)).toBe('VERIFIED');
  },
);

test('and the call goes on that was looked at', () => {
  const text = TEXT.replace(' | | set P0:pc = L1 ;', ' | | examine P0 ;').replace(
    'exists (0:r1=EOK)',
    'forall (0:r0=ans:5)',
  );
  expect(verdictOf(text, 'syncCall=libc,examine=clears')).toBe('VERIFIED');
});
