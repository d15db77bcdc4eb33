/** The canonical form by example; that it is one is shown in `litmus.test.ts`. */
import { expect, test } from 'vitest';
import { parseLitmus } from './parse/parse.ts';
import { printLitmus } from './print.ts';

const CANONICAL = String.raw`SYS WQ+abort+wake
"a \"restarted\" abort /\\ the next wakeup"
Table=helenos-2026
Aborts=P0:L0<=1,any<=2
Ticks=3
Asserts=R1,R3
Ref=helenos#433 (* no comment *)
Point=asleep
Orig=by hand
{ waitq q; phone s = A -> B; q.balance = 1; 1:c = req:7; }
 P0@A                              | P1@B             | E                   ;
 L0: r0 = waitq_sleep(q, 3, FUTEX) | ipc_answer(c, 5) | await Asleep(P0:L0) ;
                                   |                  | tick                ;
                                   |                  | tick 2              ;
                                   |                  | set q.balance = -1  ;
locations [0:r0; 0:dt(L0); B.tokens;]
filter Aborted(P0:L0, 2) /\ not (q.closed=1 \/ true)
~exists ((0:r0=blocked => s.state=hungup) => true => false) with debt=book: exists
`;

const KERNEL_LANES = `SYS connect
"a refused connection, answered by another thread of the server"
Table=kernel-2012
{ phone s = A -> B; phone t = A; }
 P0@A                                 | P1@B                                      | P2@B                   ;
 r0 = ipc_call_sync(s, CONNECT_ME_TO) | r1 = ipc_wait(0, NON_BLOCKING+BAD_BUFFER) | ipc_answer(r1, ELIMIT) ;
exists (1:r1=req:CONNECT_ME_TO)
`;

test('canonical text is printed as it was read', () => {
  expect(printLitmus(parseLitmus(CANONICAL, 'a.litmus'))).toBe(CANONICAL);
});

test('methods, errors and phones without a connection are printed by name', () => {
  expect(printLitmus(parseLitmus(KERNEL_LANES, 'a.litmus'))).toBe(KERNEL_LANES);
});

test('chains of one connective need no parentheses on the side to which it groups', () => {
  const prop = 'true /\\ true /\\ true \\/ true \\/ true => true => true';
  const text = `SYS A\n"x"\nTable=any\n{ }\n P0 ;\nexists (${prop})\n`;
  expect(printLitmus(parseLitmus(text, 'a.litmus'))).toBe(text);
});

test('only the needed parentheses and spaces remain', () => {
  const text = `SYS A\n"x"\n{word x=0;}P0;\n x+=1;\nexists ((x=1)/\\((x=2)/\\(x=3)))\\/((not(x=4)))`;
  expect(printLitmus(parseLitmus(text, 'a.litmus'))).toBe(`SYS A
"x"
Table=any
{ word x = 0; }
 P0     ;
 x += 1 ;
exists (x=1 /\\ (x=2 /\\ x=3) \\/ not x=4)
`);
});
