/** The parts of which a condition is made. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Prop } from '../litmus/litmus.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';
import { printProp } from '../litmus/print.ts';
import { conjunctsOf } from './parts.ts';

function partsOf(condition: string): string[] {
  const lanes = ' P0 ;\n r0 = waitq_wakeup(q) ;';
  const text = `SYS t\n"a test"\nTable=helenos-2026\nAsserts=R1\n{ waitq q; }\n${lanes}\nforall (${condition})\n`;
  return conjunctsOf(parseLitmus(text, 't.litmus').condition.prop).map((prop) => printProp(prop));
}

test('a condition is cut where all of it must hold, however that is written', () => {
  const [a, b, c] = ['0:r0=EOK', 'q.balance=1', 'q.sleepers=0'];
  expect(partsOf(a)).toEqual([a]);
  expect(partsOf(`${a} /\\ ${b} /\\ ${c}`)).toEqual([a, b, c]);
  expect(partsOf(`${a} \\/ ${b}`)).toEqual([`${a} \\/ ${b}`]);
  expect(partsOf(`not (${a} \\/ ${b}) /\\ ${c}`)).toEqual([`not ${a}`, `not ${b}`, c]);
  expect(partsOf(`not (${a} => ${b})`)).toEqual([a, `not ${b}`]);
  expect(partsOf(`not not (${a} /\\ ${b})`)).toEqual([a, b]);
});

/** Atoms are `0:rN=EOK`; `values` says which of them hold. */
function holds(prop: Prop, values: readonly boolean[]): boolean {
  if (prop.is === 'true' || prop.is === 'false') return prop.is === 'true';
  if (prop.is === 'not') return !holds(prop.prop, values);
  if (prop.is === 'compare' && prop.loc.is === 'register') return values[Number(prop.loc.name)];
  if (!('left' in prop)) throw new Error(prop.is);
  const [left, right] = [holds(prop.left, values), holds(prop.right, values)];
  if (prop.is === 'and') return left && right;
  return prop.is === 'or' ? left || right : !left || right;
}

const place = { line: 1, column: 1 };
const { prop: anyProp } = fc.letrec<{ prop: Prop }>((tie) => ({
  prop: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.nat({ max: 2 }).map((n): Prop => ({
      is: 'compare',
      loc: { is: 'register', lane: 0, name: `${n}`, place },
      op: '=',
      value: { is: 'name', name: 'EOK', payload: null },
    })),
    fc.constantFrom<Prop>({ is: 'true' }, { is: 'false' }),
    tie('prop').map((prop): Prop => ({ is: 'not', prop })),
    fc
      .tuple(
        fc.constantFrom('and' as const, 'or' as const, 'implies' as const),
        tie('prop'),
        tie('prop'),
      )
      .map(([is, left, right]): Prop => ({ is, left, right })),
  ),
}));

test('the parts all hold exactly where the condition does', () => {
  fc.assert(
    fc.property(anyProp, fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }), (prop, values) => {
      const parts = conjunctsOf(prop);
      expect(parts.every((part) => holds(part, values))).toBe(holds(prop, values));
    }),
    { numRuns: 1000 },
  );
});
