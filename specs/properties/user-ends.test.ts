/**
 * What ends, counts and results of user code show, where a cell of it is more than one step: each of
 * these was told wrongly, or not at all.
 */
import { expect, test } from 'vitest';
import { explore } from '../../checker/explore.ts';
import { parseDesign } from '../../model/designs/designs.ts';
import { revisionsOf } from '../check/check.ts';
import { compile } from '../compile/compile.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';
import { type OutcomeKey, testModel } from '../search/test-model.ts';

interface Ends {
  readonly shown: readonly string[];
  readonly broken: readonly string[];
}

/** The ways to end under a design, and the assertions that some state breaks. */
function endsOf(text: string, design: string): Ends {
  const litmus = parseLitmus(text, 'a.litmus');
  const [revision] = revisionsOf(litmus);
  const program = compile(litmus, parseDesign(design), revision);
  const { machine, assertions, indices } = testModel(litmus, program);
  const { outcomes, properties } = explore(machine);
  const shown = [...outcomes.keys()].map((key) => {
    const { shown: line, satisfies } = JSON.parse(key) as OutcomeKey;
    return satisfies ? `*> ${line}` : line;
  });
  const broken = assertions.filter((_, i) => {
    const { holds } = indices[i];
    return holds >= 0 && properties[holds].id >= 0;
  });
  return { shown: [...new Set(shown)].toSorted(), broken: broken.map(({ id }) => id) };
}

const file = (keys: string, rest: string): string =>
  `SYS A\n"x"\nTable=helenos-2012\nInclude=futex\n${keys}${rest}`;

test('a register to which code copies EINTR holds what the design tells it, and no leak (R12)', () => {
  const rows =
    ' P0                     | P1               ;\n L0: r0 = futex_down(f) | r0 = futex_up(f) ;\n';
  const text = file(
    'Aborts=any<=1\nAsserts=R12\n',
    `{ futex f = 0; }\n${rows}locations [0:r0;]\nexists (true)\n`,
  );
  expect(endsOf(text, 'eintr').broken).toEqual([]);
  expect(endsOf(text, 'result=leak').broken).toEqual(['R12']);
});

test('aborts are counted of a cell whose first step is no call', () => {
  const rows =
    ' P0                     | P1               ;\n L0: r0 = futex_down(f) | r0 = futex_up(f) ;\n';
  const end = 'exists (Aborted(P0:L0) /\\ 0:r0=OK_BLOCKED)\n';
  const text = file('Aborts=P0:L0<=1\nAsserts=R1\n', `{ futex f = 0; }\n${rows}${end}`);
  expect(endsOf(text, 'ticket').shown).toContain('*> 0:r0=OK_BLOCKED;');
});

test('a thread that another creates runs no code before it is created', () => {
  const rows =
    ' P0                     | P1               ;\n until x = 1            | r0 = futex_up(f) ;\n';
  const more = ' r0 = thread_create(P1) |                  ;\nforall (x=0 /\\ 1:r0=unset)\n';
  const text = file('Asserts=R1\n', `{ futex f = 0; word x = 0; }\n${rows}${more}`);
  expect(endsOf(text, 'ticket').shown).toEqual(['*> x=0; 1:r0=unset;']);
});

test('a thread that is held for ever before a step of a procedure is blocked, and spins nowhere', () => {
  const rows = [
    ' P0                     | P1                 | E                   ;',
    ' L0: r0 = futex_down(f) | L0: r0 = futex_up(f) | await Asleep(P0:L0) ;',
    ' r1 = futex_up(f)       | L1: r1 = futex_down(g) | abort P0:L0         ;',
    '                        |                    | await Done(P1:L1)   ;',
    '                        |                    | resume P0           ;',
  ];
  const end = 'exists (0:r1=blocked)\n';
  const text = file('Asserts=R1\n', `{ futex f = 0; futex g = 0; }\n${rows.join('\n')}\n${end}`);
  const { shown } = endsOf(text, 'ticket');
  expect(shown).toContain('*> 0:r1=blocked;');
  expect(shown.filter((it) => it.includes('spins'))).toEqual([]);
});
