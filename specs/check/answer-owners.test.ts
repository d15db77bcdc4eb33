/** Whose answer a register has, of a program that ends as it should and of one whose answers are mixed up. */
import { expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import { readCatalogue } from '../catalogue.ts';
import { check } from './check.ts';

const LIMITS = {
  statesMax: 100_000,
  memoryMaxBytes: 1024 ** 3,
  deadlineMs: null,
  aborts: null,
  digest: '',
  interrupted: () => false,
};
const whose = readCatalogue().find(({ name }) => name === 'HANDLER+whose')!;

const runOf = (design: string) => check(whose, parseDesign(design), 'helenos-2012', LIMITS);

test("under the ticket nobody's answer is another's", () => {
  const { verdict, outcomes } = runOf('ticket');
  expect(verdict).toBe('VERIFIED');
  expect(outcomes.map(({ text }) => text).filter((text) => text.includes('1:r0=ans('))).toEqual([
    '0:r0=ans:5; 1:r0=ans(P1):6;',
    '0:r0=ans:6; 1:r0=ans(P1):5;',
  ]);
});

test('handler=finds mixes them up, which the plain value does not tell', () => {
  const { condition, outcomes } = runOf('handler=finds');
  expect(condition.quantifier).toBe('exists');
  expect(condition.verdict).toBe('VERIFIED');
  const texts = outcomes.map(({ text }) => text);
  expect(texts).toContain('0:r0=ans:6; 1:r0=ans(P0:L0):5;');
  expect(texts).toContain('0:r0=ans:6; 1:r0=ans(P1):5;');
});
