/** The reference kernel as a target: rounds of a litmus, each under a seed of its own. */
import { hashOf } from '../../litmus/hash.ts';
import type { Litmus } from '../../litmus/litmus.ts';
import type { Round, RoundOptions, Target } from '../target.ts';
import type { TraceEvent } from '../trace-event.ts';
import { KernelPanic } from './coroutine.ts';
import type { Revision } from './kernel.ts';
import { LitmusWorld } from './litmus-world.ts';
import { placesOf } from './places.ts';
import { INSTRUMENTED } from './recorder.ts';
import { refusal } from './refusals.ts';
import type { Restart } from './restart.ts';

/** Seeds of two rounds are apart, however many rounds there are. */
const SEED_STRIDE = 1_000_003;

export function referenceTarget(name: string, revision: Revision, restart: Restart): Target {
  return {
    name,
    kernel: { name: 'reference', version: '1' },
    table: revision,
    design: restart.name,
    interruption: 'a flag of the thread, then a step that wakes it; any thread may run next',
    refuses: (test) => refusal(test, revision, restart),
    rounds: (test, options) => rounds(test, revision, restart, options),
    close: () => Promise.resolve(),
  };
}

async function* rounds(
  test: Litmus,
  revision: Revision,
  restart: Restart,
  { isTraced, rounds: many, seed }: RoundOptions,
): AsyncIterable<Round> {
  for (let i = 0; i < many; i++) {
    yield await Promise.resolve(round(test, revision, restart, seed * SEED_STRIDE + i, isTraced));
  }
}

/** One execution: a function of its seed. */
export function round(
  test: Litmus,
  revision: Revision,
  restart: Restart,
  seed: number,
  isTraced = false,
): Round {
  const world = new LitmusWorld(test, revision, restart, seed, isTraced);
  try {
    if (world.kernel.cpu.run() === 'endless') return { setAside: 'a thread ran for ever' };
  } catch (error) {
    if (!(error instanceof KernelPanic)) throw error;
    return { setAside: error.says };
  }
  if (world.ticksLeft <= 0 && world.isTimed())
    return { setAside: 'the ticks of the test were not enough' };
  const outcome = placesOf(world);
  return isTraced ? { outcome, trace: traceOf(test, world) } : { outcome };
}

/** Its log, with what a reader must know first. */
export function traceOf(test: Litmus, world: LitmusWorld): TraceEvent[] {
  const { kernel, recorder } = world;
  const meta: TraceEvent = {
    ev: 'meta',
    fmt: 'restart-trace',
    v: 1,
    kernel: { name: 'reference', version: '1' },
    clock: { unit: 'step', res: 0 },
    table: kernel.revision,
    test: { name: test.name, hash: hashOf(test) },
    instrumented: [...INSTRUMENTED],
    order: 'total',
    buf: { dropped: 0 },
  };
  const end: TraceEvent = { ev: 'end', t: kernel.cpu.steps, status: 'complete' };
  return [meta, ...recorder.events, end];
}
