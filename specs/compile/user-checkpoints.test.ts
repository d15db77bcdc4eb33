/** User code beside a checkpoint: what is taken along with it, and what is refused by its name. */
import { describe, expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';
import { compile } from './compile.ts';

interface Parts {
  readonly init: string;
  readonly own: string;
  readonly other: string;
  readonly restore: string;
}

/** The task A has user code, and is saved; the task B stays. */
const programOf = ({ init, own, other, restore }: Parts, design = 'ticket') =>
  compile(
    parseLitmus(
      `SYS X\n"x"\nTable=helenos-2012\n{ ${init} }\n P0@A | P1@B | E ;\n ${own} | ${other} | checkpoint A ;\n | | restore A${restore} ;\nexists (true)\n`,
      'x.litmus',
    ),
    parseDesign(design),
    'helenos-2012',
  );

const NODE = 'node N2 = same;';

describe('refused where the code would have to name a copy', () => {
  test.for([
    ['until x = 1', 'x = 1'],
    ['x += 1', 'until x = 1'],
    ['r = cas(x, 0, 1)', 'x = 1'],
    ['assert x = 0', 'x = 1'],
    ['until y = 1 or x = 1', 'x = 1'],
    ['r = x', 'x = 1'],
  ] as const)('%s', ([own, other]) => {
    const init = `word x = 0; word y = 0; ${NODE}`;
    const parts = { init, own, other, restore: ' on N2' };
    expect(() => programOf(parts)).toThrow('user code of a group that takes a copy of x along');
    expect(() => programOf({ ...parts, restore: '' })).not.toThrow();
  });
});

test('its own words go with it', () => {
  const parts = { init: `word x = 0; ${NODE}`, own: 'until x = 0', other: 'r0 = klog(1)' };
  expect(() => programOf({ ...parts, restore: ' on N2' })).not.toThrow();
});

test('to the other revision it does not go', () => {
  const init = 'word x = 0; node N2 = helenos-2026;';
  const parts = { init, own: 'until x = 0', other: 'r0 = thread_usleep(1)', restore: ' on N2' };
  expect(() => programOf(parts)).toThrow('user code of a group that moves to another revision');
});
