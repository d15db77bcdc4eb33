/** `1:r0=ans(P0:L0):5`, which asks whose answer a register has: read, printed, told, refused in its place. */
import { describe, expect, test } from 'vitest';
import { readingOf } from '../../reading/reading.ts';
import { hashOf } from '../hash.ts';
import { printLitmus } from '../print.ts';
import { parseLitmus } from './parse.ts';

/** Two callers of one task, another task, and a server. */
const textOf = (prop: string): string => `SYS OWN
"a test"
Table=helenos-2012
{ phone s = C -> S; }
 P0@C | P1@C | P2@S ;
 L0: r0 = ipc_call_sync(s, 1) | L1: r0 = ipc_call_async(s, 2) | L2: r0 = ipc_wait(0, 0) ;
  | r1 = ipc_wait(0, 0) | r1 = ipc_answer(r0, 5) ;
~exists (${prop})
`;

const read = (prop: string) => parseLitmus(textOf(prop), 'test.litmus');

test('it is printed as it was read, and is no part of what the program is', () => {
  const litmus = read('1:r1=ans(P0:L0):5');
  expect(printLitmus(litmus)).toContain('~exists (1:r1=ans(P0:L0):5)\n');
  expect(printLitmus(parseLitmus(printLitmus(litmus), 'again.litmus'))).toBe(printLitmus(litmus));
  expect(hashOf(litmus)).toBe(hashOf(read('1:r1=ans:5')));
});

test('it is told by the call', () => {
  const told = JSON.stringify(readingOf(read('1:r1=ans(P0:L0):5')));
  expect(told).toContain("received the answer 5 to P0's call L0");
});

describe('refused', () => {
  test.for([
    ['1:r1=req(P0:L0):5', "8:15: found the call of 'req', expected that of an answer"],
    ['1:r1=ans(P0:L0)', "8:25: found ')', expected ':' and the number of the answer"],
    [
      '1:r1=ans(P0:L9):5',
      "8:10: found the label 'P0:L9', expected a label of P0, which has L0; did you mean 'L0'?",
    ],
    ['1:r1=ans(P7:L0):5', "lane 'P7', expected one of the threads: P0, P1, P2"],
    ['1:r1=ans(P2:L2):5', 'ans(P2:L2), ipc_wait, expected the label of one ipc_call_sync'],
    ['2:r1=ans(P0:L0):5', 'ans(P0:L0) of 2:r1, expected a register of the task that calls, C'],
    ['1:r1=ans(P0:L0):6', 'which it cannot have'],
  ] as const)('%s', ([prop, message]) => {
    expect(() => read(prop)).toThrow(message);
  });
});
