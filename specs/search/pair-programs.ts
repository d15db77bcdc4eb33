/**
 * Tests of what the catalogue does not do, for the pairs of moves: where what a step declares makes a
 * difference in these alone.
 */
import { parseLitmus } from '../litmus/parse/parse.ts';
import type { Litmus } from '../litmus/litmus.ts';

const TEXTS: readonly string[] = [
  // The hook of a method after the slam of its phone.
  `SYS PAIRS+write+hangup
"an answer that hangs up frees the buffer of its call"
Table=helenos-2012
{ phone s = C -> S; }
 P0@C                              | P1@S                         ;
 r0 = ipc_call_sync(s, DATA_WRITE) | r0 = ipc_wait(0, 0)          ;
                                   | r1 = ipc_answer(r0, EHANGUP) ;
exists (true)
`,
  // An answer finds its call once another thread of the task has received it again.
  `SYS PAIRS+forward+self
"a call is forwarded to the task that forwards it, and answered by two"
Table=helenos-2012
{ phone s = C -> S; phone t = S -> S; }
 P0@C                     | P1@S                     | P2@S                ;
 r0 = ipc_call_sync(s, 1) | r0 = ipc_wait(0, 0)      | r0 = ipc_wait(0, 0) ;
                          | r1 = ipc_forward(r0, t)  |                     ;
                          | r2 = ipc_answer(r0, EOK) |                     ;
exists (true)
`,
  // A thread that is held already is let go by nobody once another of its group is stopped.
  `SYS PAIRS+group
"two threads of a group that is saved, either of which may be held before"
Table=helenos-2026
Aborts=any<=1
Needs=checkpoint
{ waitq q; }
 P0                            | P1                   | E            ;
 r0 = waitq_sleep(q, 0, FUTEX) | r0 = waitq_wakeup(q) | checkpoint T ;
                               |                      | restore T    ;
exists (true)
`,
  // Nobody resumes a thread that the lane will resume, unless the lane waits for it to go on.
  `SYS PAIRS+resume
"a stopped sleeper that the lane resumes, but waits for before"
Table=helenos-2026
{ waitq q; word w = 0; }
 P0                         | P1                   | E               ;
 L0: r0 = waitq_sleep(q, 0, FUTEX) | r0 = waitq_wakeup(q) | await Inside(P0:L0) ;
                            |                      | abort P0:L0     ;
                            |                      | set w = 1       ;
                            |                      | await Done(P0:L0) ;
                            |                      | resume P0       ;
exists (true)
`,
];

/** Those tests. */
export function pairTests(): readonly Litmus[] {
  return TEXTS.map((text, i) => parseLitmus(text, `pairs-${i}.litmus`));
}
