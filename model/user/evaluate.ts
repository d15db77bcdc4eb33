/** Sums and tests of user code, on the state as it is. Nothing is allocated. */
import { BoundError } from '../record/bound-error.ts';
import type { Kernel } from '../record/state.ts';
import type { Sum, Term, Test } from '../record/user-code.ts';
import { isNumber, valueOf } from './values.ts';

function termOf(k: Kernel, { from, n }: Term): number {
  if (from === 'constant') return n;
  return from === 'register' ? valueOf(k, n) : k.word(n);
}

/** @throws BoundError where it would compute with what is no number */
export function evaluate(k: Kernel, sum: Sum): number {
  if (sum.length === 1 && !sum[0].minus) return termOf(k, sum[0]);
  let value = 0;
  for (let i = 0; i < sum.length; i++) {
    const term = termOf(k, sum[i]);
    if (!isNumber(term)) throw noNumber(k, sum[i]);
    value += sum[i].minus ? -term : term;
  }
  return value;
}

/** What a word is to hold, or a call of a futex to count. @throws BoundError where it is no number */
export function evaluateNumber(k: Kernel, sum: Sum): number {
  const value = evaluate(k, sum);
  if (!isNumber(value)) throw noNumber(k, sum[0]);
  return value;
}

function noNumber(k: Kernel, { from, n }: Term): BoundError {
  const name = from === 'register' ? k.program.registers[n].name : 'a value';
  return new BoundError(
    `${name} is no number, and user code computes with it, or writes it to a word`,
  );
}

/** `read`: what the step has read, where the test is about that. */
export function holds(k: Kernel, { left, op, right }: Test, read: number): boolean {
  const a = left === null ? read : evaluate(k, left);
  const b = evaluate(k, right);
  if (op === '=') return a === b;
  if (op === '<>') return a !== b;
  // As in conditions: what is no number is neither more nor less than one.
  if (!isNumber(a) || !isNumber(b)) return false;
  return op === '<=' ? a <= b : a >= b;
}
