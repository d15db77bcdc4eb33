/**
 * A thread that nobody has created yet does nothing, and nobody finds it: no interrupt in user mode
 * takes it to a stop point, no kill ends it.
 */
import { expect, test } from 'vitest';
import { explore } from '../checker/explore.ts';
import { parseDesign } from '../model/designs/designs.ts';
import { PC } from '../model/record/layout.ts';
import { UNBORN } from '../model/proc/thread-dead.ts';
import { readCatalogue } from './catalogue.ts';
import { compile } from './compile/compile.ts';
import { parseLitmus } from './litmus/parse/parse.ts';
import type { Litmus } from './litmus/litmus.ts';
import { testModel } from './search/test-model.ts';

const KILLED = `SYS UNBORN+kill
"a task is killed while a thread of it is still to be created"
Table=any
Debugs=d
{ futex f = 1; phone d = D -> T; }
 P0@T                   | P1@D                 | P2@T          | P3@T               | E      ;
 r0 = thread_create(P3) | r0 = udebug_begin(d) | kbox_thread() | r0 = futex_down(f) | kill T ;
exists (true)
`;

/** The steps that a lane takes of itself while it is unborn, in the first states of a search. */
function stepsUnborn(litmus: Litmus, design: string): readonly string[] {
  const program = compile(litmus, parseDesign(design), 'helenos-2026');
  const { machine } = testModel(litmus, program, []);
  const { seen, states, frontier } = explore(machine, { statesMax: 3000 });
  const [targets, rules] = [
    new Uint8Array(machine.recordSize * machine.successorsMax),
    new Uint16Array(machine.successorsMax),
  ];
  const found = new Set<string>();
  for (let id = 0; id < states - frontier; id++) {
    const record = seen.arena.recordOf(id);
    machine.kernel.bind(record, 0);
    const unborn = program.lanes.filter((_, t) => machine.kernel.get(t, PC) === UNBORN);
    const count = machine.successors(record, 0, targets, 0, rules, 0);
    for (const rule of rules.slice(0, count)) {
      const { name } = machine.rules[rule];
      if (unborn.some((lane) => name.startsWith(`${lane.name} `))) found.add(name);
    }
  }
  seen.arena.release();
  return [...found];
}

const TESTS = [
  ...readCatalogue().flatMap(({ litmus }) => (litmus.name === 'UD+N9' ? [litmus] : [])),
  parseLitmus(KILLED, 'unborn.litmus'),
];

test.for(TESTS.flatMap((litmus) => ['today', 'ticket'].map((design) => ({ litmus, design }))))(
  'an unborn thread takes no step: $litmus.name, $design',
  ({ litmus, design }) => {
    expect(stepsUnborn(litmus, design)).toEqual([]);
  },
);
