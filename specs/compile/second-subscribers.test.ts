/** Two tasks that have subscribed to one interrupt (2026): who is told once the first is gone. */
import { expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import type { Revision } from '../../model/record/program.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';
import { compile } from './compile.ts';

function compiled(revision: Revision, end: string, kills: string): () => void {
  const text = `SYS t
"two tasks want an interrupt"
Table=${revision}
{ irq i; }
 P0@S                         | P1@T                         | E ;
 r0 = ipc_irq_subscribe(i, 5) | r0 = ipc_irq_subscribe(i, 6) | ${kills} ;
 ${end} | | ;
exists (0:r0=EOK)
`;
  return () => compile(parseLitmus(text, 't.litmus'), parseDesign('today'), revision);
}

test('is not modelled where a task of the test ends or is killed, and says so', () => {
  const why = 'two subscribers of an interrupt, where tasks end or move (2026)';
  expect(compiled('helenos-2026', 'thread_exit()', 'tick')).toThrow(why);
  expect(compiled('helenos-2026', 'r1 = ipc_poke()', 'kill S')).toThrow(why);
});

test('is modelled where nobody ends, and in 2012, which has one subscriber', () => {
  expect(compiled('helenos-2026', 'r1 = ipc_poke()', 'tick')).not.toThrow();
  expect(compiled('helenos-2012', 'thread_exit()', 'tick')).not.toThrow();
});
