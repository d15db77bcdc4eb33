/** What the restart mechanism adds to a sleep: that it may be ended, and the deadline of its call. */
import type { LaneState } from './litmus-lane.ts';
import type { LitmusWorld } from './litmus-world.ts';
import { ticksOf } from './timeout.ts';
import type { SleepFlags } from './waitq.ts';

/** The deadline of a call is fixed when it enters, whenever it comes to its sleep. */
export function fixDeadline(
  { kernel, restart }: LitmusWorld,
  state: LaneState,
  usec: number,
): void {
  const { frame, thread } = state;
  if (!restart.takesAborts || usec === 0 || frame.deadline !== undefined) return;
  const { now } = kernel.ops.clock;
  thread.noteArmed(now);
  frame.deadline = { tick: now + ticksOf(usec) };
}

/** The flags of a sleep that the restart mechanism may end, with the deadline of the call. */
export function sleepFlags(
  world: LitmusWorld,
  state: LaneState,
  usec: number,
  flags: SleepFlags,
): SleepFlags {
  const { restart, kernel } = world;
  if (!restart.takesAborts) return flags;
  fixDeadline(world, state, usec);
  const { deadline } = state.frame;
  if (deadline === undefined) return { ...flags, abortable: true };
  // With the ticket all loops of a call share its first deadline.
  const again = (): void => {
    if (restart.loops === 'full-timeout') deadline.tick = kernel.ops.clock.now + ticksOf(usec);
  };
  return { ...flags, abortable: true, deadline, again };
}
