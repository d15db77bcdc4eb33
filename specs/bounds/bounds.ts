/**
 * The bound of a stop in the ticket's own units: "as soon as the allotted time quantum expires,
 * within one clock tick". From B and H of R7, which count steps, to ticks.
 */
import type { Latency, Report } from '../../reports/data.ts';
import {
  type Kernel,
  longestQuantumTicks,
  turnOfPreemptedTicks,
  turnOfWaiterTicks,
  turnOfWokenTicks,
} from './scheduler.ts';

export const KERNELS: readonly Kernel[] = ['helenos-2012', 'helenos-2026'];

/** What a thread may be doing when it is asked to stop, and until when it has come to a boundary. */
export interface Situation {
  readonly doing: string;
  /** With what udebug has today, or null: unbounded. */
  readonly today: ((kernel: Kernel, ready: number) => number) | null;
  /** With the ticket's design, or null: unbounded. */
  readonly ticket: ((kernel: Kernel, ready: number) => number) | null;
  readonly why: string;
}

const atNextInterrupt = (): number => 1;
/** clock() looks only after scheduler() has come back: the quantum, and a turn of everybody else. */
const afterNextTurn = (kernel: Kernel, ready: number): number =>
  longestQuantumTicks(kernel) + turnOfPreemptedTicks(kernel, ready);

export const SITUATIONS: readonly Situation[] = [
  {
    doing: 'runs in user mode',
    today: afterNextTurn,
    ticket: atNextInterrupt,
    why:
      'The next clock interrupt ends in user mode, and its exit is a boundary. `udebug_before_thread_runs` of ' +
      'today is called by `clock()` only where the thread was preempted and has come back.',
  },
  {
    doing: 'was preempted in user mode',
    today: turnOfPreemptedTicks,
    ticket: turnOfPreemptedTicks,
    why: 'It comes to the exit of its interrupt when it runs again.',
  },
  {
    doing: 'sleeps in a call that the design wakes',
    today: null,
    ticket: turnOfWokenTicks,
    why:
      'It is woken into the first run queue and goes B steps to the boundary. Today a stoppable section counts as ' +
      'stopped, with the thread in it; the boundary comes when the call ends, which may be never.',
  },
  {
    doing: 'was woken, and has not run yet',
    today: turnOfWokenTicks,
    ticket: turnOfWokenTicks,
    why: 'It is in the first run queue, and completes or restarts its call in B steps.',
  },
  {
    doing: 'spins in `thread_udelay`',
    today: null,
    ticket: turnOfPreemptedTicks,
    why:
      'With `udelay=poll` the loop looks each time round, when it runs. As it is (`udelay=spin`) it looks at nothing ' +
      'for up to 71 minutes: `npx fermata check UDELAY+abort --design udelay=spin`.',
  },
  {
    doing: 'waits for a mutex whose holder runs',
    today: (kernel, ready) => turnOfWaiterTicks(kernel, ready, 1),
    ticket: (kernel, ready) => turnOfWaiterTicks(kernel, ready, 1),
    why:
      'Kernel mutexes are waited for without interruption. The holder gets its turn, gives the mutex away, the ' +
      'waiter its own; with h holders before it, h times.',
  },
  {
    doing: 'waits for a mutex whose holder sleeps',
    today: null,
    ticket: null,
    why:
      'A page-in holds its address space while its pager works, and a second page-in behind it as long as the pager ' +
      'likes: `npx fermata check PAGE+2threads --design ticket --revision helenos-2026`. The holder must be asked too.',
  },
];

/** What stopping one call costs: the worst that any test of it has shown. */
export interface CallBound extends Latency {
  /** Ticks by `ready`, or null where a step count has no most. */
  readonly ticks: readonly number[] | null;
}

/** What is asked of a report. */
export type Latencies = Pick<Report, 'latencies'>;

/** The calls of the report under these designs. `ready`: how many other threads, one bound for each. */
export function callBounds(
  { latencies }: Latencies,
  designs: readonly string[],
  ready: readonly number[],
): CallBound[] {
  return latencies
    .filter(({ design }) => designs.includes(design))
    .map((latency) => ({ ...latency, ticks: ticksOf(latency, ready) }));
}

function ticksOf({ revision, ownSteps, holderSteps }: Latency, ready: readonly number[]) {
  const kernel = KERNELS.find((each) => each === revision);
  if (kernel === undefined || ownSteps === null || holderSteps === null) return null;
  const holders = holderSteps === 0 ? 0 : 1;
  return ready.map((others) => turnOfWaiterTicks(kernel, others, holders));
}
