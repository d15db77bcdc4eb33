/**
 * Calls of libc that may never reach the kernel: futexes, whose counter is in user memory. A trace is
 * a kernel's, so of these only the system calls are events: entered by a trap that follows the
 * counter, over when the kernel returns, with the kernel's own result. What libc makes of that result
 * is seen in registers at the end. The second system call with which the libc of 2026 repays a down that
 * has failed is a call of its own.
 */
import type { Op, Program } from '../../../model/record/program.ts';
import { STEPS } from '../../../model/record/step.ts';

/** Who has logged calls: the kernel, which sees system calls alone, or libc, which sees its own. */
export type Level = 'kernel' | 'libc';

/** Steps that enter the kernel, whatever stands before them. */
export const ENTERS: ReadonlySet<string> = new Set(['trap', 'futex_up-trap']);
/** The step by which the repaying call is over. */
export const REPAID = 'futex_up-return';

const LIBC_FUTEX = /^futex_\w+-(counter|returned)$/;

/** Before its trap, if it comes to that, libc looks at the counter. */
export const isLibcFirst = ({ entry }: Op): boolean => LIBC_FUTEX.test(STEPS[entry].name);

/** The kernel's result goes to libc, which does something with it. */
export const returnsToLibc = ({ after }: Op): boolean =>
  after !== 0 && LIBC_FUTEX.test(STEPS[after].name);

/** Whether the two levels see different calls. */
export function hasLibcCalls({ lanes }: Program): boolean {
  return lanes.some(({ ops }) => ops.some((op) => isLibcFirst(op) || returnsToLibc(op)));
}

const USER_STEPS = new Set<string>();

/** Asked of many steps, once all of them are there. */
export function isUserStep(step: string): boolean {
  if (USER_STEPS.size === 0) {
    for (const { name, mode } of STEPS) if (mode === 'user') USER_STEPS.add(name);
  }
  return USER_STEPS.has(step);
}

/** `waitq_sleep` of futex_down; null: the litmus has the kernel's name. */
export function systemCall({ call }: Op, step: string, isOld: boolean): string | null {
  if (!/^futex_(down|up|trydown)/.test(call)) return null;
  const wakes = call === 'futex_up' || step === 'futex_up-trap';
  if (isOld) return wakes ? 'futex_wakeup' : 'futex_sleep';
  return wakes ? 'waitq_wakeup' : 'waitq_sleep';
}
