/**
 * A shim: what stands between a program compiled for one revision and the kernel of the other.
 *
 * Where a group is restored on the other revision (docs/migration.md#abi) its calls get the node's
 * numbers, names and arguments, and their results are told in the words of its own revision. It sees
 * what user space sees: arguments, results of system calls, and what it has written down itself:
 *
 *     names    by phone number or handle, the node's phone; by address or handle of a call, the node's
 *     counts   by phone, the calls that were sent and whose answers have not been picked up
 *
 * Both are fields that the record has in any case, and change in the step of the kernel that the shim
 * learns it from. No hash comes back from a call of 2026: the shim makes one up, and gives it to the
 * kernel as the label of the call. That it copies arguments and messages is left out.
 */
import { PHONE_HANDLE } from '../record/layout.ts';
import { NON_BLOCKING, type Op } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';
import { EINTR, ELIMIT, ENOENT, ETIMEOUT, NOTHING, TEMPORARY } from '../record/values.ts';

/** The calls of all lanes go through a shim. */
export const hasShim = ({ program }: Kernel): boolean => program.home !== undefined;

/** User space is of 2026, and knows calls by handles: the kernel's own, or those that a shim gives out. */
export const namesByHandle = (k: Kernel): boolean => k.old === hasShim(k);

/** IPC_MAX_ASYNC_CALLS */
const CALLS_MAX_2012 = 4;
const CALLS_MAX_2026 = 64;

/** Calls of a phone that may be under way: a shim of 2012 counts them before 2026 would. */
export function callsMost({ old, program }: Kernel): number {
  return old || program.home === 'helenos-2012' ? CALLS_MAX_2012 : CALLS_MAX_2026;
}

/** 2012 is called for a program of 2026 by whose handle no phone is found: the shim says ENOENT. */
export function lacksPhone(k: Kernel, p: number): boolean {
  return k.old && hasShim(k) && k.phone(p, PHONE_HANDLE) === 0;
}

/** A program of 2026 hangs up on 2012: its handle is nobody's from here on. */
export function dropHandle(k: Kernel, p: number): void {
  if (k.old && hasShim(k)) k.setPhone(p, PHONE_HANDLE, 0);
}

/** What the node's kernel has returned, in the words of the program's own revision. */
export function toldAs(k: Kernel, t: number, rc: number): number {
  const { home } = k.program;
  if (home === undefined) return rc;
  return home === 'helenos-2012' ? toldIn2012(k.op(t), rc) : toldIn2026(k.op(t), rc);
}

/** 2012's ipc_wait returns 0 for every failure; a phone that is full has a word of its own in each. */
function toldIn2012({ call }: Op, rc: number): number {
  if (call === 'ipc_wait') return isFailure(rc) ? NOTHING : rc;
  return rc === ELIMIT ? TEMPORARY : rc;
}

const isFailure = (rc: number): boolean => rc === ETIMEOUT || rc === ENOENT || rc === EINTR;

/**
 * A 0 of 2012's ipc_wait does not say why. A wait that may end without a wakeup is told that it has; of
 * one that may not, only a poke can be the reason.
 */
function toldIn2026({ call, timeout, flags }: Op, rc: number): number {
  if (call === 'ipc_wait' && rc === NOTHING) {
    return timeout > 0 || (flags & NON_BLOCKING) !== 0 ? ETIMEOUT : ENOENT;
  }
  return rc === TEMPORARY ? ELIMIT : rc;
}
