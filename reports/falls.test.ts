/** Whose a condition is that falls beside an assertion of the kernel's. */
import { expect, test } from 'vitest';
import type { Run } from './data.ts';
import { blame, fallsOf, usualFalls } from './falls.ts';
import { violatedRun } from './sample.ts';

/** R1 falls with no abort, and the condition as told. */
function run(design: string, condition: 'VERIFIED' | 'VIOLATED'): Run {
  const fallen = violatedRun('kernel', { design });
  return { ...fallen, condition: { ...fallen.condition, verdict: condition } };
}

const WRONG = { kind: 'known-bad', fall: null } as const;

test('a condition that falls under the ticket as well is the kernel’s', () => {
  const runs = [run('ticket', 'VIOLATED'), run('debt=book', 'VIOLATED')];
  const broken = blame(runs);
  expect(broken(runs[1], 'kernel')).toEqual(['R1', 'condition']);
  expect(broken(runs[1], 'design')).toEqual([]);
});

test('a condition that holds under the ticket is broken by the other design', () => {
  const runs = [run('ticket', 'VERIFIED'), run('eintr', 'VIOLATED')];
  const broken = blame(runs);
  expect(broken(runs[1], 'kernel')).toEqual(['R1']);
  expect(broken(runs[1], 'design')).toEqual(['condition']);
  expect([...fallsOf([runs[1]], WRONG, broken, usualFalls(runs)).keys()]).toEqual(['condition']);
});

test('where the ticket was not run, the kernel has it', () => {
  const runs = [run('eintr', 'VIOLATED')];
  expect(blame(runs)(runs[0], 'kernel')).toEqual(['R1', 'condition']);
});
