/** User code: printed and read again, hashed, and refused where it cannot be. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryUser } from './arbitrary/arbitrary-user.ts';
import { withoutPlaces } from './arbitrary/arbitrary-litmus.ts';
import { flowOf, usesUserCode } from './flow/flow.ts';
import { hashOf } from './hash.ts';
import { parseLitmus } from './parse/parse.ts';
import { printLitmus } from './print.ts';

const read = (text: string) => parseLitmus(text, 'a.litmus');

test('what was printed is read as the same litmus, whose print and hash are the same', () => {
  fc.assert(
    fc.property(arbitraryUser, (litmus) => {
      const text = printLitmus(litmus);
      const again = read(text);
      expect(withoutPlaces(again)).toEqual(litmus);
      expect(printLitmus(again)).toBe(text);
      expect(hashOf(again)).toBe(hashOf(litmus));
      expect(usesUserCode(again)).toBe(true);
    }),
    { numRuns: 150, endOnFailure: true },
  );
});

/** A test with these procedures, lanes and this table. */
function file(code: string, rows = ' P0 ;\n x = 1 ;', more = ''): string {
  return `SYS A\n"x"\nTable=linux\n${more}${code}\n{ word x = 0; word y = 0; section s; }\n${rows}\nexists (true)\n`;
}

function refusalOf(text: string): string {
  try {
    read(text);
  } catch (error) {
    return error instanceof Error ? error.message.replace('a.litmus:', '') : '';
  }
  return 'read';
}

const inProc = (stmts: string): string => file(`proc p(w) { ${stmts} }`, ' P0   ;\n p(x) ;');

describe('refuses', () => {
  test.for([
    ['x = x + 1;', '4:17: found a second shared access in one statement'],
    ['r = x + y;', '4:21: found a second shared access in one statement'],
    ['if x = y { }', '4:20: found a second shared access in one statement'],
    ['r = fetch_add(x, y);', '4:30: found a second shared access in one statement'],
    ['x = futex_wake(y, 1);', '4:17: found a second shared access in one statement'],
    ['r = futex_wait(x, y);', '4:31: found a second shared access in one statement'],
    ['if futex_wake(x, 1) = y { }', '4:35: found a second shared access in one statement'],
    ['more: r = 1; goto more;', "4:26: found 'more': a loop without a step"],
    ['r = 1; while r = 1 { }', "4:20: found 'while': a loop without a step"],
    ['p(w);', "4:13: found 'p' within itself, expected no recursion"],
    [
      'goto nowhere;',
      "4:13: found the label 'nowhere', expected a label, of which there is none here",
    ],
    ['a: x = 1; a: x = 2;', "4:26: found the label 'a' twice, expected each label once"],
    ['r = q;', "4:17: found 'q', expected a number, a known value, a word"],
    ['r = s;', "4:17: found the section 's', expected a number"],
    ['s = 1;', "4:13: found an assignment to the section 's', expected a word or a register"],
    ['r = EOK + 1;', "4:17: found 'EOK' in a sum, expected numbers"],
    [
      'until fetch_add(x, 1) = 1;',
      "4:19: found 'fetch_add', expected a word in each test of until",
    ],
    ['until cas(x, 0, 1) = 1;', "4:19: found 'cas', expected a word in each test of until"],
    ['r = 1; until r = 1;', '4:20: found a test that nobody else can change, expected a word'],
    ['enter(x);', "4:19: found 'x' in enter, expected a section"],
    ['r = enter(s);', "4:17: found the result of enter, expected 'enter(s)' alone"],
    ['cas(x, 1);', '4:13: found 2 arguments of cas, expected cas(word, old, new)'],
    ['p2(w);', "4:13: found the call 'p2', expected a call of the table linux"],
    ['futex_wait(s, 1);', "4:24: found 's', expected a word or a futex for x of futex_wait"],
    ['x = 1', "4:19: found '}', expected ';' at the end of the statement"],
    ['assert any;', "4:20: found 'any', expected something that must hold"],
    [
      'none = cas(x, 0, 1); r = none;',
      "4:38: found 'none', a known value and a register that is set",
    ],
  ] as const)('%s', ([stmts, message]) => {
    expect(refusalOf(inProc(stmts))).toContain(message);
  });

  test.for([
    [file('proc futex_wait(x) { }'), "4:6: found the procedure 'futex_wait', which is a call"],
    [file('proc p() { }\nproc p() { }'), "5:6: found the procedure 'p' twice"],
    [file('proc p(a, a) { }'), "4:6: found the parameter 'a' twice"],
    [file('', ' P0 ;\n return 1 ;'), "7:2: found 'return' in a lane"],
    [file('', ' P0 ;\n if x = 1 x = 2 ;'), "7:11: found 'x', expected 'goto' and a label"],
    [file('').replace('word x = 0', 'word x = 5 mod 5'), '5:3: found 5 for the word x mod 5'],
    [file('').replace('section s', 'section s = 9'), '5:27: found 9 for section s'],
    [file('').replace('exists (true)', 'exists (s=1)'), "8:9: found the section 's'"],
    [file('', ' P0 ;\n L0: futex_wait(x, 0, 2) ;\n goto L0 ;'), '7:6: found a deadline in a loop'],
    [
      file('', ' P0 ;\n L0: futex_wait(x, 0, 2) ;\n goto L0 ;', 'Ticks=5\n').replace(
        '(true)',
        '(0:dt(L0)=1)',
      ),
      '10:9: found 0:dt(L0), of what may be more than one call',
    ],
  ] as const)('%#', ([text, message]) => {
    expect(refusalOf(text)).toContain(message);
  });

  test('more steps of a lane than a byte numbers', () => {
    const deep = (n: number): string => `proc p${n}() { p${n - 1}(); p${n - 1}(); }\n`;
    const procs = `proc p0() { x = 1; }\n${[1, 2, 3, 4, 5, 6, 7, 8].map((n) => deep(n)).join('')}`;
    expect(refusalOf(file(procs, ' P0 ;\n p8() ;'))).toContain('found 256 steps in P0');
  });
});

test('a parameter is the object, the value or the register that the call gives it', () => {
  const text = file(
    'proc p(w, n) { r = w; if r = n - 1 { w += n; } n += 1; return n; }',
    ' P0             ;\n r0 = p(x, 3)   ;\n r0 = p(y, r0)  ;',
  );
  const [{ code, registers }] = flowOf(read(text)).lanes;
  expect(registers).toEqual(['r0']);
  const steps = code.flatMap((instr) => (instr.is === 'step' ? [instr.origin.text] : []));
  expect(steps).toEqual(['r = w', 'w += n', 'r = w', 'w += n']);
  const words = code.flatMap((it) =>
    it.is === 'step' && it.step.is === 'write' ? [it.step.word] : [],
  );
  expect(words).toEqual(['x', 'y']);
});

test('a register is dead once nobody will read it, unless the condition does', () => {
  const rows = ' P0 ;\n r0 = x ;\n y = r0 ;\n r1 = x ;\n y = 1 ;';
  const lane = (condition: string) =>
    flowOf(read(file('', rows).replace('(true)', condition))).lanes[0];
  expect(lane('(true)').dead).toEqual([
    ['r0', 'r1'],
    ['r1'],
    ['r0', 'r1'],
    ['r0', 'r1'],
    ['r0', 'r1'],
  ]);
  expect(lane('(0:r1=0)').dead).toEqual([['r0'], [], ['r0'], ['r0'], ['r0']]);
});
