import { expect, test } from 'vitest';
import { reachesAtLeast } from './outcome.ts';

test.for([
  ['P0 done; P1 done', 'P0 done; P1 at 2', true],
  ['P0 done; P1 at 2', 'P0 done; P1 done', false],
  ['P0 at 1; P1 at 2', 'P0 at 1; P1 at 2', true],
  ['P0 done; P1 at 0', 'P0 at 0; P1 done', false],
  ['P0 at 10; P1 at 2', 'P0 at 9; P1 at 2', true],
] as const)('"%s" gets at least as far as "%s": %s', ([own, other, answer]) => {
  expect(reachesAtLeast(own, other)).toBe(answer);
});
