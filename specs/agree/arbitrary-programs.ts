/**
 * Random programs in the notation of the recorded ones (`kernel-outcomes/README.md`), for property
 * tests: every operation, flag and object that it has, in combinations that nobody thought of.
 */
import * as fc from 'fast-check';
import type { Revision } from './read-outcomes.ts';
import type { Fields } from './reader.ts';

/** A line of a file, its outcomes apart. */
export interface ArbitraryProgram {
  readonly revision: Revision;
  readonly program: Fields & { readonly lanes: readonly ArbitraryLane[]; readonly objects: Fields };
}

export interface ArbitraryLane {
  readonly thread: string;
  readonly task?: string;
  readonly restart?: 'naive';
  readonly ops: readonly Fields[];
}

const THREADS = ['A', 'B', 'C', 'D'];
const TASKS = ['T0', 'T1', 'T2'];
const REVISIONS: readonly Revision[] = ['helenos-2012', 'helenos-2026'];

/** How large programs get: their state spaces grow with every op. */
export interface Size {
  readonly lanes: number;
  readonly ops: number;
}

type Op = fc.Arbitrary<Fields>;

function op(name: string, fields: Readonly<Record<string, fc.Arbitrary<unknown>>> = {}): Op {
  return fc.record({ op: fc.constant(name), ...fields });
}

function blocking(flags: readonly string[]): Record<string, fc.Arbitrary<unknown>> {
  return {
    timeout_ticks: fc.constantFrom(0, 0, 1, 2),
    flags: fc.subarray([...flags]),
  };
}

function interrupts(threads: readonly string[]): Op {
  return op('interrupt', {
    thread: fc.constantFrom(...threads),
    mode: fc.constantFrom('flag', 'bare', 'flag', 'bare', 'kill'),
  });
}

const ticks: Op = op('tick', { count: fc.integer({ min: 1, max: 2 }) });

/** Wait queues alone: what an oracle that knows nothing else can run as well. */
export function queueOps(revision: Revision, threads: readonly string[]): Op {
  const queue = fc.constantFrom('q0', 'q0', 'q1');
  const flags = ['NON_BLOCKING', 'INTERRUPTIBLE', 'FUTEX'];
  const ofRevision =
    revision === 'helenos-2012'
      ? [
          op('unsleep', { queue }),
          op('count_set', { queue, value: fc.integer({ min: 0, max: 2 }) }),
        ]
      : [op('signal', { queue }), op('close', { queue })];
  return fc.oneof(
    { weight: 6, arbitrary: op('sleep', { queue, ...blocking(flags) }) },
    { weight: 3, arbitrary: op('wake_one', { queue }) },
    op('wake_all', { queue }),
    ...ofRevision,
    ...(revision === 'helenos-2012' ? [op('count_get', { queue })] : []),
    { weight: 3, arbitrary: interrupts(threads) },
    { weight: 2, arbitrary: ticks },
  );
}

/** What a naive kernel can run as well: wait queues, semaphores, mutexes. */
export function plainOps(revision: Revision, threads: readonly string[]): Op {
  const semaphore = fc.constant('sem0');
  const mutex = fc.constant('mutex0');
  // In 2026 neither can be interrupted; what it does with flags that it does not have is nothing.
  const flags = ['NON_BLOCKING', 'INTERRUPTIBLE'];
  return fc.oneof(
    { weight: 6, arbitrary: queueOps(revision, threads) },
    op('sem_down', { semaphore, ...blocking(flags) }),
    op('sem_up', { semaphore }),
    op('mutex_lock', { mutex, ...blocking(flags) }),
    op('mutex_unlock', { mutex }),
    op('await_asleep', { thread: fc.constantFrom(...threads) }),
  );
}

/** Semaphores, mutexes, condition variables, futexes, and what shows whether a lock holds. */
export function lockOps(threads: readonly string[]): Op {
  const semaphore = fc.constant('sem0');
  const mutex = fc.constant('mutex0');
  const queue = fc.constant('q0');
  return fc.oneof(
    op('sem_down', { semaphore, ...blocking(['NON_BLOCKING']) }),
    op('sem_up', { semaphore }),
    op('mutex_lock', { mutex, ...blocking(['NON_BLOCKING']) }),
    op('mutex_unlock', { mutex }),
    op('cv_wait', {
      condvar: fc.constant('cv0'),
      mutex,
      timeout_ticks: fc.constantFrom(0, 1),
      flags: fc.constant([]),
    }),
    op('cv_signal', { condvar: fc.constant('cv0') }),
    op('cv_broadcast', { condvar: fc.constant('cv0') }),
    op('futex_down', {
      queue,
      ...blocking(['INTERRUPTIBLE', 'FUTEX']),
      on_failure: fc.constantFrom('nothing', 'up'),
    }),
    op('futex_up', { queue }),
    op('enter'),
    op('leave'),
    op('inc'),
    op('await_asleep', { thread: fc.constantFrom(...threads) }),
    interrupts(threads),
    ticks,
  );
}

