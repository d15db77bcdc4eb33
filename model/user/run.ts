/**
 * What the steps of user code do: one access of memory that other threads share, or a choice, with the test
 * and the register write that belong to it. A thread that takes one is in user mode: nobody stops it
 * there, and no abort undoes what it wrote.
 *
 * They are the step `assign` of syscall.ts, told by its source text (`Op.text`). `until` stands for a
 * polling loop, exactly: its rounds read and change nothing, so what others can see is the read that
 * ends it. `any` has two rules of its own (rules.ts), so that a rule has one successor at most.
 */
import { ASSERT_FAILED, PC, SECTION_OVERFULL } from '../record/layout.ts';
import type { Kernel } from '../record/state.ts';
import type { Act, Sum, Then, Until } from '../record/user-code.ts';
import { advance, assign } from './advance.ts';
import { evaluate, evaluateNumber, holds } from './evaluate.ts';
import { setValue } from './values.ts';

/** May the thread take it now? */
export function mayRunUser(k: Kernel, act: Act): boolean {
  return act.is !== 'until' || ending(k, act.tests) !== undefined;
}

export function runUser(k: Kernel, t: number, act: Act): void {
  k.set(t, PC, advance(k, t, done(k, act, k.op(t).at)));
}

/** `any`: the test holds, or it does not. */
export function choose(k: Kernel, t: number, yes: boolean): void {
  const { act, at } = k.op(t);
  if (act?.is === 'any') k.set(t, PC, advance(k, t, yes ? at + 1 : act.no));
}

/** The test that ends a polling loop now. */
function ending(k: Kernel, tests: readonly Until[]): Until | undefined {
  for (let i = 0; i < tests.length; i++) if (holds(k, tests[i].test, 0)) return tests[i];
  return undefined;
}

/** Does what the step is; returns the instruction at which the code goes on. */
function done(k: Kernel, act: Act, at: number): number {
  switch (act.is) {
    case 'read':
      return after(k, act.then, 0, at);
    case 'cas':
    case 'exchange':
    case 'fetch_add':
      return after(k, act.then, changed(k, act.is, act.word, act.values), at);
    case 'write': {
      const value = evaluateNumber(k, act.value);
      k.setWord(act.word, act.adds ? k.word(act.word) + value : value);
      return at + 1;
    }
    case 'enter':
      enter(k, act.section);
      return at + 1;
    case 'leave':
      k.setSectionCount(act.section, Math.max(0, k.section(act.section) - 1));
      return at + 1;
    case 'until': {
      const test = ending(k, act.tests);
      if (test !== undefined && test.word >= 0) k.setWord(test.word, evaluateNumber(k, test.value));
      return at + 1;
    }
    case 'assert':
      if (!holds(k, act.test, 0)) k.mark(ASSERT_FAILED);
      return at + 1;
    case 'any':
      return at + 1;
  }
}

/** What the word was before. */
function changed(
  k: Kernel,
  is: 'cas' | 'exchange' | 'fetch_add',
  word: number,
  values: readonly Sum[],
): number {
  const old = k.word(word);
  if (is === 'fetch_add') k.setWord(word, old + evaluateNumber(k, values[0]));
  else if (is === 'exchange') k.setWord(word, evaluateNumber(k, values[0]));
  // What is no number is equal to no word.
  else if (old === evaluate(k, values[0])) k.setWord(word, evaluateNumber(k, values[1]));
  return old;
}

function after(k: Kernel, then: Then, read: number, at: number): number {
  if (then === null) return at + 1;
  if (then.is === 'test') return holds(k, then.test, read) ? at + 1 : then.no;
  if (then.value === null) setValue(k, then.register, read);
  else assign(k, then.register, then.value);
  return at + 1;
}

function enter(k: Kernel, s: number): void {
  const count = k.section(s) + 1;
  k.setSectionCount(s, count);
  if (count > k.program.sections[s].most) k.mark(SECTION_OVERFULL);
}
