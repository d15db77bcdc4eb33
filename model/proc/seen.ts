/**
 * Ghost: what a debugger knows of a thread that it holds, because it has looked or because it has
 * written it. Until the thread is released that is what it is (R18): where it goes on, with which call
 * and arguments, by which restart record, with which registers.
 */
import {
  ARGUMENTS,
  FIRST,
  FLAGS,
  HAS_HANDLE,
  IS_SEEN,
  OP,
  RECORD,
  REMAINING,
  RET,
  RET_CALL,
  SEEN_ARGUMENTS,
  SEEN_FIRST,
  SEEN_FLAGS,
  SEEN_OP,
  SEEN_RECORD,
  SEEN_RET,
  SEEN_SIZE,
} from '../record/layout.ts';
import type { Kernel } from '../record/state.ts';
import { LATE_STEPS } from './late-steps.ts';

/** What of the flags belongs to the restart record. */
const OF_RECORD = REMAINING | HAS_HANDLE;

/** A look at all of it. */
export function see(k: Kernel, t: number): void {
  const at = seenAt(k, t);
  k.bytes[at + IS_SEEN] = 1;
  k.bytes[at + SEEN_RET] = k.get(t, RET);
  k.bytes[at + SEEN_OP] = k.get(t, OP);
  k.bytes[at + SEEN_FIRST] = k.get(t, FIRST);
  k.bytes[at + SEEN_FLAGS] = k.get(t, FLAGS) & OF_RECORD;
  k.bytes[at + SEEN_RECORD] = callOf(k, t);
  k.bytes[at + SEEN_ARGUMENTS] = k.rare(t, ARGUMENTS);
  const { registers } = k.program;
  for (let r = 0; r < registers.length; r++) {
    if (registers[r].lane === t)
      k.bytes[seenRegister(k, r)] = k.bytes[k.at + k.layout.registers + r];
  }
}

/** A register is to have this byte. */
export function meantRegister(k: Kernel, t: number, register: number, value: number): void {
  if (!isSeen(k, t)) see(k, t);
  k.bytes[seenRegister(k, register)] = value;
}

/** The thread is to go on at step `next` with op `op`, whose arguments are `variant`, by no record. */
export function meantCall(k: Kernel, t: number, next: number, op: number, variant: number): void {
  if (!isSeen(k, t)) see(k, t);
  const at = seenAt(k, t);
  k.bytes[at + SEEN_RET] = next;
  k.bytes[at + SEEN_OP] = op;
  k.bytes[at + SEEN_FIRST] = 0;
  k.bytes[at + SEEN_FLAGS] = 0;
  k.bytes[at + SEEN_RECORD] = 0;
  k.bytes[at + SEEN_ARGUMENTS] = variant;
}

/** The thread is another clock's: what was seen of its deadline is what that clock says of it. */
export function seenByClock(k: Kernel, t: number, shift: number): void {
  if (!isSeen(k, t)) return;
  const at = seenAt(k, t);
  if (k.bytes[at + SEEN_FIRST] === 0 || (k.bytes[at + SEEN_FLAGS] & REMAINING) !== 0) return;
  k.bytes[at + SEEN_FIRST] += shift;
}

/** The thread is let go, or has died: it is its own again. */
export function unsee(k: Kernel, t: number): void {
  if (k.layout.seen < 0 || !isSeen(k, t)) return;
  k.bytes.fill(0, seenAt(k, t), seenAt(k, t) + SEEN_SIZE);
  const { registers } = k.program;
  for (let r = 0; r < registers.length; r++) {
    if (registers[r].lane === t) k.bytes[seenRegister(k, r)] = 0;
  }
}

/** A debugger has looked at t or set it, and t has not been let go since. */
export function isSeen(k: Kernel, t: number): boolean {
  return k.layout.seen >= 0 && k.bytes[seenAt(k, t) + IS_SEEN] !== 0;
}

/** Is t as it was seen, or set? */
export function isAsSeen(k: Kernel, t: number): boolean {
  const at = seenAt(k, t);
  const isSame =
    k.bytes[at + SEEN_RET] === k.get(t, RET) &&
    k.bytes[at + SEEN_OP] === k.get(t, OP) &&
    k.bytes[at + SEEN_FIRST] === k.get(t, FIRST) &&
    k.bytes[at + SEEN_FLAGS] === (k.get(t, FLAGS) & OF_RECORD) &&
    k.bytes[at + SEEN_RECORD] === callOf(k, t) &&
    k.bytes[at + SEEN_ARGUMENTS] === k.rare(t, ARGUMENTS);
  if (!isSame) return false;
  const { registers } = k.program;
  for (let r = 0; r < registers.length; r++) {
    const register = k.bytes[k.at + k.layout.registers + r];
    if (registers[r].lane === t && k.bytes[seenRegister(k, r)] !== register) return false;
  }
  return true;
}

/** What was seen of t, and what it is, for whoever tells of it. */
export function seenOf(k: Kernel, t: number): { readonly seen: Seen; readonly is: Seen } {
  const at = seenAt(k, t);
  const own = k.program.registers.flatMap(({ lane }, r) => (lane === t ? [r] : []));
  return {
    seen: {
      next: k.bytes[at + SEEN_RET],
      op: k.bytes[at + SEEN_OP],
      first: k.bytes[at + SEEN_FIRST],
      call: k.bytes[at + SEEN_RECORD],
      variant: k.bytes[at + SEEN_ARGUMENTS],
      registers: own.map((r) => k.bytes[seenRegister(k, r)]),
    },
    is: {
      next: k.get(t, RET),
      op: k.get(t, OP),
      first: k.get(t, FIRST),
      call: callOf(k, t),
      variant: k.rare(t, ARGUMENTS),
      registers: own.map((r) => k.bytes[k.at + k.layout.registers + r]),
    },
  };
}

interface Seen {
  readonly next: number;
  readonly op: number;
  readonly first: number;
  readonly call: number;
  readonly variant: number;
  readonly registers: readonly number[];
}

/** The call that the record is about, +1: not one that is only to be given up. */
function callOf(k: Kernel, t: number): number {
  if (k.program.depth <= RECORD - RET_CALL || k.get(t, RET) === LATE_STEPS.dropRecord) return 0;
  return k.get(t, RECORD);
}

const seenAt = (k: Kernel, t: number): number => k.at + k.layout.seen + t * SEEN_SIZE;

const seenRegister = (k: Kernel, r: number): number =>
  k.at + k.layout.seen + k.threads * SEEN_SIZE + r;
