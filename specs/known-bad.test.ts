/**
 * The checker can see: every known-bad design breaks what it must break, where it must, in a
 * counterexample of a known length, and the ticket's design does not.
 *
 * Each is a mutant of the model, so an assertion that could not fail would be found out here.
 */
import { expect, test } from 'vitest';
import { parseDesign } from '../model/designs/designs.ts';
import { presets } from '../model/designs/presets.ts';
import type { Run } from '../reports/data.ts';
import { ASSERTIONS } from './properties/assertions.ts';
import { check } from './check/check.ts';
import type { Revision } from '../model/record/program.ts';
import { replay } from './trace/replay.ts';
import { readCatalogue, type Test } from './catalogue.ts';

const LIMITS = {
  statesMax: 1_000_000,
  memoryMaxBytes: 1024 ** 3,
  deadlineMs: null,
  aborts: null,
  digest: '',
  interrupted: () => false,
};
const catalogue = readCatalogue();

function testNamed(name: string): Test {
  const found = catalogue.find((known) => known.name === name);
  if (found === undefined) throw new Error(`no test ${name}`);
  return found;
}

function run(name: string, design: string, revision: Revision): Run {
  return check(testNamed(name), parseDesign(design), revision, LIMITS);
}

/** What a run shows of one assertion. */
function seen(result: Run, id: string) {
  const assertion = result.assertions.find((known) => known.id === id);
  return {
    verdict: assertion?.verdict,
    defect: assertion?.defect,
    steps: assertion?.counterexample?.steps.length ?? null,
  };
}

const knownBad = presets().filter(({ kind }) => kind === 'known-bad');

test.for(knownBad.map(({ name, fall }) => ({ name, ...fall! })))(
  '$name breaks $assertion on $test ($revision) in $steps steps',
  ({ name, assertion, test: where, revision, steps }) => {
    const fallen = seen(run(where, name, revision), assertion);
    expect({ verdict: fallen.verdict, steps: fallen.steps }).toEqual({
      verdict: 'VIOLATED',
      steps,
    });
    expect(seen(run(where, 'ticket', revision), assertion).verdict).toBe('VERIFIED');
  },
);

