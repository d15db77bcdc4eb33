/** What the E lane has to do with: each of its cells, and all that follow. */
import { FOOTPRINT } from '../../checker/persistent.ts';
import { ENV_OP, ENV_SUB } from '../record/layout.ts';
import type { EnvAction, Program } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';
import type { Declaring } from './declaring.ts';
import { interruptsSleep } from './kernel-tables.ts';
import type { Footprint } from './mask.ts';
import type { Objects } from './objects.ts';
import { anyTimeout, ticks } from './times.ts';

/** Per cell of the lane: that cell alone, and it with all that follow. */
export class LaneFootprints {
  private readonly alone: Int32Array;
  private readonly rest: Int32Array;
  private readonly cells: number;

  constructor(program: Program, objects: Objects, footprint: Footprint) {
    const { env } = program;
    this.cells = env.length;
    this.alone = new Int32Array((env.length + 1) * FOOTPRINT);
    this.rest = new Int32Array((env.length + 1) * FOOTPRINT);
    for (let i = env.length - 1; i >= 0; i--) {
      declareCell(footprint.begin(this.alone, i), objects, program, env[i]);
      footprint.begin(this.rest, i).join(this.alone, i);
      footprint.join(this.rest, i + 1);
    }
  }

  next(d: Declaring, k: Kernel): void {
    const { footprint, objects } = d;
    const action = k.program.env[k.global(ENV_OP)];
    if (action?.is === 'kill') {
      footprint.reads(objects.kicks);
      footprint.has(objects.lane);
      return declareKillStep(d, k, action.threads);
    }
    footprint.join(this.alone, Math.min(this.cells, k.global(ENV_OP)));
  }

  future(footprint: Footprint, k: Kernel): void {
    footprint.join(this.rest, Math.min(this.cells, k.global(ENV_OP)));
  }
}

/** The next step of a kill: a thread's flag, then its sleep. */
function declareKillStep(d: Declaring, k: Kernel, threads: readonly number[]): void {
  const { footprint, objects } = d;
  const sub = k.global(ENV_SUB);
  const victim = threads[sub >> 1];
  footprint.has(objects.own + victim);
  if (k.old) footprint.has(objects.threads);
  if ((sub & 1) === 0) return;
  footprint.reads(objects.linked + victim);
  if (k.old) interruptsSleep(d, k, victim);
}

function declareCell(
  footprint: Footprint,
  objects: Objects,
  program: Program,
  action: EnvAction,
): void {
  // No cell is passed while a kick is pending.
  footprint.reads(objects.kicks);
  footprint.has(objects.lane);
  if (action.is === 'set') return footprint.has(objects.words + action.word);
  if (action.is === 'tick') return ticks(footprint, objects);
  if (action.is === 'kill') return declareKill(footprint, objects, program, action.threads);
  if (action.is === 'checkpoint' || action.is === 'restore') {
    throw new Error(`programs that ${action.is} are not declared`);
  }
  const { thread } = action;
  if (action.is === 'abort') {
    footprint.reads(objects.place + thread);
    footprint.has(objects.request + thread);
    footprint.has(objects.budgets);
    footprint.adds(objects.kicks);
    return;
  }
  footprint.reads(objects.own + thread);
  // Held in place, it is told by its flags.
  footprint.reads(objects.request + thread);
  if (action.is === 'await') return;
  footprint.has(objects.own + thread);
  footprint.has(objects.place + thread);
  footprint.has(objects.request + thread);
  footprint.adds(objects.ticking);
}

/** task_kill_internal(): 2012 takes the lock of the queue on which a thread sleeps by then. */
function declareKill(
  footprint: Footprint,
  objects: Objects,
  program: Program,
  threads: readonly number[],
): void {
  for (const thread of threads) {
    footprint.has(objects.own + thread);
    footprint.reads(objects.linked + thread);
  }
  if (program.revision !== 'helenos-2012') return;
  footprint.has(objects.threads);
  anyTimeout(footprint, program, objects);
  for (let q = 0; q < program.queues.length; q++) footprint.has(objects.queues + q);
}
