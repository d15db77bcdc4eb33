/**
 * What is saved of a thread at a declared point (`stop=points`), and what of it another revision breaks:
 * the kernel's own continuation, by the primitive that the thread sleeps in. Read in both revisions'
 * synch/waitq.c, time/timeout.c, ipc/ipc.c and sysipc.c.
 *
 * At the boundary the user ABI alone has to be the same; here a format inside the kernel has to be.
 */
import type { Op } from '../../model/record/program.ts';

interface Continuation {
  readonly calls: readonly string[];
  /** What it is made of. */
  readonly has: string;
  /** Why the other revision cannot go on with it. */
  readonly breaks: string;
}

export const CONTINUATIONS: readonly Continuation[] = [
  {
    calls: ['thread_usleep'],
    has: 'a deadline',
    breaks: 'ticks that remain in a list (2012) are none of a CPU (2026)',
  },
  {
    calls: ['futex_down', 'futex_down_timeout', 'futex_sleep', 'waitq_sleep'],
    has: 'the queue by its name, a deadline, flags, a place',
    breaks: 'a physical address (2012) is no handle (2026), and only 2026 books a debt',
  },
  {
    calls: ['ipc_wait'],
    has: 'a buffer, a deadline for the whole call, flags',
    breaks: '2012 sleeps again after an empty wakeup, 2026 returns',
  },
  {
    calls: ['ipc_call_sync', 'ipc_call_sync_slow'],
    has: 'a private box, the call, what its answer is to be processed with',
    breaks: '2026 has no such call',
  },
  {
    calls: ['page_in'],
    has: 'the fault, a private box, three mutexes',
    breaks: 'mutexes cannot be saved: it is no point',
  },
];

/** The first call of these that would be saved with a continuation, and why it does not cross; or null. */
export function brokenContinuation(ops: readonly Op[]): string | null {
  for (const { call } of ops) {
    const found = CONTINUATIONS.find(({ calls }) => calls.includes(call));
    if (found === undefined) continue;
    return `${call} at a declared point does not cross: it is saved with ${found.has}; ${found.breaks}`;
  }
  return null;
}
