/** What the E lane has to do with: each of its cells, and all that follow. */
import { FOOTPRINT } from '../../checker/persistent.ts';
import { ENV_OP, ENV_SUB } from '../record/layout.ts';
import type { EnvAction, Program } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';
import { declareDeed, declareRestore } from './checkpoints.ts';
import type { Declaring } from './declaring.ts';
import { givesUpPlace } from './dying.ts';
import { worldsOf } from './forms.ts';
import { interruptsSleep } from './kernel-tables.ts';
import type { Footprint } from './mask.ts';
import type { Objects } from './objects.ts';
import { anyTimeout, ticks } from './times.ts';

export class LaneFootprints {
  /** Per cell of the lane: it with all that follow. */
  private readonly rest: Int32Array;
  private readonly program: Program;
  private readonly objects: Objects;
  /** Some group moves to another kernel. */
  private readonly hasOtherKernel: boolean;

  constructor(program: Program, objects: Objects, footprint: Footprint) {
    const { env } = program;
    this.program = program;
    this.objects = objects;
    this.hasOtherKernel = worldsOf(program).length > 1;
    this.rest = new Int32Array((env.length + 1) * FOOTPRINT);
    for (let i = env.length - 1; i >= 0; i--) {
      footprint.begin(this.rest, i).join(this.rest, i + 1);
      // Each kernel has its own plan of the same cell.
      for (const world of worldsOf(program)) this.declareCell(footprint, world.env[i]);
    }
  }

  next(d: Declaring, k: Kernel): void {
    const { footprint, objects } = d;
    const action = k.program.env[k.global(ENV_OP)];
    if (action === undefined) return;
    declareTurn(footprint, objects);
    const sub = k.global(ENV_SUB);
    if (action.is === 'kill') return declareKillStep(d, k, action.threads);
    if (action.is !== 'checkpoint') this.declareAction(footprint, action);
    else declareDeed(footprint, objects, action.plan[sub]);
    givesUpPlaces(d, k, action, sub);
  }

  future(footprint: Footprint, k: Kernel): void {
    footprint.join(this.rest, Math.min(this.program.env.length, k.global(ENV_OP)));
  }

  /** All steps of a cell, whatever the threads are doing by then. */
  private declareCell(footprint: Footprint, action: EnvAction): void {
    const { program, objects } = this;
    declareTurn(footprint, objects);
    if (action.is === 'kill') return declareKill(footprint, objects, program, action.threads);
    if (action.is !== 'checkpoint') this.declareAction(footprint, action);
    else for (const deed of action.plan) declareDeed(footprint, objects, deed);
    if (!givesUp(action)) return;
    for (let q = 0; q < program.queues.length; q++) footprint.has(objects.queues + q);
  }

  /** A cell that is one step. */
  private declareAction(footprint: Footprint, action: OneStep): void {
    const { objects } = this;
    switch (action.is) {
      case 'set':
        return footprint.has(objects.words + action.word);
      case 'tick':
        return ticks(footprint, objects);
      case 'restore':
        return declareRestore(footprint, objects, action.group, this.hasOtherKernel);
      case 'abort':
        return declareAbort(footprint, objects, action.thread);
      default:
        declareOfThread(footprint, objects, action);
    }
  }
}

type OneStep = Exclude<EnvAction, { is: 'kill' | 'checkpoint' }>;
type OfThread = Exclude<OneStep, { is: 'set' | 'tick' | 'restore' | 'abort' }>;

/** No cell is passed while a kick is pending. */
function declareTurn(footprint: Footprint, objects: Objects): void {
  footprint.reads(objects.kicks);
  footprint.has(objects.lane);
}

/** Does a thread give up a place in a queue that was kept for it? Which queue is not said. */
function givesUp({ is }: EnvAction): boolean {
  return is === 'checkpoint' || is === 'set-pc' || is === 'set-arg';
}

/** The same of the next step of a cell: of threads that have a place, where they are known. */
function givesUpPlaces(d: Declaring, k: Kernel, action: EnvAction, sub: number): void {
  if (action.is === 'set-pc' || action.is === 'set-arg') givesUpPlace(d, k, action.thread);
  if (action.is !== 'checkpoint') return;
  const deed = action.plan[sub];
  if (deed.do !== 'save' || deed.group.isHeldOnly) return;
  for (const t of deed.group.threads) givesUpPlace(d, k, t);
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

function declareAbort(footprint: Footprint, objects: Objects, thread: number): void {
  footprint.reads(objects.place + thread);
  footprint.has(objects.request + thread);
  footprint.has(objects.budgets);
  footprint.adds(objects.kicks);
}

/** Waits for a thread, lets it go, reads or writes its frame and its restart record. */
function declareOfThread(footprint: Footprint, objects: Objects, { is, thread }: OfThread): void {
  footprint.reads(objects.own + thread);
  // Held in place, it is told by its flags.
  footprint.reads(objects.request + thread);
  if (is === 'await') return;
  footprint.has(objects.own + thread);
  if (is === 'set-register') return;
  // A deadline may be gone, and with it who waits for time.
  footprint.adds(objects.ticking);
  if (is === 'examine' || is === 'set-arg') return;
  footprint.has(objects.place + thread);
  if (is === 'resume' || is === 'go') footprint.has(objects.request + thread);
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
  if (worldsOf(program).every(({ revision }) => revision !== 'helenos-2012')) return;
  footprint.has(objects.threads);
  anyTimeout(footprint, program, objects);
  for (let q = 0; q < program.queues.length; q++) footprint.has(objects.queues + q);
}
