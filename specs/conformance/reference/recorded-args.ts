/** What the keys of a recorded operation say. */
import type { LaneState, RecordedOp, RecordedWorld } from './recorded.ts';
import type { Thread } from './thread.ts';
import { usecOf } from './timeout.ts';
import type { SleepFlags } from './waitq.ts';

/** `q0`, `mutex1`: the number at the end. */
export function numberOf(name: unknown): number {
  return Number(/\d+$/.exec(String(name ?? '0'))?.[0] ?? 0);
}

export function threadOf(world: RecordedWorld, name: unknown): Thread {
  const lane = world.lanes.find(({ lane: { thread } }) => thread === name);
  if (lane === undefined) throw new Error(`no thread ${String(name)}`);
  return lane.thread;
}

export function usecOfOp(op: RecordedOp): number {
  return usecOf(Number(op.timeout_ticks ?? 0));
}

export function flagsOf(op: RecordedOp): SleepFlags {
  const flags = (op.flags ?? []) as string[];
  return {
    nonBlocking: flags.includes('NON_BLOCKING'),
    interruptible: flags.includes('INTERRUPTIBLE'),
    futex: flags.includes('FUTEX'),
  };
}

/** A call of a lane that says it was interrupted is issued again, unless it was killed. */
export function mayRestart({ lane, isKilled }: LaneState): boolean {
  return lane.restart === 'naive' && !isKilled;
}
