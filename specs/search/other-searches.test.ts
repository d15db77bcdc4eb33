/** Searches for ends alone keep no ghosts, on whichever kernel a group goes on. */
import { expect, test } from 'vitest';
import { explore } from '../../checker/explore.ts';
import { parseDesign } from '../../model/designs/designs.ts';
import { compile } from '../compile/compile.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';
import { withoutGhosts } from './other-searches.ts';
import { testModel } from './test-model.ts';

/** R8 asks for the order of messages, which is a ghost; the node has another design. */
const TEXT = `SYS MOVED
"two requests of one phone keep their order through a move to another design"
Table=helenos-2026
Asserts=R8,R15
Ref=bugs.md#L14
Needs=checkpoint
{ phone s = C -> S; node N2 = same, skew=2, design=eintr; }
 P0@C                      | P1@S                  | E                 ;
 r0 = ipc_call_async(s, 1) | r0 = ipc_wait(0, 0)   | checkpoint C+S    ;
 r1 = ipc_call_async(s, 2) | r1 = ipc_wait(0, 0)   | restore C+S on N2 ;
                           | r2 = thread_usleep(1) |                   ;
exists (1:r1=req:2)
`;

test('the clock of a test that moves to another design is that of its own CPUs', () => {
  const litmus = parseLitmus(TEXT, 'moved.litmus');
  const program = withoutGhosts(compile(litmus, parseDesign('ticket'), 'helenos-2026'));
  const { machine } = testModel(litmus, program, []);
  const { seen, states } = explore(machine, { statesMax: 10_000 });
  const { secondCpu } = machine.kernel.layout;
  const cpus = new Set<number>();
  for (let id = 0; id < states; id++) cpus.add(seen.arena.recordOf(id)[secondCpu]);
  seen.arena.release();
  expect([...cpus].toSorted()).toEqual([0, 1]);
});
