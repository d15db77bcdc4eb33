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

test('nothing of the call before is held when the next one is stopped', () => {
  const litmus = parseLitmus(TEXT, 't.litmus');
  const limits = { statesMax: 100_000, memoryMaxBytes: 2 ** 28, deadlineMs: null };
  const others = { aborts: null, digest: '', interrupted: () => false };
  const source = { litmus, file: 't.litmus', text: TEXT };
  const options = { ...limits, ...others };
  expect(check(source, parseDesign('ticket-libc'), 'helenos-2012', options).verdict).toBe(
    'VERIFIED',
  );
});
