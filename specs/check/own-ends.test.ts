/**
 * R9, R11 and R15 compare ends to which the system came by itself (docs/assertions.md#own-ends):
 * none after a failed assertion of the kernel, none at which the environment holds a thread for ever.
 * Where there are no others, nothing was compared, and that is VACUOUS.
 */
import { describe, expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import type { AssertionResult } from '../../reports/data.ts';
import { check, revisionsOf } from './check.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';

function assertionsOf(text: string): readonly AssertionResult[] {
  const litmus = parseLitmus(text, 't.litmus');
  const limits = { statesMax: 100_000, memoryMaxBytes: 2 ** 28, deadlineMs: null };
  const others = { aborts: null, digest: '', interrupted: () => false };
  const source = { litmus, file: 't.litmus', text };
  return revisionsOf(litmus).flatMap(
    (revision) =>
      check(source, parseDesign('ticket'), revision, { ...limits, ...others }).assertions,
  );
}

/** A debugger that resumes P0 when P1 is done, which never happens. */
const HELD_FOR_EVER = `SYS t
"a test"
Table=any
Asserts=R9,R15
{ futex f = 0; futex g = 0; }
 P0 | P1 | E ;
 L0: r0 = futex_down(f) | L1: r0 = futex_down(g) | await Asleep(P0:L0) ;
 | | abort P0:L0 ;
 | | await Done(P1:L1) ;
 | | resume P0 ;
exists (0:r0=blocked)
`;

/** The same, where P0 may be woken before the debugger comes: then both are done. */
const HELD_SOMETIMES = HELD_FOR_EVER.replace(
  ' P0 | P1 | E ;\n L0: r0 = futex_down(f) | L1: r0 = futex_down(g) | await',
  ' P0 | P1 | E ;\n L0: r0 = futex_down(f) | r0 = futex_up(f) | await',
).replace(' | | abort', ' r1 = futex_up(g) | L1: r1 = futex_down(g) | abort');

/** A page-in over a phone that is hung up: 2026 follows the handle that is gone (N6). */
const PANIC = `SYS t
"a test"
Table=helenos-2026
Aborts=any<=2
Asserts=R9,R11,R15
{ phone s = C -> S; phone v = S -> C; }
 P0@C | P1@S ;
 r0 = ipc_hangup(s) | r0 = ipc_wait(0, 0) ;
 L1: r1 = page_in(s) | ;
exists (true)
`;

describe('where every end', () => {
  test('has a thread that is held for ever, nothing was compared', () => {
    const results = assertionsOf(HELD_FOR_EVER);
    expect(results).toHaveLength(4);
    for (const { verdict, why } of results) {
      expect(verdict).toBe('VACUOUS');
      expect(why).toContain('no end to compare');
    }
  });

  test('comes after a failed assertion of the kernel, nothing was compared', () => {
    for (const { verdict, why } of assertionsOf(PANIC)) {
      expect(verdict).toBe('VACUOUS');
      expect(why).toContain('no end to compare');
    }
  });
});

test('where some ends have, they are passed over, and the verdict says how many', () => {
  const results = assertionsOf(HELD_SOMETIMES);
  expect(results).toHaveLength(4);
  for (const { verdict, why } of results) {
    expect(verdict).toBe('VERIFIED');
    expect(why).toMatch(/; of the outcomes \d+ are compared with nothing: /);
  }
});
