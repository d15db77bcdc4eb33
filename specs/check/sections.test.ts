/** Where today's stoppable sections are (stop=section): round the sleeps of futexes, queues and IPC. */
import { expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import type { Revision } from '../../model/record/program.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';
import { check } from './check.ts';

const HELENOS: readonly Revision[] = ['helenos-2012', 'helenos-2026'];
const OPTIONS = {
  statesMax: 100_000,
  memoryMaxBytes: 2 ** 28,
  deadlineMs: null,
  aborts: null,
  digest: '',
  interrupted: () => false,
};

/** Is it stopped in bounded time (R7), by `design`, on each revision? */
function stopsSoon(call: string, design: string): string[] {
  const text = `SYS t
"a request that finds a thread asleep"
Table=any
Aborts=P0:L0<=1
Asserts=R7
{ phone s = C -> S; }
 P0@S         | P1@C                      ;
 L0: r0 = ${call} | r0 = ipc_call_async(s, 1) ;
exists (true)
`;
  const source = { litmus: parseLitmus(text, 't.litmus'), file: 't.litmus', text };
  return HELENOS.map((revision) => {
    const { assertions } = check(source, parseDesign(design), revision, OPTIONS);
    return assertions.map(({ id, verdict }) => `${id} ${verdict}`).join();
  });
}

test('there is none round the sleep of thread_usleep: who is to stop sleeps for all of its time', () => {
  expect(stopsSoon('thread_usleep(3)', 'stop=section')).toEqual(['R7 VIOLATED', 'R7 VIOLATED']);
  expect(stopsSoon('thread_usleep(3)', 'stop=points')).toEqual(['R7 VERIFIED', 'R7 VERIFIED']);
});

test('there is one round that of ipc_wait', () => {
  expect(stopsSoon('ipc_wait(3, 0)', 'stop=section')).toEqual(['R7 VERIFIED', 'R7 VERIFIED']);
});
