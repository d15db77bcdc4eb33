/**
 * The arguments of a system call as its handler finds them.
 *
 * An op has them as user space gave them. With frame=rewind a restarted call finds others: amd64's
 * syscall_entry reloads rbp, rcx, r11 and rsp alone and clears the registers of the arguments
 * (arch/amd64/src/asm.S, both revisions), so who sets the program counter back to the instruction
 * enters again with 0 in each. The number of the call is put back; a record that there is stays.
 */
import { LEFT, LOST_ARGUMENTS } from '../record/layout.ts';
import { ABORTABLE } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';

export function areArgumentsLost(k: Kernel, t: number): boolean {
  return k.rare(t, LOST_ARGUMENTS) !== 0;
}

/** usec: 0 is no time at all, or no timeout, as the call has it. libc may give less the second time. */
export function userTimeout(k: Kernel, t: number): number {
  if (areArgumentsLost(k, t)) return 0;
  const left = k.rare(t, LEFT);
  return left === 0 ? k.op(t).timeout : left;
}

/** The flags of a sleep; the kernel's own is no flag of user space, which not every kernel looks at. */
export function userFlags(k: Kernel, t: number): number {
  const { flags, policies } = k.op(t);
  if (areArgumentsLost(k, t)) return 0;
  return (flags & ABORTABLE) === 0 || policies.flags === 'raw' ? flags : flags & ~ABORTABLE;
}

/** A buffer that is not there: the one at address 0 is none. */
export function hasBadBuffer(k: Kernel, t: number): boolean {
  return k.op(t).badBuffer || areArgumentsLost(k, t);
}
