/**
 * All mutants, in the order in which they are run.
 */
import { BOUNDARY } from './boundary.ts';
import { CHECKPOINT_MUTANTS } from './checkpoints.ts';
import { CROSSING_MUTANTS } from './crossings.ts';
import { CPU_MUTANTS } from './cpus.ts';
import { EXAMINING_MUTANTS } from './examining.ts';
import { FUTEXES } from './futexes.ts';
import { IMAGE_MUTANTS } from './images.ts';
import { IPC_ANSWER } from './ipc-answer.ts';
import { IPC_CLEANUP } from './ipc-cleanup.ts';
import { IPC_EVENTS } from './ipc-events.ts';
import { IPC_FORGET } from './ipc-forget.ts';
import { IPC_FORWARD } from './ipc-forward.ts';
import { IPC_HANGUP } from './ipc-hangup.ts';
import { IPC_PAGE_IN } from './ipc-page-in.ts';
import { IPC_RECEIVE } from './ipc-receive.ts';
import { IPC_SEND } from './ipc-send.ts';
import { IPC_SYNC } from './ipc-sync.ts';
import { KERNEL_LOCKS } from './kernel-locks.ts';
import { KILLING } from './killing.ts';
import { LIVELOCKS } from './livelocks.ts';
import type { Mutant } from './mutant.ts';
import { RETRIES } from './retries.ts';
import { SLEEPS_2026 } from './sleeps-2026.ts';
import { TIME } from './time.ts';
import { TRAP_MUTANTS } from './traps.ts';
import { UDEBUG_EVENTS } from './udebug-events.ts';
import { UDEBUG_HOLDS } from './udebug-holds.ts';
import { UDEBUG_KBOX } from './udebug-kbox.ts';
import { UDEBUG_LANES } from './udebug-lanes.ts';
import { UDEBUG_READS } from './udebug-reads.ts';
import { UDEBUG_REQUESTS } from './udebug-requests.ts';
import { UDEBUG_SESSIONS } from './udebug-sessions.ts';
import { UDEBUG_STOPS } from './udebug-stops.ts';
import { UDEBUG_THREADS } from './udebug-threads.ts';
import { UDEBUG_KBOX_END } from './udebug-kbox-end.ts';
import { USER_CODE } from './user-code.ts';
import { WAIT_QUEUES_2012 } from './wait-queues-2012.ts';
import { WAKEUPS_2026 } from './wakeups-2026.ts';

export const MUTANTS: readonly Mutant[] = [
  ...WAIT_QUEUES_2012,
  ...SLEEPS_2026,
  ...WAKEUPS_2026,
  ...KERNEL_LOCKS,
  ...TIME,
  ...BOUNDARY,
  ...KILLING,
  ...FUTEXES,
  ...IPC_SEND,
  ...IPC_ANSWER,
  ...IPC_RECEIVE,
  ...IPC_SYNC,
  ...IPC_FORWARD,
  ...IPC_HANGUP,
  ...IPC_CLEANUP,
  ...IPC_FORGET,
  ...IPC_PAGE_IN,
  ...IPC_EVENTS,
  ...LIVELOCKS,
  ...TRAP_MUTANTS,
  ...RETRIES,
  ...CPU_MUTANTS,
  ...EXAMINING_MUTANTS,
  ...UDEBUG_KBOX_END,
  ...UDEBUG_EVENTS,
  ...UDEBUG_HOLDS,
  ...UDEBUG_KBOX,
  ...UDEBUG_LANES,
  ...UDEBUG_READS,
  ...UDEBUG_REQUESTS,
  ...UDEBUG_SESSIONS,
  ...UDEBUG_STOPS,
  ...UDEBUG_THREADS,
  ...CHECKPOINT_MUTANTS,
  ...CROSSING_MUTANTS,
  ...IMAGE_MUTANTS,
  ...USER_CODE,
];
