/**
 * A second reading of the kernel's C, to hold the model against: wait queues, semaphores, mutexes,
 * timeouts and interruption of both revisions, as a search over plain objects that is slow and
 * knows nothing of the model. Every lock is a lock here, and every access to shared memory between
 * two of them a step, so what the model merges is not merged here. For tests.
 */
import type { ArbitraryProgram } from './arbitrary-programs.ts';
import { STEPS_2012 } from './naive-2012.ts';
import { STEPS_2026 } from './naive-2026.ts';
import { type Call, NOBODY, type Queue, type Steps, type World } from './naive-world.ts';
import type { KernelEnd } from './outcomes.ts';
import type { Fields } from './reader.ts';

/** All ends of a program whose ops are about such things. @throws Error where it is too large. */
export function naiveEnds(
  { revision, program }: ArbitraryProgram,
  statesMax = 2_000_000,
): KernelEnd[] {
  const calls = callsOf(program);
  const steps = revision === 'helenos-2012' ? STEPS_2012 : STEPS_2026;
  const first = JSON.stringify(initial(program));
  const seen = new Set([first]);
  const todo = [first];
  const ends = new Map<string, KernelEnd>();
  for (let text = todo.pop(); text !== undefined; text = todo.pop()) {
    let isEnd = true;
    for (let t = 0; t < calls.length; t++) {
      const w = JSON.parse(text) as World;
      if (!move(w, t, calls[t], steps)) continue;
      isEnd = false;
      const next = JSON.stringify(w);
      if (seen.has(next)) continue;
      if (seen.size === statesMax) throw new Error(`more than ${statesMax} states`);
      seen.add(next);
      todo.push(next);
    }
    if (!isEnd) continue;
    const end = endOf(JSON.parse(text) as World, calls);
    ends.set(JSON.stringify(end), end);
  }
  return [...ends.values()];
}

function move(w: World, t: number, calls: readonly Call[], steps: Steps): boolean {
  const thread = w.threads[t];
  if (w.panic || thread.op === calls.length) return false;
  return steps[thread.pc](w, t, calls[thread.op]);
}

function initial({ lanes, objects }: ArbitraryProgram['program']): World {
  const banked = objects.initial_wakeups as readonly number[];
  const queue = (name: string, balance: number): Queue => ({
    name,
    balance,
    closed: false,
    lock: NOBODY,
    list: [],
    owner: NOBODY,
    nesting: 0,
  });
  return {
    threads: lanes.map(() => ({
      op: 0,
      pc: 'call',
      interrupted: false,
      killed: false,
      state: 'Running',
      queue: NOBODY,
      interruptible: false,
      pending: false,
      context: '',
      timeout: 'none',
      deadline: 0,
      timedOut: false,
      lock: NOBODY,
      target: NOBODY,
      tick: 0,
      left: 0,
      count: 0,
      rc: '',
      results: [],
    })),
    queues: [
      queue('q0', banked[0]),
      queue('q1', banked[1]),
      queue('sem0', Number(objects.semaphore_initial)),
      queue('mutex0', 1),
    ],
    threadsLock: NOBODY,
    timeoutLock: NOBODY,
    timeouts: [],
    now: 0,
    panic: false,
  };
}

function callsOf({ lanes }: ArbitraryProgram['program']): Call[][] {
  const threads = lanes.map(({ thread }) => thread);
  const queues = ['q0', 'q1', 'sem0', 'mutex0'];
  return lanes.map(({ ops, restart }) =>
    ops.map((op: Fields): Call => {
      const flags = (op.flags ?? []) as readonly string[];
      return {
        name: String(op.op),
        queue: queues.indexOf(String(op.queue ?? op.semaphore ?? op.mutex)),
        timeout: Number(op.timeout_ticks ?? 0),
        nonBlocking: flags.includes('NON_BLOCKING'),
        interruptible: flags.includes('INTERRUPTIBLE'),
        composable: flags.includes('FUTEX'),
        target: threads.indexOf(String(op.thread)),
        mode: String(op.mode ?? ''),
        value: Number(op.value ?? op.count ?? 0),
        restarts: restart === 'naive',
      };
    }),
  );
}

function endOf(w: World, calls: readonly (readonly Call[])[]): KernelEnd {
  if (w.panic) return { panic: 'assertion' };
  const name = (t: number): string => `P${t}`;
  return {
    results: w.threads.map((thread, t) =>
      calls[t].map((call, op) => {
        if (op < thread.op) return thread.results[op];
        if (op > thread.op) return 'not-reached';
        if (call.name === 'await_asleep') return 'awaiting';
        return thread.pc === 'asleep' ? 'blocked' : 'deadlock(lock)';
      }),
    ),
    queues: w.queues.map(({ name: queue, balance, closed, list }) => ({
      name: queue,
      banked: balance,
      closed,
      sleepers: list.map(name),
    })),
    counters: [],
    interrupted: w.threads.flatMap(({ interrupted }, t) => (interrupted ? [name(t)] : [])),
    armedTimeouts: w.timeouts.length,
    tasks: [],
  };
}