/** Messages, capabilities of 2026 among them. */
export function messageOps(revision: Revision, threads: readonly string[]): Op {
  const phone = fc.constantFrom(0, 0, 0, 1, 3);
  const method = fc.constantFrom('m1', 'm2', 'm7', 'CONNECT_ME_TO');
  const received = fc
    .tuple(fc.constantFrom(...threads), fc.integer({ min: 0, max: 1 }))
    .map(([thread, index]) => `${thread}.${index}`);
  const waitq = fc.constant(0);
  const ofRevision =
    revision === 'helenos-2012'
      ? [op('call_sync', { phone, method })]
      : [
          op('kernel_sync_call', { phone, method }),
          op('waitq_sleep', { waitq, ...blocking(['NON_BLOCKING', 'FUTEX']) }),
          op('waitq_wakeup', { waitq }),
          op('waitq_destroy', { waitq }),
        ];
  return fc.oneof(
    { weight: 4, arbitrary: op('call', { phone, method }) },
    { weight: 5, arbitrary: op('wait', blocking(['NON_BLOCKING'])) },
    op('wait', { ...blocking([]), buffer: fc.constant('bad-pointer') }),
    {
      weight: 3,
      arbitrary: op('answer', {
        request_received_by: received,
        retval: fc.constantFrom('EOK', 'EHANGUP', 'ELIMIT', 'ENOENT'),
      }),
    },
    {
      weight: 2,
      arbitrary: op('forward', {
        request_received_by: received,
        phone,
        route_from_me: fc.boolean(),
      }),
    },
    ...ofRevision,
    op('hangup', { phone }),
    op('poke'),
    op('cleanup'),
    interrupts(threads),
    op('await_asleep', { thread: fc.constantFrom(...threads) }),
    ticks,
  );
}

/** A program whose lanes have the ops that `ops` gives, with all objects that these name. */
export function programs(
  ops: (revision: Revision, threads: readonly string[]) => Op,
  { lanes, ops: most }: Size,
): fc.Arbitrary<ArbitraryProgram> {
  return fc
    .tuple(fc.constantFrom(...REVISIONS), fc.integer({ min: 1, max: lanes }), fc.boolean())
    .chain(([revision, count, recordTicks]) => {
      const threads = THREADS.slice(0, count);
      const lane = fc.record({
        restart: fc.constantFrom(undefined, undefined, 'naive' as const),
        // A receiver may be any op 0 or 1, so lanes have two at least.
        ops: fc.array(ops(revision, threads), { minLength: 2, maxLength: Math.max(2, most) }),
        task: fc.constantFrom(...TASKS),
      });
      return fc.record({
        revision: fc.constant(revision),
        program: fc.record({
          lanes: fc.tuple(...threads.map(() => lane)).map((all) =>
            all.map(({ restart, task, ops: own }, i) => ({
              thread: threads[i],
              task,
              ops: own,
              ...(restart !== undefined && { restart }),
            })),
          ),
          objects: objects(revision),
          record_return_ticks: fc.constant(recordTicks),
        }),
      });
    });
}

function objects(revision: Revision): fc.Arbitrary<Fields> {
  const count = fc.integer({ min: 0, max: 2 });
  const phones = fc.uniqueArray(
    fc.record({
      task: fc.constantFrom(...TASKS),
      phone: fc.constantFrom(0, 1),
      to: fc.constantFrom(...TASKS),
    }),
    { maxLength: 4, selector: ({ task, phone }) => `${task}_${phone}` },
  );
  return fc.record({
    queues: fc.constant(2),
    initial_wakeups: fc.tuple(fc.constantFrom(0, 0, 1), fc.constantFrom(0, 0, 1)),
    semaphores: fc.constant(1),
    semaphore_initial: count,
    mutexes: fc.constant(1),
    condvars: fc.constant(1),
    user_counters: fc.tuple(count),
    waitq_objects: fc.constant(revision === 'helenos-2026' ? 1 : 0),
    tasks: fc.constant(TASKS),
    connected_phones: phones,
  });
}
