/**
 * The bound of a stop by what a call can wait for at most: the classes of docs/syscalls.md, which has
 * every call of both kernels, so those that the model does not have as well.
 *
 * What a class can wait for, those before it can be made to wait for too: its bound is the worst of its
 * own and of theirs.
 */
import {
  type Kernel,
  turnOfPreemptedTicks,
  turnOfWaiterTicks,
  turnOfWokenTicks,
} from './scheduler.ts';

/** What one class of calls waits for, and until when a thread in it has come to a boundary. */
export interface ClassWait {
  readonly of: 'nothing' | 'lock' | 'pager' | 'event';
  readonly waits: string;
  /** Kernels whose calls wait for it. */
  readonly kernels: readonly Kernel[];
  /** With the ticket's design, or null: unbounded. */
  readonly ticks: ((kernel: Kernel, ready: number) => number) | null;
  readonly why: string;
}

const OLD: Kernel = 'helenos-2012';
const NEW: Kernel = 'helenos-2026';
const BOTH = [OLD, NEW];

export const CLASS_WAITS: readonly ClassWait[] = [
  {
    of: 'nothing',
    waits: 'runs, or was preempted in its handler',
    kernels: BOTH,
    ticks: turnOfPreemptedTicks,
    why: 'It goes on to the end of its handler when it runs again, and the exit is a boundary.',
  },
  {
    of: 'lock',
    waits: 'a mutex whose holder runs',
    kernels: BOTH,
    ticks: (kernel, ready) => turnOfWaiterTicks(kernel, ready, 1),
    why: 'For each holder before it; none of them waits for a program.',
  },
  {
    of: 'lock',
    waits: 'memory',
    kernels: BOTH,
    ticks: null,
    why: 'Until somebody frees a frame; nothing ends the wait.',
  },
  {
    of: 'pager',
    waits: 'its own page-in, in a call that may be issued `again`',
    kernels: [NEW],
    ticks: turnOfWokenTicks,
    why: 'Taken out: the request is forgotten or kept, and the call is issued again.',
  },
  {
    of: 'pager',
    waits: 'its own page-in, in a call that must `finish`',
    kernels: [NEW],
    ticks: null,
    why: 'It has done something already, so the pager is waited out.',
  },
  {
    of: 'pager',
    waits: 'a mutex whose holder waits for its page-in',
    kernels: [NEW],
    ticks: null,
    why: 'As long as the pager likes, unless the holder is asked too.',
  },
  {
    of: 'event',
    waits: 'a sleep that the design ends',
    kernels: BOTH,
    ticks: turnOfWokenTicks,
    why: 'Taken out: it is woken and goes to the boundary.',
  },
  {
    of: 'event',
    waits: 'the end of its delay loop',
    kernels: BOTH,
    ticks: turnOfPreemptedTicks,
    why: 'With `udelay=poll`; as it is, up to 71 minutes.',
  },
  {
    of: 'event',
    waits: 'the end of others, in `SYS_THREAD_EXIT` and `SYS_TASK_EXIT`',
    kernels: BOTH,
    ticks: null,
    why: 'They never return, so there is no boundary to come to.',
  },
];