/** Every assertion falls somewhere: by a wrong design, or as a defect of the kernel itself. */
const FALLS: readonly {
  id: string;
  design: string;
  test: string;
  revision: Revision;
  defect: 'kernel' | 'design';
  steps: number;
}[] = [
  {
    id: 'R1',
    design: 'debt=book',
    test: 'WQ+abort+wake',
    revision: 'helenos-2026',
    defect: 'design',
    steps: 16,
  },
  {
    id: 'R1',
    design: 'ticket',
    test: 'IPC+poke+wait.2012',
    revision: 'helenos-2012',
    defect: 'kernel',
    steps: 5,
  },
  {
    id: 'R2',
    design: 'today',
    test: 'BUG19+full-timeout',
    revision: 'helenos-2012',
    defect: 'kernel',
    steps: 30,
  },
  {
    id: 'R2',
    design: 'timeout=relative',
    test: 'SLEEP+abort',
    revision: 'helenos-2012',
    defect: 'design',
    steps: 13,
  },
  {
    id: 'R3',
    design: 'debt=book',
    test: 'WQ+abort+wake',
    revision: 'helenos-2026',
    defect: 'design',
    steps: 9,
  },
  {
    id: 'R4',
    design: 'window=written',
    test: 'IPC+wait+send',
    revision: 'helenos-2012',
    defect: 'design',
    steps: 11,
  },
  {
    id: 'R5',
    design: 'syncCall=reuse-id',
    test: 'SYNC+stale',
    revision: 'helenos-2012',
    defect: 'design',
    steps: 38,
  },
  {
    id: 'R5',
    design: 'ticket',
    test: 'BUG21+kernel',
    revision: 'helenos-2012',
    defect: 'kernel',
    steps: 38,
  },
  {
    id: 'R6',
    design: 'window=woken,token=repost',
    test: 'WQ+wake+abort',
    revision: 'helenos-2026',
    defect: 'design',
    steps: 10,
  },
  {
    id: 'R7',
    design: 'window=none',
    test: 'SLEEP+abort',
    revision: 'helenos-2012',
    defect: 'design',
    steps: 4,
  },
  {
    id: 'R8',
    design: 'window=dequeued,token=repost',
    test: 'IPC+self+order',
    revision: 'helenos-2012',
    defect: 'design',
    steps: 32,
  },
  {
    id: 'R9',
    design: 'debt=book',
    test: 'WQ+abort3+wake',
    revision: 'helenos-2026',
    defect: 'design',
    steps: 12,
  },
  {
    id: 'R11',
    design: 'timeout=relative',
    test: 'SLEEP+twice',
    revision: 'helenos-2012',
    defect: 'design',
    steps: 38,
  },
  {
    id: 'R12',
    design: 'result=leak',
    test: 'BUG34+erestart-leaks',
    revision: 'helenos-2012',
    defect: 'design',
    steps: 5,
  },
  {
    id: 'R13',
    design: 'stop=section',
    test: 'IPC+section',
    revision: 'helenos-2012',
    defect: 'design',
    steps: 11,
  },
  {
    id: 'R14',
    design: 'window=dequeued',
    test: 'BUG09+receiver-aborts',
    revision: 'helenos-2012',
    defect: 'design',
    steps: 20,
  },
  {
    id: 'R15',
    design: 'debt=book',
    test: 'WQ+abort3+wake',
    revision: 'helenos-2026',
    defect: 'design',
    steps: 12,
  },
  {
    id: 'R16',
    design: 'today',
    test: 'UD+D1',
    revision: 'helenos-2012',
    defect: 'kernel',
    steps: 41,
  },
  {
    id: 'R17',
    design: 'ticket',
    test: 'WQ+fifo',
    revision: 'helenos-2026',
    defect: 'design',
    steps: 9,
  },
  {
    id: 'R10',
    design: 'tokens=drop',
    test: 'CHK+token',
    revision: 'helenos-2026',
    defect: 'design',
    steps: 11,
  },
  {
    id: 'R18',
    design: 'set=stale-record',
    test: 'SET+pc+same',
    revision: 'helenos-2026',
    defect: 'design',
    steps: 12,
  },
  {
    id: 'U1',
    design: 'eintr',
    test: 'BARRIER+assert',
    revision: 'linux',
    defect: 'design',
    steps: 10,
  },
  {
    id: 'U2',
    design: 'eintr',
    test: 'LOOP+trydown.2012',
    revision: 'helenos-2012',
    defect: 'design',
    steps: 25,
  },
];

test.for(FALLS)('$id falls on $test under $design ($revision), a defect of the $defect', (fall) => {
  const { id, design, test: where, revision, defect, steps } = fall;
  expect(seen(run(where, design, revision), id)).toEqual({ verdict: 'VIOLATED', defect, steps });
});

test('no assertion is without a fall', () => {
  const fallen = new Set(FALLS.map(({ id }) => id));
  expect(ASSERTIONS.map(({ id }) => id).filter((id) => !fallen.has(id))).toEqual([]);
});

test('place=keep holds R17 where the tail does not', () => {
  expect(seen(run('WQ+fifo', 'place=keep', 'helenos-2026'), 'R17').verdict).toBe('VERIFIED');
});

test('a counterexample can be replayed to the same steps and words', () => {
  const { assertions } = run('WQ+abort+wake', 'debt=book', 'helenos-2026');
  const found = assertions.find(({ id }) => id === 'R1')?.counterexample;
  expect(found).toBeDefined();
  expect(replay(testNamed('WQ+abort+wake'), found!.token, LIMITS)).toEqual(found);
});

test('a token is refused once the test has changed', () => {
  const { assertions } = run('WQ+abort+wake', 'debt=book', 'helenos-2026');
  const token = assertions.find(({ id }) => id === 'R1')?.counterexample?.token ?? '';
  expect(() => replay(testNamed('WQ+wake'), token, LIMITS)).toThrow(/has changed: its hash is/);
});
